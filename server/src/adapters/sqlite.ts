import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
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

/** How long another process may hold the write lock before a statement gives up, ms. */
const busyTimeout = 5000
/** Prepared statements kept per connection; the house has fewer texts than this. */
const keptStatements = 500

/**
 * Kysely over `node:sqlite`: one connection, WAL, `synchronous=FULL` (an acknowledged write survives a power loss), and
 * `BEGIN IMMEDIATE`, so that a transaction never fails half-way for want of the write lock.
 *
 * @param path a file; `maxPageCount` caps its size in pages (a quota; past it SQLite answers SQLITE_FULL)
 */
export function sqliteDialect(path: string, options: { maxPageCount?: number } = {}): Dialect {
  return {
    createAdapter: () => new MigratingSqliteAdapter(),
    createDriver: () => new SqliteDriver(path, options.maxPageCount),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** Migrations run in one transaction, whose write lock keeps other processes out. */
class MigratingSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

class SqliteDriver implements Driver {
  readonly #path: string
  readonly #maxPageCount: number | undefined
  #connection: SqliteConnection | undefined
  constructor(path: string, maxPageCount: number | undefined) {
    this.#path = path
    this.#maxPageCount = maxPageCount
  }
  async init() {
    const database = new DatabaseSync(this.#path, { timeout: busyTimeout, enableForeignKeyConstraints: true })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000')
    if (this.#maxPageCount) database.exec(`PRAGMA max_page_count = ${this.#maxPageCount}`)
    this.#connection = new SqliteConnection(database)
  }
  async acquireConnection() {
    if (insideTransaction()) throw new Error('the outer handle was used inside a transaction')
    if (!this.#connection) throw new Error('the database is closed')
    return this.#connection
  }
  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'))
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('COMMIT'))
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    // SQLite has already rolled back by itself after a full disk or an I/O error.
    if ((connection as SqliteConnection).inTransaction) await connection.executeQuery(CompiledQuery.raw('ROLLBACK'))
  }
  async releaseConnection() {}
  async destroy() {
    this.#connection?.close()
    this.#connection = undefined
  }
}

interface Prepared {
  readonly statement: StatementSync
  /** Whether it answers rows; asked once, since the engine describes every column anew each time. */
  readonly answers: boolean
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, Prepared>()
  constructor(database: DatabaseSync) {
    this.#database = database
  }
  get inTransaction(): boolean {
    return this.#database.isTransaction
  }
  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { statement, answers } = this.#prepare(sql)
      const values = parameters as SQLInputValue[]
      if (answers) return { rows: statement.all(...values) as R[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
    } catch (error) {
      throw translate(error)
    }
  }
  // biome-ignore lint/correctness/useYield: nothing of ours streams
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streaming is not supported')
  }
  close() {
    this.#statements.clear()
    this.#database.close()
  }
  #prepare(sql: string): Prepared {
    const kept = this.#statements.get(sql)
    if (kept) return kept
    const statement = this.#database.prepare(sql)
    const prepared = { statement, answers: statement.columns().length > 0 }
    if (this.#statements.size >= keptStatements) this.#statements.clear()
    this.#statements.set(sql, prepared)
    return prepared
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
