import type { Selectable } from 'kysely'
import { type Email, hashToken, type Ports, refuse, type Tables, type UserId } from '../../kernel/index.ts'
import { type App, findApp } from '../apps/index.ts'
import type { InvitedProfile } from './fields.ts'
import type { ReturnUrl } from './return-url.ts'
import './table.ts'

/** `open` until the person sets a password, a newer one cancels it, or its time is over. */
export type InvitationState = 'open' | 'finished' | 'cancelled' | 'expired'

/** What an app says of a person whom it invites. Sealed at rest, and erased when the invitation ends. */
export interface Wish {
  readonly email: Email
  readonly returnUrl: ReturnUrl
  readonly profile: InvitedProfile
}

/** An invitation as whoever has its secret finds it. */
export interface Invitation {
  /** A name that may be told; it opens nothing. */
  readonly id: string
  readonly app: App
  readonly state: InvitationState
  /** Epoch ms. */
  readonly expiresAt: number
  readonly userId: UserId | undefined
  /** There while it is open. */
  readonly wish: Wish | undefined
}

export interface OpenInvitation extends Invitation {
  readonly wish: Wish
}

/** What a row's box is bound to: it opens in no other row. */
export const sealName = (id: string): string => `invitation:${id}`

export function stateOf(
  at: Pick<Ports, 'clock'>,
  row: Pick<Selectable<Tables['invitations']>, 'state' | 'expires_at'>,
) {
  return row.state === 'open' && row.expires_at <= at.clock.now() ? 'expired' : (row.state as InvitationState)
}

/** The invitation that a secret opens, in whatever state; looking changes nothing (rule 5). */
export async function findInvitation(at: Ports, secret: string): Promise<Invitation | undefined> {
  const row = await at.db.selectFrom('invitations').selectAll().where('hash', '=', hashToken(secret)).executeTakeFirst()
  const app = row && (await findApp(at.db, row.app_id))
  if (!row || !app) return undefined
  const state = stateOf(at, row)
  return {
    id: row.id,
    app,
    state,
    expiresAt: row.expires_at,
    userId: (row.user_id as UserId | null) ?? undefined,
    wish: state === 'open' && row.sealed ? JSON.parse(at.keyring.open(row.sealed, sealName(row.id))) : undefined,
  }
}

/**
 * The open invitation of a live app.
 *
 * @throws `invitations.unknown`, `invitations.over`, `apps.not-live`
 */
export async function readOpenInvitation(at: Ports, secret: string): Promise<OpenInvitation> {
  const found = (await findInvitation(at, secret)) ?? refuse('invitations.unknown')
  const { wish } = found
  if (wish === undefined) return refuse('invitations.over')
  if (found.app.state !== 'live') refuse('apps.not-live')
  return { ...found, wish }
}
