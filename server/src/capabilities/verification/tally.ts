import { sql } from 'kysely'
import { type Db, originOf, type Ports } from '../../kernel/index.ts'
import './table.ts'

const minute = 60_000

interface Tally {
  prefix: string
  minute: number
  sent: number
  verified: number
}

/** What this process has counted and not yet written. */
const counted = new WeakMap<Db, Map<string, Tally>>()

/** Counts a code to a number; no request waits for the writing: that comes with the next {@link writeTallies}. */
export function tally(at: Pick<Ports, 'db' | 'clock' | 'metrics'>, mobile: string, what: 'sent' | 'verified'): void {
  const prefix = originOf(mobile).callingCode
  if (what === 'verified') at.metrics.count('texts', { prefix, outcome: what })
  const now = Math.floor(at.clock.now() / minute) * minute
  const all = counted.get(at.db) ?? new Map<string, Tally>()
  counted.set(at.db, all)
  const key = `${prefix} ${now}`
  const one = all.get(key) ?? { prefix, minute: now, sent: 0, verified: 0 }
  all.set(key, { ...one, [what]: one[what] + 1 })
}

/** Adds what this process has counted to what all have; false when there was nothing. */
export async function writeTallies(at: Pick<Ports, 'db'>): Promise<boolean> {
  const all = [...(counted.get(at.db)?.values() ?? [])]
  counted.delete(at.db)
  if (all.length === 0) return false
  const inOrder = all.toSorted((a, b) => a.minute - b.minute || (a.prefix < b.prefix ? -1 : 1))
  const rows = inOrder.map((one) => sql`(${one.prefix}, ${one.minute}, ${one.sent}, ${one.verified})`)
  await sql`
    INSERT INTO code_tallies (prefix, minute, sent, verified) VALUES ${sql.join(rows)}
    ON CONFLICT (minute, prefix) DO UPDATE SET
      sent = code_tallies.sent + excluded.sent, verified = code_tallies.verified + excluded.verified`.execute(at.db)
  return true
}

/** Codes sent from `since` and no later than `until`, and codes typed right since then, by calling code. */
export async function readTallies(
  { db }: Pick<Ports, 'db'>,
  since: number,
  until: number,
): Promise<{ prefix: string; sent: number; verified: number }[]> {
  const { rows } = await sql<{ prefix: string; sent: number; verified: number }>`
    SELECT prefix, SUM(CASE WHEN minute + ${minute} <= ${until} THEN sent ELSE 0 END) AS sent, SUM(verified) AS verified
    FROM code_tallies WHERE minute > ${since} GROUP BY prefix`.execute(db)
  return rows.map(({ prefix, sent, verified }) => ({ prefix, sent: Number(sent), verified: Number(verified) }))
}

/** Removes what no window reaches any more. */
export async function sweepTallies({ db }: Pick<Ports, 'db'>, before: number): Promise<void> {
  await db.deleteFrom('code_tallies').where('minute', '<', before).execute()
}
