import { type Contact, type Ports, refuse, seconds, transact } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, frameOf } from '../messages/index.ts'
import { checkPolicy, hashPassword, setPassword } from '../passwords/index.ts'
import { endOtherSessions, endTokensOf } from '../sessions/index.ts'
import { claimContact, findHolder, type User } from '../users/index.ts'
import { cancelLink } from '../verification/index.ts'
import { noticeLife } from './change-password.ts'

export interface Renewal {
  readonly user: User
  /** A contact of the person's that the caller has seen proven just now. */
  readonly contact: Contact
  readonly password: string
  /** The session of the browser in which this happens, where the person is signed in there. */
  readonly keepUid?: string | undefined
}

/**
 * Sets a new password for a person who forgot the old one and has just proven a contact: every other session, every
 * token, reset links and a mailed password end, and the person is told. All together, or not at all.
 *
 * @throws `passwords.*` by the app's policy; `verification.failed` when the contact is not that person's any more
 */
export async function renewPassword(at: Ports, app: App, { user, contact, password, keepUid }: Renewal): Promise<void> {
  await checkPolicy(at, app.policy, password)
  const hash = await hashPassword(at, password)
  const language = user.language ?? app.locale ?? 'en'
  const facts = await frameOf(at, app, language)
  await transact(at, async (tx) => {
    await claimContact(tx, contact)
    if ((await findHolder(tx, contact)) !== user.id) refuse('verification.failed')
    await setPassword(at, tx, user.id, hash)
    await cancelLink(tx, 'reset', user.id)
    await endOtherSessions(at, tx, user.id, keepUid)
    await endTokensOf(at, tx, user.id)
    const expiresAt = at.clock.now() + seconds(noticeLife)
    await enqueue(at, tx, {
      kind: 'password-changed',
      to: contact,
      language,
      facts,
      appId: app.id,
      userId: user.id,
      expiresAt,
    })
    await recordEvent(at, tx, { kind: 'password.changed', userId: user.id, appId: app.id })
  })
}
