import { realpathSync } from 'node:fs'
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
import { LogCopier } from './copy-log.ts'
import { Flush, fileSync } from './flush.ts'
import { isRead, SqliteEngine } from './sqlite-engine.ts'

/** How long another process may hold the write lock before a statement gives up, ms. */
const busyTimeout = 5000

/**
 * Pages in the log before a thread copies them to the database's own place. Tokens and codes are written all over their
 * indexes; the longer a page waits, the more changes are copied at once. 4 MB of disk.
 */
const pagesBeforeCopy = 1000
/** … and before the engine does so by itself, in the middle of a commit: the thread may be missing, or late. */
const mostPages = 16_000
/** After how many flushes the log is looked at. */
const flushesBeforeLook = 16

/**
 * Kysely over `node:sqlite`: one database handle, a write-ahead log that is brought to the disk before a write is
 * acknowledged (which so survives a power loss, decision 0025), and `BEGIN IMMEDIATE`, so that a transaction never fails
 * half-way for want of the write lock.
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
  #log: ReturnType<typeof openLog>
  constructor(path: string, maxPageCount: number | undefined) {
    this.#path = path
    this.#maxPageCount = maxPageCount
  }
  async init() {
    const database = new DatabaseSync(this.#path, { timeout: busyTimeout, enableForeignKeyConstraints: true })
    database.exec(`PRAGMA cache_size = -64000; PRAGMA wal_autocheckpoint = ${mostPages}`)
    if (this.#maxPageCount) database.exec(`PRAGMA max_page_count = ${this.#maxPageCount}`)
    const log = openLog(database, this.#path)
    let flushes = 0
    const sync = async () => {
      await log?.sync()
      if (log && ++flushes % flushesBeforeLook === 0) this.#keepShort()
    }
    this.#engine = new SqliteEngine(database, new Flush(sync))
    this.#log = log
  }
  /** Most of a long log is copied beside the event loop, and the little that was written meanwhile in it. */
  #keepShort() {
    const [engine, log] = [this.#engine, this.#log]
    if (!engine || !log?.copier.isFree || engine.pagesInLog() < pagesBeforeCopy) return
    const finish = (copied: boolean) => (copied && this.#engine === engine ? engine.copyLog() : undefined)
    // A disk without room for the copy takes nothing away: the log keeps what it holds, and is looked at again.
    void log.copier
      .copy()
      .then(finish)
      .catch(() => undefined)
  }
  async acquireConnection() {
    if (insideTransaction()) throw new Error('the outer handle was used inside a transaction')
    if (!this.#engine) throw new Error('the database is closed')
    return new SqliteConnection(this.#engine)
  }
  async beginTransaction(connection: SqliteConnection) {
    await connection.begin()
  }
  async commitTransaction(connection: SqliteConnection) {
    await connection.commit()
  }
  async rollbackTransaction(connection: SqliteConnection) {
    // SQLite has already rolled back by itself after a full disk or an I/O error.
    if (connection.inTransaction) await connection.executeQuery(CompiledQuery.raw('ROLLBACK'))
  }
  async releaseConnection(connection: SqliteConnection) {
    connection.leave()
  }
  async destroy() {
    const engine = this.#engine
    this.#engine = undefined
    await this.#log?.copier.close()
    await engine?.close()
    await this.#log?.close()
  }
}

/**
 * What brings the engine's log to the disk, and what copies it. The engine brings it there by itself only before it is copied
 * (`synchronous=NORMAL`, https://sqlite.org/pragma.html#pragma_synchronous). Where there can be no log, as on some file
 * systems of a network, it waits for the disk within each commit.
 */
function openLog(database: DatabaseSync, path: string) {
  const { journal_mode: mode } = database.prepare('PRAGMA journal_mode = WAL').get() as { journal_mode: string }
  const hasLog = mode === 'wal'
  database.exec(`PRAGMA synchronous = ${hasLog ? 'NORMAL' : 'FULL'}`)
  return hasLog ? { ...fileSync(() => `${realpathSync(path)}-wal`), copier: new LogCopier(path) } : undefined
}

/** One caller's turn: a statement, or a transaction that has the engine to itself. */
class SqliteConnection implements DatabaseConnection {
  readonly #engine: SqliteEngine
  #inside = false
  #wrote = false
  constructor(engine: SqliteEngine) {
    this.#engine = engine
  }
  get inTransaction(): boolean {
    return this.#inside && this.#engine.inTransaction
  }
  async enter() {
    if (!this.#inside) await this.#engine.enter()
    this.#inside = true
  }
  async begin() {
    await this.enter()
    await this.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'))
    this.#wrote = false
  }
  leave() {
    if (this.#inside) this.#engine.leave()
    this.#inside = false
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#wrote ||= this.#inside && !isRead(query)
    try {
      const result = this.#inside ? this.#engine.run(query) : await this.#engine.runAlone(query)
      return result as QueryResult<R>
    } catch (error) {
      throw translate(error)
    }
  }
  /** Others go on once it is committed; the caller is answered when it is on the disk. */
  async commit() {
    const wrote = this.#wrote
    await this.executeQuery(CompiledQuery.raw('COMMIT'))
    this.leave()
    if (wrote) await this.#engine.flushed().catch((error: unknown) => Promise.reject(translate(error)))
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
