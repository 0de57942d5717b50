import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Shape } from './codes-shape.ts'

// The floor under whatever writes: the engine alone commits transactions of the same number and size, in a bare loop.

export interface CommitsOrder {
  readonly databaseUrl: string
  /** What one turn commits. */
  readonly shape: Shape
  readonly turns: number
  /** Connections that commit at the same time, where the engine has more than one writer. */
  readonly connections: number
}

export interface CommitsResult {
  readonly perSecond: number
  /** Processor time of this process for a turn, ms. */
  readonly cpu: number
}

const insert = 'INSERT INTO commits (id, body) VALUES'
const table = 'CREATE TABLE IF NOT EXISTS commits (id BIGINT PRIMARY KEY, body TEXT NOT NULL)'
let id = Date.now() * 1000

function onSqlite({ databaseUrl, shape, turns }: CommitsOrder): void {
  const path = databaseUrl.replace('file:', '')
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path, { timeout: 5000 })
  // As adapters/sqlite.ts has them.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -64000')
  database.exec('PRAGMA wal_autocheckpoint = 8000')
  database.exec(table)
  const write = database.prepare(`${insert} (?, ?)`)
  for (let turn = 0; turn < turns; turn++) {
    for (const transaction of shape) {
      if (transaction.length > 1) database.exec('BEGIN IMMEDIATE')
      for (const bytes of transaction) write.run(id++, 'x'.repeat(bytes))
      if (transaction.length > 1) database.exec('COMMIT')
    }
  }
  database.close()
}

async function onPostgres({ databaseUrl, shape, turns, connections }: CommitsOrder): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  await pool.query(table)
  let left = turns
  const write = (client: pg.PoolClient, bytes: number) =>
    client.query({ name: 'write', text: `${insert} ($1, $2)`, values: [id++, 'x'.repeat(bytes)] })
  async function loop(): Promise<void> {
    const client = await pool.connect()
    while (left-- > 0) {
      for (const transaction of shape) {
        if (transaction.length > 1) await client.query('BEGIN')
        for (const bytes of transaction) await write(client, bytes)
        if (transaction.length > 1) await client.query('COMMIT')
      }
    }
    client.release()
  }
  await Promise.all(Array.from({ length: connections }, loop))
  await pool.end()
}

process.on('message', async (order: CommitsOrder) => {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  if (order.databaseUrl.startsWith('file:')) onSqlite(order)
  else await onPostgres(order)
  const { user, system } = process.cpuUsage(cpu)
  const perSecond = order.turns / ((performance.now() - start) / 1000)
  process.send?.({ perSecond, cpu: (user + system) / 1000 / order.turns } satisfies CommitsResult)
})
