import { DatabaseSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Conflict, insideTransaction, Refusal } from '../kernel/index.ts'
import { SqliteEngine } from './sqlite-engine.ts'

/** How long another process may hold the write lock before a statement gives up, ms. */
const busyTimeout = 5000

/**
 * Pages in the write-ahead log before they are copied to the database's own place. Tokens and codes are written all over
 * their indexes; the longer a page waits, the more changes are copied at once. 32 MB of disk, and less than a second of reading
 * after a crash.
 */
const pagesBeforeCopy = 8000

/**
 * Kysely over `node:sqlite`: one database handle, WAL, `synchronous=FULL` (an acknowledged write survives a power loss), and
 * `BEGIN IMMEDIATE`, so that a transaction never fails half-way for want of the write lock.
 *
 * @param path a file; `maxPageCount` caps its size in pages (a quota; past it SQLite answers SQLITE_FULL)
 */
export function sqliteDialect(path: string, options: { maxPageCount?: number } = {}): Dialect {
  return {
    createAdapter: () => new OwnSqliteAdapter(),
    createDriver: () => new SqliteDriver(path, options.maxPageCount),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/**
 * Migrations run in one transaction, whose write lock keeps other processes out. Who waits for whom is the engine's own
 * affair: Kysely would let one statement begin when the one before is over, and no two could share a commit.
 */
class OwnSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true
  }
  override get supportsTransactionalDdl() {
    return true
  }
}

class SqliteDriver implements Driver {
  readonly #path: string
  readonly #maxPageCount: number | undefined
  #engine: SqliteEngine | undefined
  constructor(path: string, maxPageCount: number | undefined) {
    this.#path = path
    this.#maxPageCount = maxPageCount
  }
  async init() {
    const database = new DatabaseSync(this.#path, { timeout: busyTimeout, enableForeignKeyConstraints: true })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -64000')
    database.exec(`PRAGMA wal_autocheckpoint = ${pagesBeforeCopy}`)
    if (this.#maxPageCount) database.exec(`PRAGMA max_page_count = ${this.#maxPageCount}`)
    this.#engine = new SqliteEngine(database)
  }
  async acquireConnection() {
    if (insideTransaction()) throw new Error('the outer handle was used inside a transaction')
    if (!this.#engine) throw new Error('the database is closed')
    return new SqliteConnection(this.#engine)
  }
  async beginTransaction(connection: SqliteConnection) {
    await connection.enter()
    await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'))
  }
  async commitTransaction(connection: SqliteConnection) {
    await connection.executeQuery(CompiledQuery.raw('COMMIT'))
  }
  async rollbackTransaction(connection: SqliteConnection) {
    // SQLite has already rolled back by itself after a full disk or an I/O error.
    if (connection.inTransaction) await connection.executeQuery(CompiledQuery.raw('ROLLBACK'))
  }
  async releaseConnection(connection: SqliteConnection) {
    connection.leave()
  }
  async destroy() {
    this.#engine?.close()
    this.#engine = undefined
  }
}

/** One caller's turn: a statement, or a transaction that has the engine to itself. */
class SqliteConnection implements DatabaseConnection {
  readonly #engine: SqliteEngine
  #inside = false
  constructor(engine: SqliteEngine) {
    this.#engine = engine
  }
  get inTransaction(): boolean {
    return this.#engine.inTransaction
  }
  async enter() {
    if (!this.#inside) await this.#engine.enter()
    this.#inside = true
  }
  leave() {
    if (this.#inside) this.#engine.leave()
    this.#inside = false
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const result = this.#inside ? this.#engine.run(query) : await this.#engine.runAlone(query)
      return result as QueryResult<R>
    } catch (error) {
      throw translate(error)
    }
  }
  // biome-ignore lint/correctness/useYield: nothing of ours streams
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streaming is not supported')
  }
}

/** SQLite's primary result codes that say the world failed, not the statement (https://sqlite.org/rescode.html). */
const outages: Record<number, string> = {
  5: 'busy',
  6: 'locked',
  8: 'readonly',
  10: 'ioerr',
  13: 'full',
  14: 'cantopen',
}

function translate(error: unknown): unknown {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  const extended = code & 0xffff
  if (extended === 2067 || extended === 1555) return new Conflict((error as Error).message, { cause: error })
  if (!((code & 0xff) in outages)) return error
  const refusal = new Refusal('server.unavailable', { retryAfterSeconds: 5 })
  refusal.cause = error
  return refusal
}
