import { type Contact, type Ports, seconds, type Tx, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, frameOf, quoteName } from '../messages/index.ts'
import { findPasswordInstant } from '../passwords/index.ts'
import { listSessions } from '../sessions/index.ts'
import { findUser, isIdle, releaseIdle, type User } from '../users/index.ts'
import { verificationSettings } from '../verification/index.ts'

/** By what else a person can be known whose number lay idle. */
export interface OtherProofs {
  readonly password: boolean
  readonly email: Contact | undefined
}

const readIdleBefore = async (at: Ports): Promise<number> =>
  at.clock.now() - seconds((await verificationSettings.read(at)).idleDays * 86_400)

/**
 * What the holder of a number has to show besides a code, where the number lay idle: it may be somebody else's by now
 * (codes.md, decision 0021). Undefined where the code is enough: the contact is no number or in use; or nothing else
 * could be shown, and somebody who showed the number is signed in still.
 */
export async function findOtherProofs(at: Ports, user: User, contact: Contact): Promise<OtherProofs | undefined> {
  if (contact.kind !== 'mobile' || !(await isIdle(at.db, user.id, contact, await readIdleBefore(at)))) return undefined
  const password = (await findPasswordInstant(at, user.id)) !== undefined
  const email = emailOf(user)
  if (!password && !email && (await listSessions(at, user.id)).length > 0) return undefined
  return { password, email }
}

const emailOf = ({ contacts }: User): Contact | undefined => {
  const email = contacts.find((one) => one.kind === 'email' && one.provenAt !== undefined)
  return email && ({ kind: 'email', value: email.value } as Contact)
}

/** How long a notice of a number that is gone is worth sending, seconds. */
const noticeLife = 7 * 86_400

/**
 * Reads what is needed to take an idle number off an account, and answers what does it in a transaction that has claimed
 * the number: with an event, and a word to the account's e-mail. It is false where the number is in use again. All else
 * stays with the account.
 */
export async function prepareRelease(
  at: Ports,
  app: App,
  userId: UserId,
  contact: Contact,
): Promise<(tx: Tx) => Promise<boolean>> {
  const user = await findUser(at, at.db, userId)
  const language = user?.language ?? app.locale ?? 'en'
  const frame = await frameOf(at, app, language)
  const idleBefore = await readIdleBefore(at)
  return async (tx) => {
    if (!(await releaseIdle(tx, userId, contact, idleBefore))) return false
    await recordEvent(at, tx, { kind: 'contact.released', userId, appId: app.id, facts: { kind: contact.kind } })
    const to = user && emailOf(user)
    const expiresAt = at.clock.now() + seconds(noticeLife)
    const facts = { ...frame, contact: quoteName(contact.value) }
    if (to) await enqueue(at, tx, { kind: 'contact-removed', to, language, facts, appId: app.id, userId, expiresAt })
    return true
  }
}
