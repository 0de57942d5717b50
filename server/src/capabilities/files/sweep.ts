import { type Ports, Refusal, seconds } from '../../kernel/index.ts'
import { readSpent, spend } from '../limits/index.ts'
import { homesOf } from './homes.ts'
import { removeBytes, removeOrphans } from './remove-file.ts'
import { fileSettings } from './settings.ts'

/** How long an upload may be under way, seconds. */
const arrivingSeconds = 3600
const day = 86_400

/**
 * Removes uploads that nobody took; once an hour what dead processes left, and the bytes of files that went with their
 * person; once a day it compares the whole store with the table.
 */
export async function sweepFiles(at: Ports): Promise<void> {
  const { unclaimedHours } = await fileSettings.read(at)
  const now = at.clock.now()
  const [unclaimed, stuck] = [now - seconds(unclaimedHours * 3600), now - seconds(arrivingSeconds)]
  await at.files.spool.sweep(seconds(arrivingSeconds))
  const gone = await at.db
    .deleteFrom('files')
    .where('claimed_at', 'is', null)
    // What follows from the rest: the index knows the time alone.
    .where('created_at', '<', Math.max(unclaimed, stuck))
    .where((one) =>
      one.or([
        one('created_at', '<', unclaimed),
        one.and([one('state', '=', 'pending'), one('created_at', '<', stuck)]),
      ]),
    )
    .returning('key')
    .execute()
  await removeBytes(
    at,
    gone.map(({ key }) => key),
  )
  if (await isFirst(at, 'files.walked', 3600)) await removeOrphans(at)
  if (await isFirst(at, 'files.compared', day)) await compareStore(at)
}

/** Whether nobody has done it in so many seconds, this process or another. */
async function isFirst(at: Ports, budget: string, seconds: number): Promise<boolean> {
  const purse = { budget, of: [] }
  // Looked at first: that somebody else does the work is no refusal to be counted.
  if ((await readSpent(at, purse)) > 0) return false
  try {
    await spend(at, purse, { limit: 1, seconds })
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'limits.exhausted') return false
    throw error
  }
}

/** Keys looked up at once. */
const step = 500

/**
 * Removes bytes that no row knows, which a database restored from an older copy leaves; those of the last day stay. A row
 * whose bytes are gone stays, too, and the log tells how many there are: a disk that is not mounted must cost nothing.
 */
async function compareStore(at: Ports): Promise<void> {
  const old = at.clock.now() - seconds(day)
  let found = 0
  let removed = 0
  for (const home of homesOf(at)) {
    let keys: string[] = []
    const settle = async () => {
      const known = await findKnown(at, keys)
      const unknown = keys.filter((key) => !known.has(key.replace(/\.preview$/, '')))
      for (const key of unknown) await at.files.store.remove(key)
      found += keys.filter((key) => known.has(key)).length
      removed += unknown.length
      keys = []
    }
    for await (const { key, changedAt } of at.files.store.list(home)) {
      if (changedAt < old) keys.push(key)
      if (keys.length >= step) await settle()
    }
    await settle()
  }
  const { count } = await at.db
    .selectFrom('file_keys')
    .select((one) => one.fn.countAll<number | string>().as('count'))
    .where('written_at', '<', old)
    .executeTakeFirstOrThrow()
  if (removed > 0) at.log.warn({ removed }, 'bytes removed that no file has')
  const missing = Number(count) - found
  if (missing > 0) at.log.error({ missing }, 'files whose bytes are not in the store')
}

async function findKnown(at: Ports, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set()
  const names = keys.map((key) => key.replace(/\.preview$/, ''))
  const rows = await at.db.selectFrom('file_keys').select('key').where('key', 'in', names).execute()
  return new Set(rows.map(({ key }) => key))
}
