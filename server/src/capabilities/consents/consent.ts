import {
  type Db,
  hashToken,
  keepStatement,
  openRecord,
  type Ports,
  sealRecord,
  type Tables,
  type UserId,
} from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import type { SealedConsent } from '../sessions/index.ts'
import './table.ts'

/** What a person allowed one app. */
export interface ConsentRecord {
  readonly secret: string
  readonly userId: UserId
  readonly appId: string
  /** What the protocol keeps of it: scopes and claims; sealed at rest. */
  readonly payload: object
  /** Epoch ms. */
  readonly expiresAt: number
}

const sealName = (hash: string): string => `consent:${hash}`

/** Writes a consent, or what was added to it. */
export async function saveConsent(at: Ports, consent: ConsentRecord, db: Db = at.db): Promise<void> {
  const hash = hashToken(consent.secret)
  await insertOrChange(db, {
    hash,
    user_id: consent.userId,
    app_id: consent.appId,
    created_at: at.clock.now(),
    sealed: sealRecord(at, consent.payload, sealName(hash)),
    expires_at: consent.expiresAt,
  })
}

const insertOrChange = keepStatement((db, row: Tables['consents']) => {
  const changing = { sealed: row.sealed, expires_at: row.expires_at }
  return db
    .insertInto('consents')
    .values({ hash: row.hash, user_id: row.user_id, app_id: row.app_id, created_at: row.created_at, ...changing })
    .onConflict((on) => on.column('hash').doUpdateSet(changing))
})

/** The payload of a consent that stands. */
export async function findConsent(at: Ports, secret: string): Promise<object | undefined> {
  const [row] = await readLive(at.db, { hash: hashToken(secret), now: at.clock.now() })
  return row && openConsent(at, row)
}

/** The payload of a consent that was read beside a token issued under it. */
export const openConsent = (at: Ports, { hash, sealed }: SealedConsent): object =>
  openRecord(at, sealed, sealName(hash))

const readLive = keepStatement((db, given: { hash: string; now: number }) =>
  db
    .selectFrom('consents')
    .select(['hash', 'sealed'])
    .where('hash', '=', given.hash)
    .where('expires_at', '>', given.now),
)

/** Takes a consent back; all that was issued under it is dead from then on. */
export async function endConsent(at: Ports, secret: string, db: Db = at.db): Promise<void> {
  await db.deleteFrom('consents').where('hash', '=', hashToken(secret)).execute()
}

/** What a person allowed one app, as the person sees it. */
export interface ListedConsent {
  readonly appId: string
  readonly scopes: readonly string[]
  /** Single claims, besides those of the scopes. */
  readonly claims: readonly string[]
  /** Epoch ms. */
  readonly createdAt: number
}

/** What the protocol keeps of a consent, as far as it is told. */
interface Payload {
  openid?: { scope?: string; claims?: string[] }
  resources?: Record<string, string>
}

/** Every consent of a person that stands, the newest first. */
export async function listConsents(at: Ports, userId: UserId): Promise<ListedConsent[]> {
  const rows = await at.db
    .selectFrom('consents')
    .select(['hash', 'app_id', 'sealed', 'created_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', at.clock.now())
    .orderBy('created_at', 'desc')
    .orderBy('hash')
    .execute()
  return rows.map((row) => {
    const { openid = {}, resources = {} }: Payload = openRecord(at, row.sealed, sealName(row.hash))
    const scopes = [openid.scope, ...Object.values(resources)].flatMap((text) => text?.split(' ') ?? [])
    return { appId: row.app_id, scopes: [...new Set(scopes)], claims: openid.claims ?? [], createdAt: row.created_at }
  })
}

/** Takes back what a person allowed an app; its codes and tokens are dead at once. False when there was nothing. */
export async function endConsentOf(at: Ports, db: Db, userId: UserId, appId: string): Promise<boolean> {
  const rows = await db
    .deleteFrom('consents')
    .where('user_id', '=', userId)
    .where('app_id', '=', appId)
    .returning('hash')
    .execute()
  for (const { hash } of rows) await db.deleteFrom('tokens').where('consent_hash', '=', hash).execute()
  if (rows.length > 0) await recordEvent(at, db, { kind: 'consent.ended', userId, appId })
  return rows.length > 0
}

/** Removes consents that are over. */
export async function sweepConsents(at: Ports): Promise<void> {
  await at.db.deleteFrom('consents').where('expires_at', '<', at.clock.now()).execute()
}
