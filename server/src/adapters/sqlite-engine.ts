import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CompiledQuery, QueryResult } from 'kysely'

/** Prepared statements kept per database; the house has fewer texts than this. */
const keptStatements = 500

interface Prepared {
  readonly statement: StatementSync
  /** Whether it answers rows; asked once, since the engine describes every column anew each time. */
  readonly answers: boolean
}

interface Write {
  readonly query: CompiledQuery
  readonly resolve: (result: QueryResult<unknown>) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly result: QueryResult<unknown> } | { readonly error: unknown }

/**
 * One SQLite database, asked by many at once. Single writes that arrive within one turn of the event loop share a
 * transaction, and so one wait for the disk: each is answered once that is committed, with its own result or its own
 * error (decision 0019). They run without a pause, so nobody reads what is not committed. A transaction of several
 * statements keeps everybody else out.
 */
export class SqliteEngine {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, Prepared>()
  readonly #queue: (() => void)[] = []
  #held = false
  #writes: Write[] = []
  constructor(database: DatabaseSync) {
    this.#database = database
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction
  }

  /** Waits until no transaction is open, and keeps everybody else out until {@link leave}. */
  async enter(): Promise<void> {
    // Whoever leaves hands over, so `#held` stays true in between.
    if (this.#held) await new Promise<void>((resolve) => this.#queue.push(resolve))
    this.#held = true
  }

  leave(): void {
    const next = this.#queue.shift()
    if (next) next()
    else this.#held = false
  }

  /** One statement outside of a transaction. */
  async runAlone(query: CompiledQuery): Promise<QueryResult<unknown>> {
    if (isWrite(query)) return new Promise((resolve, reject) => this.#enqueue({ query, resolve, reject }))
    if (!this.#held) return this.run(query)
    await this.enter()
    try {
      return this.run(query)
    } finally {
      this.leave()
    }
  }

  run({ sql, parameters }: CompiledQuery): QueryResult<unknown> {
    const { statement, answers } = this.#prepare(sql)
    const values = parameters as SQLInputValue[]
    if (answers) return { rows: statement.all(...values) }
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
  }

  /** Carries out what still waits, and closes. */
  close(): void {
    this.#writeAll(this.#writes.splice(0))
    this.#statements.clear()
    this.#database.close()
  }

  #enqueue(write: Write): void {
    if (this.#writes.push(write) === 1) setImmediate(() => void this.#flush())
  }

  async #flush(): Promise<void> {
    await this.enter()
    this.#writeAll(this.#writes.splice(0))
    this.leave()
  }

  #writeAll(writes: readonly Write[]): void {
    if (writes.length > 1 && this.#writeTogether(writes)) return
    for (const write of writes) settle(write, this.#try(write.query))
  }

  /** False when nothing of it stands, and each may be tried alone: the engine gave the whole up, for want of room perhaps. */
  #writeTogether(writes: readonly Write[]): boolean {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
    } catch (error) {
      for (const write of writes) write.reject(error)
      return true
    }
    const outcomes: Outcome[] = []
    for (const { query } of writes) {
      // A statement that fails undoes itself and nothing else (https://sqlite.org/lang_conflict.html, ABORT) …
      outcomes.push(this.#try(query))
      // … unless the engine gave the whole up; what followed would be committed by itself.
      if (!this.inTransaction) return false
    }
    try {
      this.#database.exec('COMMIT')
    } catch {
      if (this.inTransaction) this.#database.exec('ROLLBACK')
      return false
    }
    for (const [i, write] of writes.entries()) settle(write, outcomes[i] as Outcome)
    return true
  }

  #try(query: CompiledQuery): Outcome {
    try {
      return { result: this.run(query) }
    } catch (error) {
      return { error }
    }
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

const writes: ReadonlySet<string> = new Set(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'])
/** Statements written by hand are known by their first word. */
const isWrite = ({ query, sql }: CompiledQuery): boolean =>
  writes.has(query.kind) || (query.kind === 'RawNode' && /^\s*(INSERT|UPDATE|DELETE)\b/i.test(sql))

function settle({ resolve, reject }: Write, outcome: Outcome): void {
  if ('result' in outcome) resolve(outcome.result)
  else reject(outcome.error)
}
