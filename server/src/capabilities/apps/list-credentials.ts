import { type Ports, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import type { Permission } from './app.ts'
import type { CredentialKind } from './credentials.ts'

/** A secret as it may be told: never itself. */
export interface Credential {
  readonly id: string
  readonly kind: CredentialKind
  /** Its first characters, to tell it from the others. */
  readonly prefix: string
  readonly name: string | undefined
  /** What a token is narrowed to. */
  readonly permissions: readonly Permission[] | undefined
  readonly createdAt: number
  readonly expiresAt: number | undefined
  /** To the minute, about. */
  readonly lastUsedAt: number | undefined
}

/** The app's secrets that are in force, newest first. */
export async function listCredentials(at: Pick<Ports, 'db' | 'clock'>, appId: string): Promise<Credential[]> {
  const now = at.clock.now()
  const rows = await at.db
    .selectFrom('app_credentials')
    .selectAll()
    .where('app_id', '=', appId)
    .where('revoked_at', 'is', null)
    .where((one) => one.or([one('expires_at', 'is', null), one('expires_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as CredentialKind,
    prefix: row.prefix,
    name: row.name ?? undefined,
    permissions: row.permissions === null ? undefined : JSON.parse(row.permissions),
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  }))
}

/** Ends one secret of the app at once; false when the app has none of this id in force. */
export async function revokeCredential(at: Ports, appId: string, id: string): Promise<boolean> {
  return transact(at, async (tx) => {
    const row = await tx
      .updateTable('app_credentials')
      .set({ revoked_at: at.clock.now() })
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .where('revoked_at', 'is', null)
      .returning('kind')
      .executeTakeFirst()
    if (row) await recordEvent(at, tx, { kind: 'app.credential-revoked', appId, facts: { kind: row.kind } })
    return row !== undefined
  })
}
