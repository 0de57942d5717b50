import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../kit/database.ts'
import { watchStatements } from '../kit/failpoint.ts'
import { startHouse } from '../kit/house.ts'
import { makeMember } from '../kit/portal.ts'

/** How long is watched, ms: longer than the longest sleep of anything that looks by itself. */
const watched = 12_000
/** An idle server asks its database no more often, ms. */
const rarest = 5000

test('an idle server asks its database nothing more often than every five seconds', async (t) => {
  const seen = engines.map(() => [] as { sql: string; at: number }[])
  for (const [i, engine] of engines.entries()) {
    const note = (sql: string) => void seen[i]?.push({ sql, at: performance.now() })
    const house = await startHouse(t, engine, { engine: (dialect) => watchStatements(dialect, note) })
    await makeMember(house.url, 'binh@example.com')
  }
  // What the last request left behind is still being done.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const start = performance.now()
  await new Promise((resolve) => setTimeout(resolve, watched))
  for (const [i, engine] of engines.entries()) {
    const idle = (seen[i] ?? []).filter((one) => one.at > start)
    assert.ok(idle.length > 0, `${engine}: the outbox is looked at, now and then`)
    for (const [j, { sql, at }] of idle.entries()) {
      const pause = at - (idle[j - 1]?.at ?? start - rarest)
      assert.ok(pause >= rarest, `${engine}: after ${Math.round(pause)} ms: ${sql}`)
    }
  }
})
