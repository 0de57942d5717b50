import { type Ports, refuse, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { findLoginHolder, type LoginName, listWaitingLogins } from '../users/index.ts'
import { type AccountName, type AccountProof, type Candidate, checkAccountCode } from '../verification/index.ts'
import { readTargets } from './enrolment.ts'
import type { Provider } from './provider.ts'

/** What the codes of a login are counted by, known or not (rule 4). */
export const accountName = (appId: string, { providerId, login }: LoginName): AccountName => ({
  appId,
  parts: [providerId, login.trim().normalize('NFKC').toLowerCase()],
})

/** Which accounts of a login a code may be for. */
export type Standing = 'active' | 'waiting' | 'any'

/**
 * Checks a code against every account of the login that it may be for; nothing is consumed but a try.
 *
 * @throws `verification.failed`, `verification.paused`; `limits.exhausted` with the last try
 */
export async function proveLogin(
  at: Ports,
  app: App,
  provider: Provider,
  login: string,
  code: string,
  standing: Standing,
): Promise<AccountProof> {
  const name = { providerId: provider.id, login }
  const holder = await findLoginHolder(at.db, name)
  const active = holder === undefined ? [] : [holder]
  const waiting = standing !== 'active' && holder === undefined ? await listWaitingLogins(at.db, name) : []
  const candidates = await candidatesOf(at, provider, [...active, ...waiting])
  const proof = await checkAccountCode(at, accountName(app.id, name), candidates, code)
  const fits = standing === 'any' || (proof.userId === holder) === (standing === 'active')
  return fits ? proof : refuse('verification.failed')
}

async function candidatesOf(at: Ports, provider: Provider, ids: readonly UserId[]): Promise<Candidate[]> {
  const found: Candidate[] = []
  for (const userId of ids) found.push({ userId, targets: await readTargets(at, provider, userId) })
  return found
}
