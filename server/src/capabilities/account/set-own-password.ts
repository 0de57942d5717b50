import { type Language, type Ports, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { checkPolicy, hashPassword, setPassword } from '../passwords/index.ts'
import { endOtherSessions, endTokensOf } from '../sessions/index.ts'
import { holdUser, type User } from '../users/index.ts'
import { cancelLink } from '../verification/index.ts'
import { provenEmail, readNotice, tellPerson } from './tell-person.ts'

/**
 * Sets the password of a person who has just proved who they are, the first one too. What could still open the account
 * by the old one ends with it: reset links, a mailed password, every browser but this, and every token, since whoever knew
 * the old one may have got some. The person is told by mail.
 *
 * @param keepUid the session that stays
 * @throws `passwords.too-short`, `passwords.too-long`, `passwords.common`; `server.overloaded`
 */
export async function setOwnPassword(
  at: Ports,
  { user, keepUid, language }: { user: User; keepUid: string; language: Language },
  password: string,
): Promise<void> {
  const notice = await readNotice(at, user, language)
  await checkPolicy(at, notice.app.policy, password)
  const hash = await hashPassword(at, password)
  await transact(at, async (tx) => {
    const held = await holdUser(at, tx, user.id)
    await setPassword(at, tx, user.id, hash)
    await cancelLink(tx, 'reset', user.id)
    await endOtherSessions(at, tx, user.id, keepUid)
    await endTokensOf(at, tx, user.id)
    await tellPerson(at, tx, { notice, to: provenEmail(held), userId: user.id }, { kind: 'password-changed' })
    await recordEvent(at, tx, { kind: 'password.changed', userId: user.id })
  })
}
