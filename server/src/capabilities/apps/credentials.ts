import {
  Conflict,
  hashToken,
  keepStatement,
  newRowId,
  newToken,
  type Ports,
  refuse,
  seconds,
  type Tx,
  transact,
} from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { type App, appOf, type Permission } from './app.ts'
import { noteUse } from './note-use.ts'

/**
 * `client-secret`: OAuth client_secret and app_secret · `portal-key`: the portal's `key` · `site-key`: public, what
 * x-app-token carries · `token`: a long-lived bearer with a subset of the app's permissions.
 */
export const credentialKinds = ['client-secret', 'portal-key', 'site-key', 'token'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** How our long-lived tokens begin, so that who finds one in a log or a repository knows what it is. */
export const tokenMark = 'dwt_'
export const hasTokenMark = (secret: string): boolean => secret.startsWith(tokenMark)

export interface CredentialTerms {
  /** What its owner calls it. */
  name?: string | undefined
  permissions?: readonly Permission[]
  expiresAt?: number | undefined
}

/** An app that showed a secret of its own, and what the secret opens. */
export interface SecretHolder {
  readonly app: App
  /** What the app may do; of a token, those of them that it was given. */
  readonly permissions: readonly Permission[]
}

/** The app that a secret belongs to, whatever its state; undefined for an unknown, revoked or expired secret. */
export async function findBySecret(
  at: Pick<Ports, 'db' | 'clock'>,
  kind: CredentialKind,
  secret: string,
): Promise<SecretHolder | undefined> {
  const [row] = await readBySecret(at.db, { kind, hash: hashToken(secret), now: at.clock.now() })
  if (!row) return undefined
  noteUse(at, row.credential)
  const app = appOf(row)
  const narrowed: readonly Permission[] = row.narrowed === null ? app.permissions : JSON.parse(row.narrowed)
  return { app, permissions: app.permissions.filter((one) => narrowed.includes(one)) }
}

const readBySecret = keepStatement((db, given: { kind: CredentialKind; hash: string; now: number }) =>
  db
    .selectFrom('app_credentials')
    .innerJoin('apps', 'apps.id', 'app_credentials.app_id')
    .selectAll('apps')
    .select(['app_credentials.id as credential', 'app_credentials.permissions as narrowed'])
    .where('app_credentials.kind', '=', given.kind)
    .where('app_credentials.hash', '=', given.hash)
    .where('app_credentials.revoked_at', 'is', null)
    .where((one) =>
      one.or([one('app_credentials.expires_at', 'is', null), one('app_credentials.expires_at', '>', given.now)]),
    ),
)

/** As {@link findBySecret}, for the secrets that open all that the app may do. */
export const findAppBySecret = async (
  at: Pick<Ports, 'db' | 'clock'>,
  kind: Exclude<CredentialKind, 'token'>,
  secret: string,
): Promise<App | undefined> => (await findBySecret(at, kind, secret))?.app

/** Which app has a secret, in force or not: no other can have it. */
export async function findSecretHolder(
  at: Pick<Ports, 'db'>,
  kind: CredentialKind,
  secret: string,
): Promise<string | undefined> {
  const row = await at.db
    .selectFrom('app_credentials')
    .select('app_id')
    .where('kind', '=', kind)
    .where('hash', '=', hashToken(secret))
    .executeTakeFirst()
  return row?.app_id
}

/**
 * Gives the app a secret that somebody else drew; giving it the same one again changes nothing.
 *
 * @throws `apps.conflict` when another app has it
 */
export async function addCredential(
  at: Ports,
  appId: string,
  kind: CredentialKind,
  secret: string,
  terms: CredentialTerms = {},
): Promise<void> {
  const known = await findSecretHolder(at, kind, secret)
  if (!known) {
    try {
      return await transact(at, async (tx) => {
        await tx
          .insertInto('app_credentials')
          .values(rowOf(at, appId, kind, secret, terms))
          .execute()
        await recordEvent(at, tx, { kind: 'app.credential-added', appId, facts: { kind } })
      })
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
  if ((known ?? (await findSecretHolder(at, kind, secret))) !== appId) refuse('apps.conflict', { app: appId })
}

/**
 * Draws a new secret of 128 bits and lets the app's others of that kind live on for `overlapSeconds`, so that a website
 * can change over without a pause. The secret is shown here once; only its hash is kept.
 */
export async function rotateCredential(
  at: Ports,
  appId: string,
  kind: CredentialKind,
  overlapSeconds: number,
): Promise<string> {
  const until = at.clock.now() + seconds(overlapSeconds)
  return transact(at, async (tx) => {
    await tx
      .updateTable('app_credentials')
      .set({ expires_at: until })
      .where('app_id', '=', appId)
      .where('kind', '=', kind)
      .where('revoked_at', 'is', null)
      .where((one) => one.or([one('expires_at', 'is', null), one('expires_at', '>', until)]))
      .execute()
    const secret = await drawCredential(at, tx, appId, kind)
    await recordEvent(at, tx, { kind: 'app.credential-rotated', appId, facts: { kind } })
    return secret
  })
}

/** Draws a secret of 128 bits or more and gives it to the app; only its hash is kept. */
export async function drawCredential(at: Ports, tx: Tx, appId: string, kind: CredentialKind): Promise<string> {
  const secret = kind === 'portal-key' ? at.random.bytes(16).toString('hex') : newToken(at, 192)
  await tx
    .insertInto('app_credentials')
    .values(rowOf(at, appId, kind, secret, {}))
    .execute()
  return secret
}

/**
 * Whether a secret is this app's, and in force: {@link findAppBySecret} for who has the app already.
 */
export async function isSecretOf(
  at: Pick<Ports, 'db' | 'clock'>,
  appId: string,
  kind: Exclude<CredentialKind, 'token'>,
  secret: string,
): Promise<boolean> {
  const [row] = await readHolder(at.db, { kind, hash: hashToken(secret), now: at.clock.now() })
  if (row?.app_id !== appId) return false
  noteUse(at, row.id)
  return true
}

const readHolder = keepStatement((db, given: { kind: CredentialKind; hash: string; now: number }) =>
  db
    .selectFrom('app_credentials')
    .select(['id', 'app_id'])
    .where('kind', '=', given.kind)
    .where('hash', '=', given.hash)
    .where('revoked_at', 'is', null)
    .where((one) => one.or([one('expires_at', 'is', null), one('expires_at', '>', given.now)])),
)

/**
 * Whether an app was ever given a secret of a kind: one that has a client secret is confidential (RFC 6749 §2.1), and
 * stays so when the secret is over. Otherwise an expired secret would open the app to everybody.
 */
export async function hasHadCredential(at: Pick<Ports, 'db'>, appId: string, kind: CredentialKind): Promise<boolean> {
  return (await readOneOf(at.db, { appId, kind })).length > 0
}

const readOneOf = keepStatement((db, given: { appId: string; kind: CredentialKind }) =>
  db
    .selectFrom('app_credentials')
    .select('id')
    .where('app_id', '=', given.appId)
    .where('kind', '=', given.kind)
    .limit(1),
)

/** Which apps hold secrets of these hashes that are in force; for the check that production uses no published one. */
export async function findHolders(
  at: Pick<Ports, 'db' | 'clock'>,
  hashes: readonly string[],
): Promise<{ appId: string; kind: CredentialKind }[]> {
  const now = at.clock.now()
  const rows = await at.db
    .selectFrom('app_credentials')
    .select(['app_id', 'kind'])
    .where('hash', 'in', hashes)
    .where('kind', '!=', 'site-key')
    .where('revoked_at', 'is', null)
    .where((one) => one.or([one('expires_at', 'is', null), one('expires_at', '>', now)]))
    .execute()
  return rows.map((row) => ({ appId: row.app_id, kind: row.kind as CredentialKind }))
}

export function rowOf(at: Ports, appId: string, kind: CredentialKind, secret: string, terms: CredentialTerms) {
  return {
    name: terms.name ?? null,
    id: newRowId(at),
    app_id: appId,
    kind,
    hash: hashToken(secret),
    prefix: secret.slice(0, hasTokenMark(secret) ? tokenMark.length + 4 : 4),
    permissions: terms.permissions ? JSON.stringify(terms.permissions) : null,
    created_at: at.clock.now(),
    expires_at: terms.expiresAt ?? null,
    revoked_at: null,
    last_used_at: null,
  }
}
