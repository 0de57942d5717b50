import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { Conflict, Deadlock, insideTransaction, keptName, Refusal } from '../kernel/index.ts'

/** Server connections of one process. */
const poolSize = 10

/**
 * Kysely over `pg`. BIGINT is read as a number (ids stay below 2^53, instants far below); waiting is bounded everywhere,
 * so that a lost database is an answer and not a hang.
 */
export const postgresDialect = (url: string, patient = false): Dialect =>
  new GuardedDialect({ pool: () => openPool(url, patient) })

/** The library is read when the first query comes: who works on SQLite never needs it. */
async function openPool(url: string, patient: boolean): Promise<pg.Pool> {
  const { default: pg } = await import('pg')
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: poolSize,
    application_name: 'diwan',
    connectionTimeoutMillis: 3000,
    idle_in_transaction_session_timeout: 10_000,
    ...(patient ? {} : { statement_timeout: 10_000, query_timeout: 12_000 }),
    keepAlive: true,
  })
  // A connection that breaks is replaced by the next query. Without a listener its error would end the process: the
  // pool hears of those that break while idle, the connection itself of those that break in use.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    keepPlans(client)
  })
  return pool
}

/** Counts up when the plans that connections keep are worth nothing any more: all are prepared anew, under other names. */
let generation = 0

/**
 * The engine reads and plans the text of a kept statement once for each connection, instead of each time: that takes it
 * longer than the answer does.
 */
function keepPlans(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (query: pg.QueryConfig) => Promise<pg.QueryResult>
  client.query = ((text: string, values: unknown[]) => {
    const name = keptName(text)
    return query(name ? { name: `${name}_${generation}`, text, values } : { text, values })
  }) as typeof client.query
}

/**
 * Whether a kept plan is gone: the tables were migrated under it (feature_not_supported, whose words the engine translates), or somebody
 * between us and the engine gave another session (invalid_sql_statement_name, duplicate_prepared_statement).
 */
const isPlanGone = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === '26000' ||
    error.code === '42P05' ||
    (error.code === '0A000' && 'routine' in error && error.routine === 'RevalidateCachedQuery'))

class GuardedDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig
  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }
  override createDriver(): Driver {
    return new GuardedDriver(this.#config)
  }
}

const guarded = new WeakSet<DatabaseConnection>()

class GuardedDriver extends PostgresDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    if (insideTransaction()) throw new Error('the outer handle was used inside a transaction')
    try {
      const connection = await super.acquireConnection()
      if (!guarded.has(connection)) translateErrors(connection)
      return connection
    } catch (error) {
      throw translate(error)
    }
  }
}

function translateErrors(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
    try {
      return await execute<R>(query)
    } catch (error) {
      if (!isPlanGone(error)) throw translate(error)
      generation++
      // The transaction is lost, and is run again as a deadlock's victim is.
      if (insideTransaction()) throw new Deadlock('a kept plan is gone', { cause: error })
      return await execute<R>(query).catch((again: unknown) => Promise.reject(translate(again)))
    }
  }
  guarded.add(connection)
}

/** Classes of SQLSTATE that say the world failed: connection, resources, operator, system, read-only (PostgreSQL appendix A). */
const outage = /^(08|53|57|58|25006)/

function translate(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error
  const state = 'code' in error ? String(error.code) : ''
  if (state === '23505') return new Conflict(error.message, { cause: error })
  if (state === '40P01' || state === '40001') return new Deadlock(error.message, { cause: error })
  const lost =
    /^(E[A-Z_]+|.*(CERT|TLS|SSL).*)$/.test(state) ||
    /terminated|timeout|not queryable|connection|Client was closed/i.test(error.message)
  if (!outage.test(state) && !(lost && !/^[0-9A-Z]{5}$/.test(state))) return error
  const refusal = new Refusal('server.unavailable', { retryAfterSeconds: 5 })
  refusal.cause = error
  return refusal
}
