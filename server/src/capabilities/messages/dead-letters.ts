import { type Ports, seconds, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { messageSettings } from './settings.ts'
import './table.ts'

export interface DeadLetter {
  id: string
  channel: string
  kind: string
  recipient: string
  attempts: number
  problem: string | null
  createdAt: number
  /** Past it the body is gone and the letter cannot be sent again. */
  expiresAt: number
}

/** Messages that were given up, newest first. */
export async function listDeadLetters(at: Ports, limit = 100): Promise<DeadLetter[]> {
  const rows = await at.db
    .selectFrom('messages')
    .selectAll()
    .where('state', '=', 'dead')
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    kind: row.kind,
    recipient: row.recipient,
    attempts: row.attempts,
    problem: row.problem,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }))
}

/** Puts a dead letter back into the outbox; false when it is not dead, or its body is gone. */
export async function resendDeadLetter(at: Ports, id: string): Promise<boolean> {
  const now = at.clock.now()
  return transact(at, async (tx) => {
    const row = await tx
      .updateTable('messages')
      .set({ state: 'pending', attempts: 0, due_at: now, leased_until: 0, finished_at: null })
      .where('id', '=', id)
      .where('state', '=', 'dead')
      .where('sealed', 'is not', null)
      .where('expires_at', '>', now)
      .returning(['kind', 'app_id'])
      .executeTakeFirst()
    if (row)
      await recordEvent(at, tx, { kind: 'message.resent', appId: row.app_id ?? undefined, facts: { kind: row.kind } })
    return row !== undefined
  })
}

/** Erases the bodies of letters that expired, dead or without a channel to carry them, and removes the rows of messages finished long ago. */
export async function sweepMessages(at: Ports): Promise<void> {
  const now = at.clock.now()
  const { keptDays } = await messageSettings.read(at)
  await at.db
    .updateTable('messages')
    .set({ state: 'expired', sealed: null, finished_at: now })
    .where('state', 'in', ['dead', 'pending'])
    // As good as the line above: what is neither has no body. But this one has an index, and the rest is the past.
    .where('sealed', 'is not', null)
    .where('expires_at', '<=', now)
    .where('leased_until', '<=', now)
    .execute()
  await at.db
    .deleteFrom('messages')
    .where('finished_at', '<', now - seconds(keptDays * 86_400))
    .execute()
}
