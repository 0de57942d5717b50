import { type Contact, type Language, type Ports, refuse, seconds, transact } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, frameOf } from '../messages/index.ts'
import { checkPolicy, hashPassword, type Login, replacePassword } from '../passwords/index.ts'
import { endOtherSessions, endTokensOf } from '../sessions/index.ts'
import { emailOf, type User } from '../users/index.ts'
import { cancelLink } from '../verification/index.ts'

/** How long a notice of a changed password is worth sending, seconds. */
export const noticeLife = 7 * 86_400

/**
 * Sets a new password for a person who has just shown the old one; ends reset links, a mailed password, every
 * browser session and every token, since whoever knew the old one may sit there; and tells the person by e-mail.
 *
 * @throws `passwords.*` by the app's policy; `passwords.wrong` when the shown password was replaced meanwhile
 */
export async function changePassword(
  at: Ports,
  app: App,
  { user, login }: { user: User; login: Login },
  password: string,
  languageOf: (own: Language | undefined) => Language,
): Promise<void> {
  await checkPolicy(at, app.policy, password)
  const hash = await hashPassword(at, password)
  const language = languageOf(user.language)
  const frame = await frameOf(at, app, language)
  const email = emailOf(user)
  await transact(at, async (tx) => {
    if (!(await replacePassword(at, tx, login, hash))) refuse('passwords.wrong')
    await cancelLink(tx, 'reset', user.id)
    await endOtherSessions(at, tx, user.id)
    await endTokensOf(at, tx, user.id)
    if (email?.provenAt) {
      await enqueue(at, tx, {
        kind: 'password-changed',
        to: { kind: 'email', value: email.value } as Contact,
        language,
        facts: frame,
        appId: app.id,
        userId: user.id,
        expiresAt: at.clock.now() + seconds(noticeLife),
      })
    }
    await recordEvent(at, tx, { kind: 'password.changed', userId: user.id, appId: app.id })
  })
}
