import { type Contact, type Language, type Ports, seconds, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, frameOf, spendSend } from '../messages/index.ts'
import { findHolder, findUser } from '../users/index.ts'
import { issueLink, verificationSettings } from '../verification/index.ts'

export interface ResetWish {
  contact: Contact
  /** The mail's language, by the person's own where there is one. */
  languageOf: (own: Language | undefined) => Language
  linkOf: (userId: UserId, code: string) => string
}

/**
 * Mails a link to a new password to whoever proved the contact (the link before it dies); does as much for nobody where
 * none has. The caller learns nothing (rule 4).
 *
 * @throws `limits.exhausted` past the budget of messages to the contact, known or not
 */
export async function askReset(at: Ports, app: App, wish: ResetWish): Promise<void> {
  const holder = await findHolder(at.db, wish.contact)
  const own = holder === undefined ? undefined : await findUser(at, at.db, holder)
  await spendSend(at, 'reset', wish.contact, app.id, holder !== undefined)
  const language = wish.languageOf(own?.language)
  const frame = await frameOf(at, app, language)
  const { resetMinutes: minutes } = await verificationSettings.read(at)
  await transact(at, async (tx) => {
    const userId = await findHolder(tx, wish.contact)
    if (userId === undefined) {
      await recordEvent(at, tx, { kind: 'recovery.asked-for-nobody', appId: app.id })
      return
    }
    const lifeSeconds = minutes * 60
    const code = await issueLink(at, tx, {
      purpose: 'reset',
      userId,
      contact: wish.contact,
      appId: app.id,
      lifeSeconds,
    })
    await enqueue(at, tx, {
      kind: 'reset-link',
      to: wish.contact,
      language,
      facts: { ...frame, link: wish.linkOf(userId, code), minutes },
      appId: app.id,
      userId,
      expiresAt: at.clock.now() + seconds(lifeSeconds),
    })
    await recordEvent(at, tx, { kind: 'recovery.asked', userId, appId: app.id })
  })
}
