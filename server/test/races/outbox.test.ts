import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery } from 'kysely'
import { leaseTogether } from '../../src/capabilities/messages/lease.ts'
import { type Channel, type Ports, transact } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { watchQueries } from '../kit/failpoint.ts'
import { startHouse } from '../kit/house.ts'
import { startRivals } from '../kit/rivals.ts'

const channel: Channel = { name: 'pigeon', deliver: async () => undefined }
const lanes = 8
const waiting = 2000

async function add({ db, clock }: Ports, name: string, many: number): Promise<void> {
  const now = clock.now()
  const rows = Array.from({ length: many }, (_, i) => ({
    ...{ id: `${name} ${i}`, channel: channel.name, kind: 'code', recipient: '+98', language: 'en', sealed: '' },
    ...{ state: 'pending', attempts: 0, due_at: now - ((i * 7919) % 5000), leased_until: 0 },
    ...{ created_at: now, expires_at: now + 1_000_000 },
  }))
  for (let i = 0; i < many; i += 100)
    await db
      .insertInto('messages')
      .values(rows.slice(i, i + 100))
      .execute()
}

/** How often the engine carries out the busiest node of a plan. */
function loopsOf(plan: unknown): number {
  if (typeof plan !== 'object' || plan === null) return 0
  const own = Number((plan as Record<string, unknown>)['Actual Loops'] ?? 0)
  return Math.max(own, ...Object.values(plan).map(loopsOf))
}

test('a lease looks for what is due once, however many wait, by a plan that was made when none did', async (t) => {
  const leases: CompiledQuery[] = []
  const house = await startHouse(t, 'postgres', {
    engine: (dialect) => watchQueries(dialect, (query) => /skip locked/.test(query.sql) && leases.push(query)),
  })
  const { at } = house
  const take = leaseTogether(at, channel)
  await Promise.all(Array.from({ length: lanes }, () => take()))
  const lease = leases.find(({ parameters }) => parameters.includes(channel.name)) ?? assert.fail()
  await transact(at, async (tx) => {
    const run = (text: string) => tx.executeQuery<{ 'QUERY PLAN': unknown }>(CompiledQuery.raw(text))
    await run(`SET LOCAL plan_cache_mode = force_generic_plan`)
    await run(`PREPARE lease AS ${lease.sql}`)
    const values = lease.parameters.map((one) => (typeof one === 'number' ? one : `'${one}'`)).join()
    const execute = `EXECUTE lease (${values})`
    await run(`EXPLAIN ${execute}`)
    await add({ ...at, db: tx }, 'message', waiting)
    const { rows } = await run(`EXPLAIN (ANALYZE, FORMAT JSON) ${execute}`)
    const loops = loopsOf(rows[0]?.['QUERY PLAN'])
    assert.ok(loops > 0 && loops <= lanes, `${loops} loops: ${JSON.stringify(rows)}`)
    await run(`DEALLOCATE lease`)
  })
})

for (const engine of engines) {
  test(`each of ${waiting} messages is leased once, by many lanes of two processes that ask together, on ${engine}`, async (t) => {
    const { all, at } = await startRivals(t, engine)
    // The houses' own workers know no such channel.
    const workers = [...all, ...all].map((one) => leaseTogether(one, channel))
    for (let i = 0; i < 12; i++) {
      await add(at, `early ${i}`, 3)
      await Promise.all(workers.map((take) => take()))
    }
    await at.db.deleteFrom('messages').execute()
    await add(at, 'message', waiting)
    const leased: string[] = []
    const lane = async (take: (typeof workers)[number]) => {
      for (let one = await take(); one; one = await take()) leased.push(one.id)
    }
    await Promise.all(workers.flatMap((take) => Array.from({ length: lanes }, () => lane(take))))
    // What a rival was taking when the last looked is its own: nothing is left, and nothing was given twice.
    assert.equal(new Set(leased).size, leased.length)
    assert.equal(leased.length, waiting)
  })
}
