import { type Ports, refuse, transact } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { type InvitationState, stateOf } from './invitation.ts'

/** All that an app learns of an invitation of its own: not who finished it, nor what became of what it said (attack 32). */
export interface InvitationStatus {
  readonly id: string
  readonly state: InvitationState
  /** Epoch ms. */
  readonly createdAt: number
  /** Epoch ms. */
  readonly expiresAt: number
  /** When it was finished or cancelled, epoch ms. */
  readonly finishedAt: number | undefined
}

/**
 * What became of an invitation.
 *
 * @throws `invitations.unknown`, also for another app's (attack 31)
 */
export async function readInvitation(at: Ports, app: App, id: string): Promise<InvitationStatus> {
  const row = await at.db
    .selectFrom('invitations')
    .select(['id', 'state', 'created_at', 'expires_at', 'finished_at'])
    .where('id', '=', id)
    .where('app_id', '=', app.id)
    .executeTakeFirst()
  if (!row) return refuse('invitations.unknown')
  return {
    id: row.id,
    state: stateOf(at, row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    finishedAt: row.finished_at ?? undefined,
  }
}

/**
 * Takes an open invitation back, and erases what it held.
 *
 * @throws `invitations.unknown`, also for another app's; `invitations.over` when it was finished, cancelled or is too old
 */
export async function cancelInvitation(at: Ports, app: App, id: string): Promise<void> {
  await readInvitation(at, app, id)
  const now = at.clock.now()
  await transact(at, async (tx) => {
    const cancelled = await tx
      .updateTable('invitations')
      .set({ state: 'cancelled', sealed: null, finished_at: now })
      .where('id', '=', id)
      .where('app_id', '=', app.id)
      .where('state', '=', 'open')
      .where('expires_at', '>', now)
      .returning('id')
      .executeTakeFirst()
    if (!cancelled) refuse('invitations.over')
    await recordEvent(at, tx, { kind: 'invitation.cancelled', appId: app.id, facts: { invitation: id } })
  })
}
