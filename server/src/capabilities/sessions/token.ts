import { sql } from 'kysely'
import { type Db, hashToken, type Ports, seconds, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import './table.ts'

/** What a code, token, request or interaction is written from; its value is kept as SHA-256 only (rule 3). */
export interface TokenRecord {
  /** The protocol's name of its kind: `AccessToken`, `AuthorizationCode` … */
  readonly kind: string
  readonly value: string
  /** What a person types at the device page. */
  readonly userCode?: string | undefined
  /** The consent it was issued under. */
  readonly consent?: string | undefined
  /** The session it dies with. */
  readonly sessionUid?: string | undefined
  /** What came of one authorization has one family: reuse of a member ends them all (rule 13). */
  readonly family?: string | undefined
  readonly userId?: UserId | undefined
  readonly appId?: string | undefined
  readonly payload: object
  /** Epoch ms. */
  readonly expiresAt: number
}

export interface FoundToken {
  readonly payload: object
  /** When it was spent, epoch ms. */
  readonly consumedAt: number | undefined
  readonly family: string | undefined
}

const sealName = (kind: string, hash: string): string => `token:${kind}:${hash}`
const hashOptional = (secret: string | undefined): string | null => (secret === undefined ? null : hashToken(secret))

/** Writes a token, or what has changed in it; that it was spent, and its family, stay as they are. */
export async function saveToken(at: Ports, token: TokenRecord, db: Db = at.db): Promise<void> {
  const { created_at, consumed_at, family, ...changing } = rowOf(at, token)
  await db
    .insertInto('tokens')
    .values({ kind: token.kind, hash: hashToken(token.value), created_at, consumed_at, family, ...changing })
    .onConflict((on) => on.columns(['kind', 'hash']).doUpdateSet(changing))
    .execute()
}

/** Writes a token unless there is one of its value: of any number of parallel callers one gets true (rule 1). */
export async function claimToken(at: Ports, token: TokenRecord): Promise<boolean> {
  const added = await at.db
    .insertInto('tokens')
    .values({ kind: token.kind, hash: hashToken(token.value), ...rowOf(at, token) })
    .onConflict((on) => on.columns(['kind', 'hash']).doNothing())
    .returning('hash')
    .executeTakeFirst()
  return added !== undefined
}

/** Writes a token that may be there already, and then stays as it is; false when it is there and was spent. */
export async function addToken(at: Ports, token: TokenRecord): Promise<boolean> {
  if (await claimToken(at, token)) return true
  const found = await findToken(at, token.kind, token.value)
  return found !== undefined && found.consumedAt === undefined
}

const rowOf = (at: Ports, token: TokenRecord) => ({
  user_code_hash: hashOptional(token.userCode),
  consent_hash: hashOptional(token.consent),
  session_uid: token.sessionUid ?? null,
  family: token.family ?? null,
  user_id: token.userId ?? null,
  app_id: token.appId ?? null,
  sealed: at.keyring.seal(JSON.stringify(token.payload), sealName(token.kind, hashToken(token.value))),
  created_at: at.clock.now(),
  expires_at: token.expiresAt,
  consumed_at: null,
})

/** A live token by its value. One statement asks for all it lives by: session, consent, app and person (rule 13). */
export const findToken = (at: Ports, kind: string, value: string): Promise<FoundToken | undefined> =>
  readToken(at, kind, 'hash', value)

/** A live device code by the code that the person typed. */
export const findTokenByUserCode = (at: Ports, kind: string, userCode: string): Promise<FoundToken | undefined> =>
  readToken(at, kind, 'user_code_hash', userCode)

/** Whether a token's time ran out, as long as it has not been swept; one that was ended or removed was never late. */
export async function isTokenOver(at: Ports, kind: string, value: string): Promise<boolean> {
  const row = await at.db
    .selectFrom('tokens')
    .select('expires_at')
    .where('kind', '=', kind)
    .where('hash', '=', hashToken(value))
    .where('expires_at', '<=', at.clock.now())
    .executeTakeFirst()
  return row !== undefined
}

interface TokenRow {
  hash: string
  sealed: string
  consumed_at: number | null
  family: string | null
}

/** Asked with every request that carries a token, so its text is written out: building it costs more than running it. */
async function readToken(
  at: Ports,
  kind: string,
  column: 'hash' | 'user_code_hash',
  value: string,
): Promise<FoundToken | undefined> {
  const now = at.clock.now()
  const { rows } = await sql<TokenRow>`
    SELECT tokens.hash, tokens.sealed, tokens.consumed_at, tokens.family FROM tokens
    WHERE tokens.kind = ${kind} AND ${column === 'hash' ? byHash : byUserCode} = ${hashToken(value)}
    AND tokens.expires_at > ${now} AND ${livesOn(now)}`.execute(at.db)
  const [row] = rows
  if (!row) return undefined
  const payload = JSON.parse(at.keyring.open(row.sealed, sealName(kind, row.hash)))
  return { payload, consumedAt: row.consumed_at ?? undefined, family: row.family ?? undefined }
}

const byHash = sql`tokens.hash`
const byUserCode = sql`tokens.user_code_hash`

/**
 * All that a token lives by, where it has such: its app is live, its person not suspended, consent and session stand,
 * and its family was not ended.
 */
const livesOn = (now: number) => sql<boolean>`
    (tokens.family IS NULL OR NOT EXISTS (
      SELECT 1 FROM tokens AS ends WHERE ends.kind = ${endedFamily} AND ends.hash = tokens.family))
    AND (tokens.app_id IS NULL OR EXISTS (SELECT 1 FROM apps WHERE apps.id = tokens.app_id AND apps.state = 'live'))
    AND (tokens.user_id IS NULL OR EXISTS (
      SELECT 1 FROM users WHERE users.id = tokens.user_id AND users.state <> 'suspended'))
    AND (tokens.consent_hash IS NULL OR EXISTS (
      SELECT 1 FROM consents WHERE consents.hash = tokens.consent_hash AND consents.expires_at > ${now}))
    AND (tokens.session_uid IS NULL OR EXISTS (
      SELECT 1 FROM sessions WHERE sessions.uid = tokens.session_uid AND sessions.expires_at > ${now}))`

/** Spends a token, in one guarded statement: of any number of parallel callers one gets true (rule 1). */
export async function redeemToken(at: Ports, kind: string, value: string, db: Db = at.db): Promise<boolean> {
  const now = at.clock.now()
  const row = await db
    .updateTable('tokens')
    .set({ consumed_at: now })
    .where('kind', '=', kind)
    .where('hash', '=', hashToken(value))
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('hash')
    .executeTakeFirst()
  return row !== undefined
}

/** Removes a token. */
export async function removeToken(at: Ports, kind: string, value: string): Promise<void> {
  await at.db.deleteFrom('tokens').where('kind', '=', kind).where('hash', '=', hashToken(value)).execute()
}

/** The kind of the row that says of a family that it was ended: a member written later, by a racing request, is dead too. */
const endedFamily = 'EndedFamily'

/** No member of a family can be written anew after this time, seconds: none lives as long. */
const longestFamily = 366 * 86_400

/** Ends what came of one authorization: code, access and refresh tokens, and any successor still on its way (rule 13). */
export async function endFamily(at: Ports, family: string, cause: 'reused' | 'revoked', db: Db = at.db): Promise<void> {
  const now = at.clock.now()
  const end = rowOf(at, { kind: endedFamily, value: family, payload: {}, expiresAt: now + seconds(longestFamily) })
  const ended = await db
    .insertInto('tokens')
    .values({ ...end, kind: endedFamily, hash: family })
    .onConflict((on) => on.columns(['kind', 'hash']).doNothing())
    .returning('hash')
    .executeTakeFirst()
  // Removing is only tidiness from here on, and one of those who race is enough for it.
  if (!ended) return
  await db.deleteFrom('tokens').where('family', '=', family).execute()
  if (cause === 'reused') await recordEvent(at, db, { kind: 'token.reused' })
}

/** Ends all that was issued for a person, through whatever app, and any successor still on its way. */
export async function endTokensOf(at: Ports, db: Db, userId: UserId): Promise<void> {
  const rows = await db
    .selectFrom('tokens')
    .select('family')
    .distinct()
    .where('user_id', '=', userId)
    .where('family', 'is not', null)
    .execute()
  for (const { family } of rows) if (family !== null) await endFamily(at, family, 'revoked', db)
  await db.deleteFrom('tokens').where('user_id', '=', userId).execute()
}

/** Removes what was issued under a consent and bound to one session. */
export async function removeTokensOfSession(at: Ports, consent: string, sessionUid: string): Promise<void> {
  await at.db
    .deleteFrom('tokens')
    .where('consent_hash', '=', hashToken(consent))
    .where('session_uid', '=', sessionUid)
    .execute()
}
