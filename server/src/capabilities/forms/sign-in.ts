import { type Ports, refuse, type Tx, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { checkPassword } from '../passwords/index.ts'
import { findLoginHolder, findUser } from '../users/index.ts'
import { clearLoginStreak, clearStreaksOf, redeemAccountProof } from '../verification/index.ts'
import { accountName, proveLogin } from './account-name.ts'
import type { Credentials } from './credentials.ts'
import type { Provider } from './provider.ts'

/**
 * Finds the active person of a login who shows the password, or a code that was sent to them: it works once. A password
 * ends the pauses of their codes (codes.md). An account
 * that waits for its code is answered as nobody's (rule 4), and every password costs one hash (attack 25).
 *
 * @param enter what the person gets by it, written in the transaction that spends the code: a crash leaves either (attack 10)
 * @throws `passwords.wrong`, also for nobody and for an account that waits; `users.suspended` to who knows the password;
 *   `verification.failed`, `verification.paused` with a code; `limits.exhausted`
 */
export async function signInByLogin<T>(
  at: Ports,
  app: App,
  provider: Provider,
  { login, password, code }: Pick<Credentials, 'login' | 'password' | 'code'>,
  enter: (tx: Tx, userId: UserId) => Promise<T>,
): Promise<T> {
  if (code !== undefined) return byCode(at, app, provider, { login, code }, enter)
  const userId = await findLoginHolder(at.db, { providerId: provider.id, login })
  const named = `login:${provider.id}:${login.trim().normalize('NFKC').toLowerCase()}`
  const found = await checkPassword(at, { userId, named, appId: app.id }, password ?? '')
  const entering = await refuseSuspended(at, found.userId)
  await clearStreaksOf(at, entering)
  await clearLoginStreak(at, accountName(app.id, { providerId: provider.id, login }))
  return transact(at, (tx) => enter(tx, entering))
}

async function byCode<T>(
  at: Ports,
  app: App,
  provider: Provider,
  { login, code }: { login: string; code: string },
  enter: (tx: Tx, userId: UserId) => Promise<T>,
): Promise<T> {
  const proof = await proveLogin(at, app, provider, login, code, 'active')
  await refuseSuspended(at, proof.userId)
  return transact(at, async (tx) => {
    if (!(await redeemAccountProof(tx, proof))) refuse('verification.failed')
    return enter(tx, proof.userId)
  })
}

async function refuseSuspended(at: Ports, userId: UserId): Promise<UserId> {
  const user = (await findUser(at, at.db, userId)) ?? refuse('passwords.wrong')
  return user.state === 'suspended' ? refuse('users.suspended') : userId
}
