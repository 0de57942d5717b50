import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBudget, readSpent, spend, spendTogether } from '../../src/capabilities/limits/index.ts'
import { Refusal } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { count, outcomes, type Rivals, startRivals } from '../kit/rivals.ts'

const budget = { limit: 7, seconds: 60 }
const purse = { budget: 'test.purse', of: ['somebody'] }

/** A hundred spend at once; answers how many got through. */
async function storm({ all }: Rivals, limit = budget.limit): Promise<number> {
  const spends = Array.from({ length: 100 }, (_, i) =>
    spend(all[i % all.length] as Rivals['at'], purse, { ...budget, limit }),
  )
  const all100 = await outcomes(spends)
  // On a machine with no time to spare some may get no connection in three seconds: that is no way through either.
  const refused = count(all100, 'limits.exhausted') + count(all100, 'server.unavailable')
  assert.equal(count(all100, 'done') + refused, 100)
  return count(all100, 'done')
}

/** The seconds a refusal tells to wait; undefined when the purse has something in it. */
async function waitOf({ at }: Rivals): Promise<number | undefined> {
  try {
    await checkBudget(at, purse, budget)
    return undefined
  } catch (error) {
    assert.ok(error instanceof Refusal)
    return error.retryAfterSeconds
  }
}

for (const engine of engines) {
  test(`of a hundred that spend at once exactly as many get through as the limit says, on ${engine} (attack 4)`, async (t) => {
    for (const limit of [0, 1, 7]) {
      const rivals = await startRivals(t, engine)
      assert.equal(await storm(rivals, limit), limit)
      assert.equal(await storm(rivals, limit), 0, 'and none in the same window')
      rivals.advance(budget.seconds * 1000)
      assert.equal(await storm(rivals, limit), limit, 'as many again in the next')
    }
  })

  test(`a clock that is set back gives no more tries, on ${engine} (attack 81)`, async (t) => {
    for (const step of [-5, -1000, -59_000, -3_600_000, -400 * 86_400_000]) {
      const rivals = await startRivals(t, engine)
      assert.equal(await storm(rivals), budget.limit)
      rivals.advance(step)
      assert.equal(await storm(rivals), 0, `set back by ${-step} ms`)
      rivals.advance(step)
      assert.equal(await storm(rivals), 0, `and once more by ${-step} ms`)
    }
  })

  test(`a clock that is set back locks nobody out for longer than the window, on ${engine} (attack 81)`, async (t) => {
    for (const step of [-1000, -3_600_000, -400 * 86_400_000]) {
      const rivals = await startRivals(t, engine)
      await storm(rivals)
      rivals.advance(step)
      const wait = await waitOf(rivals)
      assert.ok(wait && wait <= budget.seconds, `${wait} s`)
      rivals.advance(budget.seconds * 1000 + 1)
      assert.equal(await waitOf(rivals), undefined)
      assert.equal(await storm(rivals), budget.limit)
    }
  })

  test(`a clock that jumps ahead and is put right leaves one window behind, on ${engine} (attack 81)`, async (t) => {
    const rivals = await startRivals(t, engine)
    await storm(rivals)
    rivals.advance(86_400_000)
    assert.equal(await storm(rivals), budget.limit, 'by the clock it is tomorrow')
    rivals.advance(-86_400_000)
    assert.equal(await storm(rivals), 0)
    rivals.advance(budget.seconds * 1000 + 1)
    assert.equal(await storm(rivals), budget.limit)
  })
}

for (const engine of engines) {
  test(`of a hundred that spend from several purses at once each purse gives what it holds, and who comes after takes nothing from any, on ${engine} (attack 4)`, async (t) => {
    const { all, at } = await startRivals(t, engine)
    const other = { budget: 'test.other', of: [] }
    const charges = (amount: number) => [
      { purse: other, budget: { limit: 1000, seconds: 60 } },
      { purse, budget: { limit: 100, seconds: 60 }, amount },
      // The same purse once more: both count.
      { purse: { ...purse }, budget: { limit: 100, seconds: 60 }, amount },
    ]
    const spends = await outcomes(
      Array.from({ length: 100 }, (_, i) => spendTogether(all[i % all.length] as Rivals['at'], charges(8))),
    )
    assert.equal(count(spends, 'done'), 6)
    assert.equal(await readSpent(at, purse), 96)
    const before = await readSpent(at, other)
    assert.deepEqual(await outcomes([spendTogether(at, charges(3))]), ['limits.exhausted'])
    assert.equal(await readSpent(at, other), before)
    assert.deepEqual(await outcomes([spendTogether(at, charges(2))]), ['done'])
    assert.deepEqual(await outcomes([spendTogether(at, charges(51))]), ['limits.exhausted'], 'more than it ever holds')
  })
}

test('two processes whose clocks differ share one window (attack 81)', async (t) => {
  const rivals = await startRivals(t, 'postgres')
  const [first, second] = rivals.all as [Rivals['at'], Rivals['at']]
  const ahead = { ...first, clock: { now: () => first.clock.now() + 3000 } }
  for (let i = 0; i < budget.limit; i++) await spend(i % 2 ? ahead : second, purse, budget)
  assert.deepEqual(await outcomes([spend(ahead, purse, budget)]), ['limits.exhausted'])
  assert.deepEqual(await outcomes([spend(second, purse, budget)]), ['limits.exhausted'])
})
