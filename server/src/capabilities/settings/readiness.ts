import { type Db, type Ports, refuse, transact } from '../../kernel/index.ts'

/** How long one look at the database answers for, ms: the door is open to anybody. */
const readyFor = 1000

/**
 * The database answers, has every migration, and takes a write (which a full disk does not).
 *
 * @param isMigrated whether the database has every migration this program knows
 */
export function readinessOf(at: Ports, isMigrated: (db: Db) => Promise<boolean>): () => Promise<void> {
  const { db, clock, random } = at
  let last = { at: Number.NEGATIVE_INFINITY, look: Promise.resolve() }
  return () => {
    const now = clock.now()
    if (Math.abs(now - last.at) >= readyFor) last = { at: now, look: look() }
    return last.look
  }
  async function look(): Promise<void> {
    if (!(await isMigrated(db))) refuse('server.unavailable', { retryAfterSeconds: 5 })
    const probe = {
      name: `probe ${random.bytes(8).toString('hex')}`,
      value: ' '.repeat(16_384),
      changed_at: clock.now(),
    }
    await transact(at, async (tx) => {
      await tx.insertInto('settings').values(probe).execute()
      await tx.deleteFrom('settings').where('name', '=', probe.name).execute()
    })
  }
}
