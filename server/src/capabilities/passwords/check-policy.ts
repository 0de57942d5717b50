import { type Ports, refuse } from '../../kernel/index.ts'
import type { AppPolicy } from '../apps/index.ts'
import { isCommon } from './common-passwords.ts'
import { normalizePassword } from './set-password.ts'
import { maximumLength, passwordSettings } from './settings.ts'

/**
 * Refuses a password that the app's policy, or the house's where the app has none, does not accept. Length and
 * commonness only, no rules of composition (NIST SP 800-63B §3.1.1.2).
 *
 * @throws `passwords.too-short`, `passwords.too-long`, `passwords.common`
 */
export async function checkPolicy(at: Ports, policy: AppPolicy, typed: string): Promise<void> {
  const password = normalizePassword(typed)
  const house = await passwordSettings.read(at)
  const minimum = policy.passwordMinimumLength ?? house.minimumLength
  if ([...password].length < minimum) refuse('passwords.too-short', { minimum })
  if (password.length > maximumLength) refuse('passwords.too-long', { maximum: maximumLength })
  const refuseCommon = policy.refuseCommonPasswords ?? house.refuseCommon
  if (refuseCommon && (await isCommon(password))) refuse('passwords.common')
}
