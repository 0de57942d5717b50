import { sql } from 'kysely'
import { keepStatements, type Ports, seconds } from '../../kernel/index.ts'
import type { Budget } from '../settings/index.ts'
import { nameOf, type Purse, refuseSpent } from './budget.ts'
import './table.ts'

/** What one thing takes from one purse. */
export interface Charge {
  readonly purse: Purse
  readonly budget: Budget
  /** One where nothing is said. */
  readonly amount?: number
  /** Refuses in other words than `limits.exhausted`. */
  readonly refuse?: (retryAfterSeconds: number) => Promise<never> | never
}

/**
 * Spends from several purses at once, in one statement that takes nothing when one of them is empty: who has used up one
 * takes nothing from the others. Each row is guarded by its own budget besides: no purse ever gives more than its limit,
 * however many ask in parallel (rule 1); whoever loses such a race may have taken from the other purses.
 *
 * @param charges the first whose purse is empty names the refusal; those of one purse are added up
 * @throws `limits.exhausted`, or what the charge refuses with
 */
export async function spendTogether(at: Ports, charges: readonly Charge[]): Promise<void> {
  const now = at.clock.now()
  const named = addUp(charges.map((one) => ({ amount: 1, ...one, name: nameOf(at, one.purse) })))
  // In one order everywhere, so that two that take from the same purses never wait for each other in a circle.
  const inOrder = named.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const able = inOrder.every(({ amount, budget }) => amount <= budget.limit)
  const taken = able ? await take(at, inOrder, now) : new Set<string>()
  if (taken.size === named.length) return
  // None was taken from: some are empty. Some were: others were emptied by a rival in this moment.
  const room = taken.size > 0 ? taken : await findRoom(at, named, now)
  const empty = named.find(({ name }) => !room.has(name)) ?? named[0]
  if (empty) await refuseSpent(at, empty.purse, empty.budget, empty.refuse)
}

type Named = Charge & { readonly name: string; readonly amount: number }

/** A statement may take from a row once. */
function addUp(charges: readonly Named[]): Named[] {
  const byName = new Map<string, Named>()
  for (const one of charges) {
    const amount = one.amount + (byName.get(one.name)?.amount ?? 0)
    byName.set(one.name, { ...one, amount })
  }
  return [...byName.values()]
}

/** @returns the names of the purses that were taken from */
async function take(at: Ports, inOrder: readonly Named[], now: number): Promise<ReadonlySet<string>> {
  const given: Record<string, string | number> = { now }
  for (const [i, { name, amount, budget }] of inOrder.entries()) {
    given[`name${i}`] = name
    given[`amount${i}`] = amount
    given[`limit${i}`] = budget.limit
    given[`room${i}`] = budget.limit - amount
    given[`resets${i}`] = now + seconds(budget.seconds)
  }
  const taken = await takeFrom(at.db, inOrder.length, given)
  return new Set(taken.map(({ name }) => name))
}

const takeFrom = keepStatements((purses) => (_, given: Record<string, string | number>) => {
  const numbers = Array.from({ length: purses }, (_, i) => i)
  const rows = numbers.map(
    (i) =>
      sql`(CAST(${given[`name${i}`]} AS TEXT), CAST(${given[`amount${i}`]} AS BIGINT), CAST(${given[`resets${i}`]} AS BIGINT))`,
  )
  const full = numbers.map((i) => sql`(name = ${given[`name${i}`]} AND spent > CAST(${given[`room${i}`]} AS BIGINT))`)
  const limits = numbers.map((i) => sql`WHEN ${given[`name${i}`]} THEN CAST(${given[`limit${i}`]} AS BIGINT)`)
  const over = sql<boolean>`limits.resets_at <= ${given.now}`
  return sql<{ name: string }>`
    INSERT INTO limits (name, spent, resets_at)
    SELECT column1, column2, column3 FROM (VALUES ${sql.join(rows)}) AS charges
    WHERE NOT EXISTS (SELECT 1 FROM limits WHERE resets_at > ${given.now} AND (${sql.join(full, sql` OR `)}))
    ON CONFLICT (name) DO UPDATE SET
      spent = CASE WHEN ${over} THEN excluded.spent ELSE limits.spent + excluded.spent END,
      resets_at = CASE WHEN ${over} OR limits.resets_at > excluded.resets_at THEN excluded.resets_at ELSE limits.resets_at END
    WHERE ${over} OR limits.spent + excluded.spent <= CASE limits.name ${sql.join(limits, sql` `)} END
    RETURNING name`
})

/** The names of the purses that hold what is asked for. */
async function findRoom(at: Ports, named: readonly Named[], now: number): Promise<ReadonlySet<string>> {
  const names = named.map(({ name }) => name)
  const rows = await at.db
    .selectFrom('limits')
    .select(['name', 'spent'])
    .where('name', 'in', names)
    .where('resets_at', '>', now)
    .execute()
  const spent = new Map(rows.map((row) => [row.name, row.spent]))
  return new Set(
    named.filter(({ name, amount, budget }) => (spent.get(name) ?? 0) + amount <= budget.limit).map(({ name }) => name),
  )
}
