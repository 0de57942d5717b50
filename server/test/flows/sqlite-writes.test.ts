import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { Conflict, Refusal, transact } from '../../src/kernel/index.ts'
import { testFolder } from '../kit/database.ts'
import { waitFor } from '../kit/wait.ts'

interface Shelf {
  things: { name: string; weight: string; holder: string | null }
}

interface Opened {
  readonly path: string
  readonly db: Kysely<Shelf>
  reopen(): Kysely<Shelf>
}

async function openShelf(t: TestContext, options = ''): Promise<Opened> {
  const path = join(testFolder(), 'shelf.db')
  const url = `file:${path}`
  const open = (query = '') => {
    const db = openDatabase(url + query) as unknown as Kysely<Shelf>
    t.after(() => db.destroy())
    return db
  }
  const db = open(options)
  await sql`CREATE TABLE things (name TEXT PRIMARY KEY, weight TEXT NOT NULL, holder TEXT)`.execute(db)
  return { path, db, reopen: () => open() }
}

const put = (db: Kysely<Shelf>, name: string, weight = '') =>
  db.insertInto('things').values({ name, weight, holder: null }).returning('name').executeTakeFirst()
const namesIn = async (db: Kysely<Shelf>) =>
  (await db.selectFrom('things').select('name').orderBy('name').execute()).map((row) => row.name)

test('writes that share a commit keep each its own answer, and its own failure', async (t) => {
  const { db, reopen } = await openShelf(t)
  const names = Array.from({ length: 60 }, (_, i) => `thing ${i % 40}`)
  const outcomes = await Promise.allSettled(names.map((name) => put(db, name)))
  for (const [i, outcome] of outcomes.entries()) {
    if (i < 40) assert.ok(outcome.status === 'fulfilled' && outcome.value?.name === names[i], String(i))
    else assert.ok(outcome.status === 'rejected' && outcome.reason instanceof Conflict, String(i))
  }
  assert.equal((await namesIn(reopen())).length, 40)
})

test('of a hundred who spend one thing at once in a shared commit one wins', async (t) => {
  const { db } = await openShelf(t)
  await put(db, 'code')
  const spend = (holder: string) =>
    db.updateTable('things').set({ holder }).where('name', '=', 'code').where('holder', 'is', null).executeTakeFirst()
  const results = await Promise.all(Array.from({ length: 100 }, (_, i) => spend(`person ${i}`)))
  const winners = results.flatMap(({ numUpdatedRows }, i) => (numUpdatedRows === 1n ? [`person ${i}`] : []))
  assert.equal(winners.length, 1)
  const { holder } = await db.selectFrom('things').select('holder').executeTakeFirstOrThrow()
  assert.equal(holder, winners[0])
})

test('of writes that share a commit on a full disk those are answered that stand, and no others', async (t) => {
  const { db, reopen } = await openShelf(t, '?max_page_count=40')
  const weights = Array.from({ length: 100 }, (_, i) => (i % 3 === 0 ? 'w'.repeat(30_000) : 'w'))
  const outcomes = await Promise.allSettled(weights.map((weight, i) => put(db, `thing ${i}`, weight)))
  const answered = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value?.name] : []))
  assert.ok(answered.length > 0 && answered.length < weights.length, String(answered.length))
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue
    assert.ok(outcome.reason instanceof Refusal && outcome.reason.code === 'server.unavailable', outcome.reason)
  }
  assert.deepEqual(await namesIn(reopen()), answered.toSorted())
})

test('a transaction has the database to itself: no other write is in it, and nobody reads it half done', async (t) => {
  const { db, reopen } = await openShelf(t)
  const at = { db: db as never }
  const rollBack = transact(at, async (tx) => {
    const inside = tx as unknown as Kysely<Shelf>
    await put(inside, 'given up')
    for (let i = 0; i < 20; i++) assert.deepEqual(await namesIn(inside), ['given up'])
    throw new Error('given up')
  })
  const keep = transact(at, async (tx) => {
    const inside = tx as unknown as Kysely<Shelf>
    await put(inside, 'half')
    await put(inside, 'other half')
  })
  const reading = Array.from({ length: 50 }, async (_, i) => {
    if (i % 2) await put(db, `single ${i}`)
    const names = await namesIn(db)
    assert.ok(!names.includes('given up'))
    assert.equal(names.includes('half'), names.includes('other half'))
  })
  await assert.rejects(rollBack, /given up/)
  await Promise.all([keep, ...reading])
  assert.equal((await namesIn(reopen())).length, 27)
})

test('a write that nobody waited for is on the disk when the database is closed', async (t) => {
  const { db, reopen } = await openShelf(t)
  const writing = Promise.all([put(db, 'one'), put(db, 'two')])
  await sql`SELECT 1`.execute(db)
  await db.destroy()
  await writing
  assert.deepEqual(await namesIn(reopen()), ['one', 'two'])
})

test('a database that can have no log is written to all the same', async (t) => {
  const db = openDatabase('file::memory:') as unknown as Kysely<Shelf>
  t.after(() => db.destroy())
  await sql`CREATE TABLE things (name TEXT PRIMARY KEY, weight TEXT NOT NULL, holder TEXT)`.execute(db)
  await Promise.all([put(db, 'one'), put(db, 'two')])
  assert.deepEqual(await namesIn(db), ['one', 'two'])
})

test('a long log is copied to its place while writes go on, and all of them are there', async (t) => {
  const { path, db, reopen } = await openShelf(t)
  const names = Array.from({ length: 3000 }, (_, i) => `thing ${String(i).padStart(4, '0')}`)
  const heavy = 'w'.repeat(8000)
  for (let i = 0; i < names.length; i += 5) await Promise.all(names.slice(i, i + 5).map((name) => put(db, name, heavy)))
  // More than the log holds before it is copied, and less than what the engine copies by itself.
  await waitFor('the copy', async () => (await stat(path)).size > 12_000_000 || undefined)
  await put(db, 'last')
  assert.deepEqual(await namesIn(reopen()), [...names, 'last'].toSorted())
})
