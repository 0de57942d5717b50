import { sql } from 'kysely'
import { type Ports, refuse, seconds } from '../../kernel/index.ts'
import type { Budget } from '../settings/index.ts'
import './table.ts'

/** Whose budget: its name in the metrics, and the parts that tell one purse from another (hashed before they are stored). */
export interface Purse {
  budget: string
  of: (string | number)[]
}

const names = new WeakMap<Purse, string>()

/** Drawn once for each purse: a login looks at the same ones twice. */
export function nameOf(at: Pick<Ports, 'keyring'>, purse: Purse): string {
  const { budget, of } = purse
  const name = names.get(purse) ?? `${budget}:${at.keyring.mac('index', budget, ...of.map(String)).slice(0, 22)}`
  names.set(purse, name)
  return name
}

/**
 * Spends one from the purse, in one guarded statement: of any number of parallel callers exactly `limit` get through
 * in each window (rule 1). A window that ends later than it could (the clock was set back, or a process whose clock is
 * ahead opened it) ends when one that opens now would; what was spent in it stays spent (attack 81).
 *
 * @throws `limits.exhausted` with the seconds until the window ends
 */
export async function spend(at: Ports, purse: Purse, budget: Budget): Promise<void> {
  const now = at.clock.now()
  const name = nameOf(at, purse)
  const fresh = now + seconds(budget.seconds)
  const over = sql<boolean>`limits.resets_at <= ${now}`
  const { rows } =
    budget.limit < 1
      ? { rows: [] }
      : await sql<{ spent: number }>`
    INSERT INTO limits (name, spent, resets_at) VALUES (${name}, 1, ${fresh})
    ON CONFLICT (name) DO UPDATE SET
      spent = CASE WHEN ${over} THEN 1 ELSE limits.spent + 1 END,
      resets_at = CASE WHEN ${over} OR limits.resets_at > ${fresh} THEN excluded.resets_at ELSE limits.resets_at END
    WHERE ${over} OR limits.spent < ${budget.limit}
    RETURNING spent`.execute(at.db)
  if (rows.length === 0) await refuseSpent(at, purse, budget)
}

/**
 * Refuses when the purse is empty, and spends nothing.
 *
 * @throws `limits.exhausted`
 */
export const checkBudget = (at: Ports, purse: Purse, budget: Budget): Promise<void> => checkBudgets(at, [purse, budget])

/**
 * Refuses when one of the purses is empty, and spends nothing; one statement looks at them all.
 *
 * @throws `limits.exhausted`
 */
export async function checkBudgets(at: Ports, ...purses: readonly (readonly [Purse, Budget])[]): Promise<void> {
  const named = purses.map(([purse, budget]) => ({ purse, budget, name: nameOf(at, purse) }))
  const names = named.map(({ name }) => name)
  const rows = await at.db
    .selectFrom('limits')
    .select(['name', 'spent'])
    .where('name', 'in', names)
    .where('resets_at', '>', at.clock.now())
    .execute()
  const spent = new Map(rows.map((row) => [row.name, row.spent]))
  for (const { purse, budget, name } of named) {
    if ((spent.get(name) ?? 0) >= budget.limit) await refuseSpent(at, purse, budget)
  }
}

/** Empties what was spent: a success clears the failures before it. */
export async function clearSpent(at: Pick<Ports, 'db' | 'keyring'>, purse: Purse): Promise<void> {
  await at.db.deleteFrom('limits').where('name', '=', nameOf(at, purse)).execute()
}

/**
 * Refuses with the wait until the purse's window ends.
 *
 * @throws `limits.exhausted`, or what `instead` refuses with
 */
export async function refuseSpent(
  at: Ports,
  purse: Purse,
  budget: Budget,
  instead: (retryAfterSeconds: number) => Promise<never> | never = (retryAfterSeconds) =>
    refuse('limits.exhausted', { retryAfterSeconds }),
): Promise<never> {
  const name = nameOf(at, purse)
  const now = at.clock.now()
  const row = await at.db.selectFrom('limits').select('resets_at').where('name', '=', name).executeTakeFirst()
  const fresh = now + seconds(budget.seconds)
  // Nobody else would bring the end back: a purse that refuses is written no more.
  if (row && row.resets_at > fresh) {
    await at.db
      .updateTable('limits')
      .set({ resets_at: fresh })
      .where('name', '=', name)
      .where('resets_at', '>', fresh)
      .execute()
  }
  const wait = Math.ceil(((row?.resets_at ?? 0) - now) / 1000)
  at.metrics.count('budget_refusals', { budget: purse.budget })
  return instead(Math.min(Math.max(wait, 1), budget.seconds))
}

/** What was spent from the purse in its running window. */
export async function readSpent(at: Pick<Ports, 'db' | 'clock' | 'keyring'>, purse: Purse): Promise<number> {
  const row = await at.db
    .selectFrom('limits')
    .select('spent')
    .where('name', '=', nameOf(at, purse))
    .where('resets_at', '>', at.clock.now())
    .executeTakeFirst()
  return row?.spent ?? 0
}

/** Removes purses whose window is over. */
export async function sweepLimits(at: Pick<Ports, 'db' | 'clock'>): Promise<void> {
  await at.db.deleteFrom('limits').where('resets_at', '<=', at.clock.now()).execute()
}
