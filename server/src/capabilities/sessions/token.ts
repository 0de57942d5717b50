import type { Selectable } from 'kysely'
import {
  type Db,
  hashToken,
  openRecord,
  type Ports,
  sealRecord,
  seconds,
  type Tables,
  type UserId,
} from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import './table.ts'
import {
  endedFamily,
  insertOrChange,
  insertUnlessThere,
  readByHash,
  readByUserCode,
  readShown,
  shownKinds,
  spend,
} from './token-statements.ts'

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

export interface ShownToken extends FoundToken {
  readonly kind: string
  /** As it stood when the token was read, still sealed. */
  readonly consent: SealedConsent | undefined
}

/** A consent's row, for `openConsent` of the consents. */
export interface SealedConsent {
  readonly hash: string
  readonly sealed: string
}

const sealName = (kind: string, hash: string): string => `token:${kind}:${hash}`
const hashOptional = (secret: string | undefined): string | null => (secret === undefined ? null : hashToken(secret))

/** Writes a token, or what has changed in it; that it was spent, and its family, stay as they are. */
export async function saveToken(at: Ports, token: TokenRecord, db: Db = at.db): Promise<void> {
  await insertOrChange(db, rowOf(at, token))
}

/** Writes a token unless there is one of its value: of any number of parallel callers one gets true (rule 1). */
export async function claimToken(at: Ports, token: TokenRecord): Promise<boolean> {
  return (await insertUnlessThere(at.db, rowOf(at, token))).length > 0
}

/** Writes a token that may be there already, and then stays as it is; false when it is there and was spent. */
export async function addToken(at: Ports, token: TokenRecord): Promise<boolean> {
  if (await claimToken(at, token)) return true
  const found = await findToken(at, token.kind, token.value)
  return found !== undefined && found.consumedAt === undefined
}

const rowOf = (at: Ports, token: TokenRecord, hash = hashToken(token.value)) => ({
  kind: token.kind,
  hash,
  user_code_hash: hashOptional(token.userCode),
  consent_hash: hashOptional(token.consent),
  session_uid: token.sessionUid ?? null,
  family: token.family ?? null,
  user_id: token.userId ?? null,
  app_id: token.appId ?? null,
  sealed: sealRecord(at, token.payload, sealName(token.kind, hash)),
  created_at: at.clock.now(),
  expires_at: token.expiresAt,
  consumed_at: null,
})

/** A live token by its value. One statement asks for all it lives by: session, consent, app and person (rule 13). */
export async function findToken(at: Ports, kind: string, value: string): Promise<FoundToken | undefined> {
  const [row] = await readByHash(at.db, { kind, hash: hashToken(value), now: at.clock.now() })
  return row && foundOf(at, kind, row)
}

/**
 * A live token of one of the kinds that are shown without their name, as {@link findToken}; by one statement for all of
 * them, since whoever is shown one asks for each.
 */
export async function findShown(at: Ports, value: string): Promise<ShownToken | undefined> {
  const [row] = await readShown(at.db, { hash: hashToken(value), now: at.clock.now() })
  if (!row) return undefined
  const { kind, consent_hash: hash, consent_sealed: sealed } = row
  const consent = hash === null || sealed === null ? undefined : { hash, sealed }
  return { ...foundOf(at, kind, row), kind, consent }
}

export const isShown = (kind: string): boolean => (shownKinds as readonly string[]).includes(kind)

/** A live device code by the code that the person typed. */
export async function findTokenByUserCode(at: Ports, kind: string, userCode: string): Promise<FoundToken | undefined> {
  const [row] = await readByUserCode(at.db, { kind, userCodeHash: hashToken(userCode), now: at.clock.now() })
  return row && foundOf(at, kind, row)
}

type ReadRow = Pick<Selectable<Tables['tokens']>, 'hash' | 'sealed' | 'consumed_at' | 'family'>

const foundOf = (at: Ports, kind: string, row: ReadRow): FoundToken => ({
  payload: openRecord(at, row.sealed, sealName(kind, row.hash)),
  consumedAt: row.consumed_at ?? undefined,
  family: row.family ?? undefined,
})

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

/** Spends a token, in one guarded statement: of any number of parallel callers one gets true (rule 1). */
export async function redeemToken(at: Ports, kind: string, value: string, db: Db = at.db): Promise<boolean> {
  return (await spend(db, { kind, hash: hashToken(value), now: at.clock.now() })).length > 0
}

/** Removes a token. */
export async function removeToken(at: Ports, kind: string, value: string): Promise<void> {
  await at.db.deleteFrom('tokens').where('kind', '=', kind).where('hash', '=', hashToken(value)).execute()
}

/** No member of a family can be written anew after this time, seconds: none lives as long. */
const longestFamily = 366 * 86_400

/** Ends what came of one authorization: code, access and refresh tokens, and any successor still on its way (rule 13). */
export async function endFamily(at: Ports, family: string, cause: 'reused' | 'revoked', db: Db = at.db): Promise<void> {
  const now = at.clock.now()
  const end = { kind: endedFamily, value: family, payload: {}, expiresAt: now + seconds(longestFamily) }
  const [ended] = await insertUnlessThere(db, rowOf(at, end, family))
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
