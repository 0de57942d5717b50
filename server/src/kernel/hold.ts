import { sql } from 'kysely'
import type { Tx } from './database.ts'
import { keepStatement } from './kept-statement.ts'

/**
 * Makes transactions that name the same thing wait for each other on both engines: the row is written and removed
 * within the transaction, so the table is empty at rest. Call it before any other statement.
 */
export async function hold(tx: Tx, name: string): Promise<void> {
  await enter(tx, { name })
  await leave(tx, { name })
}

const enter = keepStatement(
  (_, { name }: { name: string }) =>
    sql`INSERT INTO holds (name) VALUES (${name}) ON CONFLICT (name) DO UPDATE SET name = excluded.name`,
)
const leave = keepStatement((_, { name }: { name: string }) => sql`DELETE FROM holds WHERE name = ${name}`)
