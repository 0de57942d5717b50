import { sql } from 'kysely'
import type { Db } from '../../src/kernel/index.ts'
import { waitFor } from './wait.ts'

/** What a refused request may leave behind: that it happened, and that it cost. */
const traces = ['events', 'limits']

/** Every row of every table but the traces, as text: the same before and after means that nothing changed. */
export async function dumpTables(db: Db, but: readonly string[] = traces): Promise<string> {
  const tables = await db.introspection.getTables()
  const names = tables.map(({ name }) => name).filter((name) => !but.includes(name))
  const dumps = await Promise.all(
    names.toSorted().map(async (name) => {
      const { rows } = await sql`SELECT * FROM ${sql.table(name)}`.execute(db)
      return [name, ...rows.map((row) => JSON.stringify(row)).toSorted()].join('\n  ')
    }),
  )
  return dumps.join('\n')
}

/** Waits until the worker has nothing more to write: the end of a message comes after the inbox shows it. */
export async function settleMessages(db: Db): Promise<void> {
  const pending = () => db.selectFrom('messages').select('id').where('state', '=', 'pending').executeTakeFirst()
  await waitFor('the end of the messages', async () => (await pending()) === undefined)
}
