import { spawnSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { demo, mobileOf } from './codes-load.ts'
import { conclude, heading, hold, median, print, spell } from './report.ts'
import { prepare, serverEnv } from './server.ts'
import { askedEngine, describeMachine, withStorage } from './storage.ts'

const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))
const guests = process.argv.includes('small') ? 50_000 : 1_000_000
const rounds = process.argv.includes('small') ? 2 : 3
/** The four ways in which people write a number, in turn. */
const ways = [
  (mobile: string) => mobile,
  (mobile: string) => mobile.replace('+', '00'),
  (mobile: string) => mobile.replace('+98', '0'),
  (mobile: string) => mobile.replace('+98', ''),
]

/** A list with a header and another column, as a ticket office exports it; `first` sets each round's guests apart. */
function writeList(path: string, first: number): void {
  const file = openSync(path, 'w')
  writeSync(file, 'name,mobile\n')
  for (let n = 0; n < guests; n += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const mobile = mobileOf(1 + first + n + i)
      return `Guest ${n + i},${ways[i % 4]?.(mobile)}\n`
    })
    writeSync(file, lines.join(''))
  }
  closeSync(file)
}

/** The engine alone: as many rows in transactions of five thousand. */
function measureFloor(path: string): number {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE guests (event_id INTEGER, mobile TEXT, added_at INTEGER, PRIMARY KEY (event_id, mobile))')
  const insert = database.prepare('INSERT INTO guests VALUES (1, ?, 0)')
  const start = performance.now()
  for (let n = 0; n < guests; n += 5000) {
    database.exec('BEGIN')
    for (let i = n; i < n + 5000; i++) insert.run(mobileOf(i))
    database.exec('COMMIT')
  }
  database.close()
  return guests / ((performance.now() - start) / 1000)
}

await withStorage(askedEngine(), async (storage) => {
  heading(`${guests.toLocaleString('en')} guests by diwan guests import, on ${storage.engine}, ${describeMachine()}`)
  const env = serverEnv(storage.folder, await storage.newDatabase('guests'))
  await prepare(env, 1)
  const path = join(storage.folder, 'guests.csv')
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    writeList(path, round * guests)
    const start = performance.now()
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [main, 'guests', 'import', String(demo.event), path],
      {
        env,
        encoding: 'utf8',
      },
    )
    const seconds = (performance.now() - start) / 1000
    if (status !== 0 || !stdout.includes(`${guests} added`)) throw new Error(stderr + stdout)
    rates.push(guests / seconds)
  }
  print('SQLite alone inserts (floor)', `${spell(measureFloor(join(storage.folder, 'floor.db')))}/s`)
  hold('the command, from its start to its end', median(rates), '>= 20000', '/s')
})
conclude()
