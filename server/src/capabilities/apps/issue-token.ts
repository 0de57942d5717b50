import { newToken, type Ports, refuse, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import type { Permission } from './app.ts'
import { findBySecret, rowOf, type SecretHolder, tokenMark } from './credentials.ts'
import { readApp } from './save-app.ts'

/** What a long-lived token is for. */
export interface TokenWish {
  readonly name?: string | undefined
  /** A part of what the app may do. */
  readonly permissions: readonly Permission[]
  /** Epoch ms; it never ends where this is absent. */
  readonly expiresAt?: number | undefined
}

/** What {@link issueToken} gives: the token itself is seen here once. */
export interface IssuedToken {
  readonly id: string
  readonly token: string
}

/**
 * Draws a long-lived bearer for an app that calls us from its server; an app may have several, each for its own use.
 *
 * @throws `apps.unknown`, `apps.not-permitted` for what the app itself may not, `input.invalid` for an end that is past
 */
export async function issueToken(at: Ports, appId: string, wish: TokenWish): Promise<IssuedToken> {
  const app = await readApp(at.db, appId)
  if (wish.permissions.length === 0) refuse('input.missing', { field: 'permission' })
  for (const permission of wish.permissions) {
    if (!app.permissions.includes(permission)) refuse('apps.not-permitted', { permission })
  }
  if (wish.expiresAt !== undefined && wish.expiresAt <= at.clock.now()) {
    refuse('input.invalid', { field: 'expires', rule: 'date' })
  }
  const token = `${tokenMark}${newToken(at, 192)}`
  const row = rowOf(at, appId, 'token', token, wish)
  await transact(at, async (tx) => {
    await tx.insertInto('app_credentials').values(row).execute()
    await recordEvent(at, tx, { kind: 'app.credential-added', appId, facts: { kind: 'token' } })
  })
  return { id: row.id, token }
}

/** Whose a long-lived token is, whatever the app's state; undefined for an unknown, revoked or expired one. */
export const findAppByToken = (at: Pick<Ports, 'db' | 'clock'>, token: string): Promise<SecretHolder | undefined> =>
  findBySecret(at, 'token', token)
