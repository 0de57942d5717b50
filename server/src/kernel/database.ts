import { AsyncLocalStorage } from 'node:async_hooks'
import type { Kysely, Transaction } from 'kysely'

/** Every table, declared by the capability that owns it (`declare module` in its `table.ts`). */
// biome-ignore lint/suspicious/noEmptyInterface: capabilities add their tables by declaration merging
export interface Tables {}

export type Db = Kysely<Tables>
/** The inside of a transaction: what takes one must be part of a larger whole. */
export type Tx = Transaction<Tables>

/** A value that must be unique already exists. */
export class Conflict extends Error {}
/** The engine chose this transaction as the victim of a deadlock; running it again is right. */
export class Deadlock extends Error {}

const inside = new AsyncLocalStorage<true>()
const committed = new WeakMap<Tx, (() => void)[]>()

/** True inside {@link transact}; adapters refuse the outer handle there, since it would wait for itself. */
export const insideTransaction = (): boolean => inside.getStore() === true

/**
 * Runs `work` as one transaction: all of it, or none. Inside it nothing but SQL is awaited, and only through `tx`
 * (asserted). A deadlock runs the work again, at most five times.
 */
export async function transact<T>(at: { readonly db: Db }, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const after: (() => void)[] = []
      const result = await at.db.transaction().execute((tx) => {
        committed.set(tx, after)
        return inside.run(true, () => work(tx))
      })
      for (const run of after) run()
      return result
    } catch (error) {
      if (!(error instanceof Deadlock) || attempt === 5) throw error
    }
  }
}

/** Has `run` called once the transaction is committed; never when it is rolled back. */
export function afterCommit(tx: Tx, run: () => void): void {
  committed.get(tx)?.push(run)
}
