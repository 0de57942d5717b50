import { type Ports, refuse } from '../../kernel/index.ts'
import type { AppPolicy } from '../apps/index.ts'
import { normalizePassword } from './set-password.ts'
import { maximumLength, passwordSettings } from './settings.ts'

let common: Promise<ReadonlySet<string>> | undefined

/** The 49,000 most common passwords; read on the first use, since most processes of a fleet check few. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'] as string[]),
  )
  return common
}

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
  if (refuseCommon && (await commonPasswords()).has(password.toLowerCase())) refuse('passwords.common')
}
