import { sql } from 'kysely'
import { type Channel, keepStatements, locksRows, type Ports, seconds } from '../../kernel/index.ts'
import { messageSettings } from './settings.ts'
import './table.ts'

/** A message that is this process's own to send, until `leased_until`. */
export type Leased = Awaited<ReturnType<typeof lease>>[number]

/**
 * Hands out the channel's messages that are longest due, one to each lane that asks; lanes that ask at the same time are
 * answered by one statement. The lease and the finish are guarded: of any number of workers one sends, and a worker that
 * lost its lease writes nothing.
 *
 * @returns what a lane asks with; it is answered undefined when nothing is due for it
 */
export function leaseTogether(at: Ports, channel: Channel): () => Promise<Leased | undefined> {
  const asking: PromiseWithResolvers<Leased | undefined>[] = []
  let running = false
  async function answerAll(): Promise<void> {
    while (asking.length > 0) {
      const lanes = asking.splice(0)
      try {
        const leased = await lease(at, channel, lanes.length)
        for (const [i, lane] of lanes.entries()) lane.resolve(leased[i])
      } catch (error) {
        for (const lane of lanes) lane.reject(error)
      }
    }
    running = false
  }
  return () => {
    const lane = Promise.withResolvers<Leased | undefined>()
    asking.push(lane)
    if (!running) {
      running = true
      queueMicrotask(answerAll)
    }
    return lane.promise
  }
}

/** Spelt out, since the index of due messages asks for it. */
export const pending = sql.lit('pending')

interface LeaseWish {
  channel: string
  now: number
  until: number
}

/**
 * `due_at` moves past the lease, so the index of due messages holds only what nobody is sending. The rows are chosen
 * first and by a count that is spelt out, or a plan that is kept would look for them once for each message that waits;
 * where the engine locks rows, those that a rival is taking are left to it: waiting for them, two could wait for each other.
 */
const leaseMost = keepStatements((most) => (db, given: LeaseWish) => {
  const due = db
    .selectFrom('messages')
    .select('id')
    .where('state', '=', pending)
    .where('channel', '=', given.channel)
    .where('due_at', '<=', given.now)
    .orderBy('due_at')
    .limit(sql.lit(most))
  return db
    .with(
      (cte) => cte('due').materialized(),
      () => (locksRows(db) ? due.forUpdate().skipLocked() : due),
    )
    .updateTable('messages')
    .set((one) => ({ leased_until: given.until, due_at: given.until, attempts: one('attempts', '+', 1) }))
    .where('id', 'in', (one) => one.selectFrom('due').select('due.id'))
    .returningAll()
})

async function lease(at: Ports, channel: Channel, most: number) {
  const now = at.clock.now()
  const { leaseSeconds } = await messageSettings.read(at)
  return leaseMost(at.db, most, { channel: channel.name, now, until: now + seconds(leaseSeconds) })
}
