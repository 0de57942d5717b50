import { type Ports, seconds, transact, type UserId } from '../../kernel/index.ts'
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

/** Messages that are dropped in one transaction. */
const mostAtOnce = 500

/**
 * Erases the bodies of messages that expired, dead or without anybody to carry them; those that nobody had taken are
 * dropped with an event each. Removes the rows of messages finished long ago.
 */
export async function sweepMessages(at: Ports): Promise<void> {
  const now = at.clock.now()
  const { keptDays } = await messageSettings.read(at)
  while ((await dropExpired(at, now)) === mostAtOnce);
  await at.db
    .deleteFrom('messages')
    .where('finished_at', '<', now - seconds(keptDays * 86_400))
    .execute()
}

async function dropExpired(at: Ports, now: number): Promise<number> {
  const { over, dropped } = await transact(at, async (tx) => {
    // Not by state: what is neither dead nor pending has no body, and what has one stands in an index.
    const over = await tx
      .selectFrom('messages')
      .select(['id', 'state', 'kind', 'channel', 'attempts', 'user_id', 'app_id'])
      .where('sealed', 'is not', null)
      .where('expires_at', '<=', now)
      .where('leased_until', '<=', now)
      .limit(mostAtOnce)
      .execute()
    if (over.length === 0) return { over, dropped: [] }
    const ended = await tx
      .updateTable('messages')
      .set({ state: 'expired', sealed: null, finished_at: now })
      .where(
        'id',
        'in',
        over.map(({ id }) => id),
      )
      .where('state', 'in', ['dead', 'pending'])
      .where('leased_until', '<=', now)
      .returning('id')
      .execute()
    const ids = new Set(ended.map(({ id }) => id))
    const dropped = over.filter(({ id, state }) => state === 'pending' && ids.has(id))
    for (const { kind, attempts, user_id, app_id } of dropped) {
      const userId = (user_id as UserId | null) ?? undefined
      await recordEvent(at, tx, {
        kind: 'message.expired',
        userId,
        appId: app_id ?? undefined,
        facts: { kind, attempts },
      })
    }
    return { over, dropped }
  })
  for (const { channel, kind } of dropped) at.metrics.count('messages', { channel, kind, outcome: 'expired' })
  return over.length
}
