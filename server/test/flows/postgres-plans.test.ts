import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { openDatabase } from '../../src/adapters/open-database.ts'
import * as kernel from '../../src/kernel/index.ts'
import { type Db, keepStatement, type Tx, transact } from '../../src/kernel/index.ts'
import { emptyDatabase } from '../kit/database.ts'

let db: Db
let migrator: Db
before(async () => {
  const url = await emptyDatabase('postgres')
  db = openDatabase(url)
  migrator = openDatabase(url)
  await sql`CREATE TABLE things (name TEXT PRIMARY KEY, weight BIGINT NOT NULL)`.execute(migrator)
  await sql`INSERT INTO things (name, weight) VALUES ('lamp', 3)`.execute(migrator)
})
after(async () => {
  await db.destroy()
  await migrator.destroy()
})

const findThing = keepStatement((db, given: { name: string }) =>
  (db as unknown as Kysely<{ things: { name: string } }>)
    .selectFrom('things')
    .selectAll()
    .where('name', '=', given.name),
)
const addThing = keepStatement(
  (_, given: { name: string }) => sql`INSERT INTO things (name, weight) VALUES (${given.name}, 1)`,
)
const countPlans = async (tx: Db): Promise<number> => {
  const { rows } = await sql<{ count: number }>`SELECT count(*) FROM pg_prepared_statements`.execute(tx)
  return Number(rows[0]?.count)
}
const forgetPlans = (tx: Tx) => sql`DEALLOCATE ALL`.execute(tx)

test('a kept statement is planned once for a connection, and any other not at all', async () => {
  await transact({ db }, async (tx) => {
    assert.equal(await countPlans(tx), 0)
    for (const name of ['lamp', 'chair', 'lamp']) await findThing(tx, { name })
    assert.equal(await countPlans(tx), 1)
  })
})

test('a plan’s name tells its text, in whatever order a process drew its statements: no session takes one for another', async () => {
  // Another process has a module of its own.
  const address = '../../src/kernel/kept-statement.ts?another-process'
  const other = (await import(address)) as Pick<typeof kernel, 'keepStatement' | 'keptName'>
  const [first, second] = [`SELECT 1 AS one`, `SELECT 2 AS two`]
  const run = async ({ keepStatement }: Pick<typeof kernel, 'keepStatement'>, text: string) =>
    keepStatement(() => sql.raw(text))(db, {})
  for (const text of [first, second]) await run(kernel, text)
  for (const text of [second, first]) await run(other, text)
  for (const text of [first, second]) assert.equal(kernel.keptName(text), other.keptName(text))
  assert.notEqual(kernel.keptName(first), kernel.keptName(second))
})

test('tables that are migrated under a kept plan answer as they are now', async () => {
  await findThing(db, { name: 'lamp' })
  await sql`ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'green'`.execute(migrator)
  assert.deepEqual(await findThing(db, { name: 'lamp' }), [{ name: 'lamp', weight: 3, colour: 'green' }])
})

test('a transaction that meets a lost plan is run again as a whole, and its facts are written once', async () => {
  let runs = 0
  await transact({ db }, (tx) => findThing(tx, { name: 'lamp' }))
  await sql`ALTER TABLE things ADD COLUMN maker TEXT`.execute(migrator)
  const found = await transact({ db }, async (tx) => {
    runs++
    await addThing(tx, { name: 'chair' })
    return findThing(tx, { name: 'lamp' })
  })
  assert.equal(runs, 2)
  assert.deepEqual(found, [{ name: 'lamp', weight: 3, colour: 'green', maker: null }])
  assert.equal((await findThing(db, { name: 'chair' })).length, 1)
})

test('a session whose plans somebody dropped works on, in a transaction and outside of one', async () => {
  await transact({ db }, async (tx) => {
    await findThing(tx, { name: 'lamp' })
    await forgetPlans(tx)
  })
  assert.equal((await findThing(db, { name: 'lamp' })).length, 1)
  await transact({ db }, forgetPlans)
  assert.equal((await transact({ db }, (tx) => findThing(tx, { name: 'lamp' }))).length, 1)
})
