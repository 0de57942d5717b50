import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { CompiledQuery } from 'kysely'
import { LogCopier } from '../../src/adapters/copy-log.ts'
import { Flush } from '../../src/adapters/flush.ts'
import { SqliteEngine } from '../../src/adapters/sqlite-engine.ts'

/** A disk that takes what it is given when it is told to. */
function slowDisk() {
  const waiting: PromiseWithResolvers<void>[] = []
  const flush = new Flush(() => {
    const one = Promise.withResolvers<void>()
    waiting.push(one)
    return one.promise
  })
  return { flush, waiting, asked: () => waiting.length }
}

function openEngine(t: TestContext) {
  const disk = slowDisk()
  const database = new DatabaseSync(':memory:')
  t.after(() => database.close())
  database.exec('CREATE TABLE things (name TEXT PRIMARY KEY)')
  const engine = new SqliteEngine(database, disk.flush)
  const put = (name: string) => engine.runAlone(CompiledQuery.raw('INSERT INTO things (name) VALUES (?)', [name]))
  return { ...disk, engine, put }
}

/** Long enough for everything that is ready to run. */
const settle = async () => {
  for (let i = 0; i < 5; i++) await new Promise(setImmediate)
}

async function isOver(promise: Promise<unknown>): Promise<boolean> {
  let over = false
  const note = () => {
    over = true
  }
  promise.then(note, note)
  await settle()
  return over
}

test('a write is answered when it is on the disk, and not when it is committed', async (t) => {
  const { engine, put, waiting } = openEngine(t)
  const writing = put('one')
  assert.equal(await isOver(writing), false)
  assert.equal(engine.run(CompiledQuery.raw('SELECT name FROM things')).rows.length, 1)
  waiting[0]?.resolve()
  assert.equal(await isOver(writing), true)
  await writing
})

test('who writes while the disk is busy waits for the next flush, together with all who do', async (t) => {
  const { put, waiting, asked } = openEngine(t)
  const first = put('one')
  await settle()
  const later = ['two', 'three'].map(put)
  await settle()
  const last = put('four')
  await settle()
  assert.equal(asked(), 1)
  waiting[0]?.resolve()
  await first
  assert.equal(asked(), 2)
  for (const one of [...later, last]) assert.equal(await isOver(one), false)
  waiting[1]?.resolve()
  await Promise.all([...later, last])
  await settle()
  assert.equal(asked(), 2)
  const again = put('five')
  await settle()
  waiting[2]?.resolve()
  await again
})

test('a refused write is answered at once, and does not wait for the disk', async (t) => {
  const { put, waiting, asked } = openEngine(t)
  const first = put('one')
  await settle()
  waiting[0]?.resolve()
  await first
  await assert.rejects(put('one'), /UNIQUE/)
  assert.equal(asked(), 1)
})

test('what the disk did not take is not acknowledged, nor anything after it: the system forgets such pages', async (t) => {
  const { put, waiting, asked } = openEngine(t)
  const first = put('one')
  await settle()
  const second = put('two')
  waiting[0]?.reject(new Error('no disk'))
  await assert.rejects(first, /no disk/)
  await assert.rejects(second, /no disk/)
  await assert.rejects(put('three'), /no disk/)
  assert.equal(asked(), 1)
})

test('a thread that cannot open the database leaves the copying to the engine', async (t) => {
  const copier = new LogCopier('/nowhere/at/all.db')
  t.after(() => copier.close())
  assert.equal(copier.isFree, true)
  assert.equal(await copier.copy(), false)
  assert.equal(copier.isFree, false)
})
