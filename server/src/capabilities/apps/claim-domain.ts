import { newToken, type Outside, type Ports, refuse, type Tx } from '../../kernel/index.ts'
import type { App } from './app.ts'
import { changeApp, readApp, union } from './save-app.ts'

/**
 * A domain that an app's developer names and has not proven: it is none of the app's `domains` yet, so nothing works for
 * it. What an operator gave an app is never claimed, and counts as proven.
 */
export interface Claim {
  readonly domain: string
  /** Public: what the proof says. */
  readonly challenge: string
}

/** The app's domain that waits for its proof. */
export async function findClaim(at: Pick<Ports, 'db'>, appId: string): Promise<Claim | undefined> {
  return await at.db
    .selectFrom('app_domains')
    .select(['domain', 'challenge'])
    .where('app_id', '=', appId)
    .where('proven_at', 'is', null)
    .executeTakeFirst()
}

/** Whether the app claims this domain and has not proven it. */
export const isClaimed = async (at: Pick<Ports, 'db'>, appId: string, domain: string): Promise<boolean> =>
  (await findClaim(at, appId))?.domain === domain

/** Writes the app's claim, in place of the one before: a changed domain is proven anew. */
export async function claimDomain(at: Ports, tx: Tx, appId: string, domain: string): Promise<void> {
  await dropClaims(tx, appId)
  const row = {
    app_id: appId,
    domain,
    challenge: newToken(at),
    method: null,
    proven_at: null,
    created_at: at.clock.now(),
  }
  await tx.insertInto('app_domains').values(row).execute()
}

/** Forgets what was claimed and what was proven. */
export async function dropClaims(tx: Tx, appId: string): Promise<void> {
  await tx.deleteFrom('app_domains').where('app_id', '=', appId).execute()
}

/** Where the two proofs of a claim lie. */
export const proofOf = ({ domain }: Pick<Claim, 'domain'>) => ({
  record: `_diwan.${domain}`,
  path: '/.well-known/diwan.txt' as const,
})

/**
 * Looks outside for the proof of the app's claim, in DNS first; from then on the domain is one of the app's. Nothing is
 * proven for a claim that was changed meanwhile.
 *
 * @throws `apps.domain-not-proven`
 */
export async function proveDomain(at: Ports, appId: string): Promise<App> {
  const claim = await findClaim(at, appId)
  if (!claim) return readApp(at.db, appId)
  const { domain } = claim
  const method = (await findProof(at.outside, claim)) ?? refuse('apps.domain-not-proven', { domain })
  const also = async (tx: Tx) => {
    const row = await tx
      .updateTable('app_domains')
      .set({ proven_at: at.clock.now(), method })
      .where('app_id', '=', appId)
      .where('domain', '=', domain)
      .where('challenge', '=', claim.challenge)
      .returning('domain')
      .executeTakeFirst()
    if (!row) refuse('apps.domain-not-proven', { domain })
  }
  const wish = (app: App) => ({ domains: union(app.domains, [domain]) })
  return changeApp(at, appId, wish, { kind: 'app.domain-proven', facts: { domain, method }, also })
}

async function findProof(outside: Outside, claim: Claim): Promise<'dns' | 'file' | undefined> {
  const { record, path } = proofOf(claim)
  if ((await outside.readTxt(record)).includes(claim.challenge)) return 'dns'
  const text = await outside.readText(claim.domain, path)
  return text?.trim() === claim.challenge ? 'file' : undefined
}
