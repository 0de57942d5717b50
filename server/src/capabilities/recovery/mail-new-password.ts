import { type Language, type Ports, seconds, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, frameOf } from '../messages/index.ts'
import { mailedHours, mailPassword } from '../passwords/index.ts'
import { findUser } from '../users/index.ts'
import { findLinkContact, redeemLink, refuseLink } from '../verification/index.ts'

/**
 * Spends the reset link and mails a random password to the contact the link was sent to. The old password works until
 * the mailed one is first used.
 *
 * @throws `verification.failed`; `limits.exhausted` after too many wrong codes
 */
export async function mailNewPassword(
  at: Ports,
  app: App,
  userId: UserId,
  code: string,
  languageOf: (own: Language | undefined) => Language,
): Promise<void> {
  const contact = await findLinkContact(at, 'reset', userId, code)
  if (!contact) return refuseLink(at, userId, app.id)
  const hours = await mailedHours(at)
  const language = languageOf((await findUser(at, at.db, userId))?.language)
  const frame = await frameOf(at, app, language)
  const redeemed = await transact(at, async (tx) => {
    if (!(await redeemLink(at, tx, 'reset', userId, code))) return false
    const password = await mailPassword(at, tx, userId, hours)
    await enqueue(at, tx, {
      kind: 'new-password',
      to: contact,
      language,
      facts: { ...frame, password, hours },
      appId: app.id,
      userId,
      expiresAt: at.clock.now() + seconds(hours * 3600),
    })
    await recordEvent(at, tx, { kind: 'recovery.redeemed', userId, appId: app.id })
    return true
  })
  if (!redeemed) await refuseLink(at, userId, app.id)
}
