import { type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { checkPolicy, forgiveFailures, hashPassword, setPassword } from '../passwords/index.ts'
import { endOtherSessions, endTokensOf } from '../sessions/index.ts'
import { holdUser } from '../users/index.ts'
import { cancelLink, redeemAccountProof } from '../verification/index.ts'
import { proveLogin } from './account-name.ts'
import type { Provider } from './provider.ts'
import { policyOf } from './sign-up.ts'

/**
 * Sets a new password of an active account by a code that was sent to it, and signs it out everywhere: sessions, tokens,
 * reset links and mailed passwords die with the old one (contracts/oneentry.md). The code works once.
 *
 * @throws `verification.failed`, the same for nobody and for an account that waits; `verification.paused`;
 *   `limits.exhausted`; `passwords.*` by the provider's policy, and the code stays good
 */
export async function changePasswordByCode(
  at: Ports,
  app: App,
  provider: Provider,
  { login, code, password }: { login: string; code: string; password: string },
): Promise<UserId> {
  await checkPolicy(at, policyOf(app, provider), password)
  const proof = await proveLogin(at, app, provider, login, code, 'active')
  const hash = await hashPassword(at, password)
  const { userId } = proof
  await transact(at, async (tx) => {
    await holdUser(at, tx, userId)
    if (!(await redeemAccountProof(tx, proof))) refuse('verification.failed')
    await setPassword(at, tx, userId, hash)
    await cancelLink(tx, 'reset', userId)
    await endOtherSessions(at, tx, userId)
    await endTokensOf(at, tx, userId)
    await recordEvent(at, tx, { kind: 'password.changed', userId, appId: app.id, facts: { provider: provider.id } })
  })
  await forgiveFailures(at, userId)
  return userId
}
