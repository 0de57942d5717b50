import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { CompiledQuery, type QueryResult } from 'kysely'
import type { Flush } from './flush.ts'

/** https://sqlite.org/pragma.html#pragma_wal_checkpoint */
const logState = CompiledQuery.raw('PRAGMA wal_checkpoint(NOOP)')
const copyOfLog = CompiledQuery.raw('PRAGMA wal_checkpoint(PASSIVE)')

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

/** A write, carried out or refused by the engine, that its caller has not heard of yet. */
interface Settled {
  readonly write: Write
  readonly outcome: Outcome
}

type Outcome = { readonly result: QueryResult<unknown> } | { readonly error: unknown }

/**
 * One SQLite database, asked by many at once. Single writes that arrive within one turn of the event loop share a
 * transaction: each is answered once that is committed and on the disk, with its own result or its own error (decision
 * 0019). They run without a pause, so nobody reads what is not committed. A transaction of several statements keeps
 * everybody else out until it is committed; for the disk it waits beside the others (decision 0025).
 */
export class SqliteEngine {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, Prepared>()
  readonly #flush: Flush
  readonly #queue: (() => void)[] = []
  #held = false
  #writes: Write[] = []
  constructor(database: DatabaseSync, flush: Flush) {
    this.#database = database
    this.#flush = flush
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
    if (!isRead(query)) return new Promise((resolve, reject) => this.#enqueue({ query, resolve, reject }))
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

  /** Resolves when everything that was committed before is on the disk. */
  flushed(): Promise<void> {
    return this.#flush.done()
  }

  /** How many pages the log holds that are not in the database's own place yet; none while a transaction is open. */
  pagesInLog(): number {
    if (this.inTransaction) return 0
    const [state] = this.run(logState).rows as [{ log: number; checkpointed: number }]
    return state.log - state.checkpointed
  }

  /** Copies what the log still holds; when nothing is left, the next write begins it anew. */
  async copyLog(): Promise<void> {
    await this.enter()
    try {
      this.run(copyOfLog)
    } finally {
      this.leave()
    }
  }

  /** Carries out what still waits, and closes. */
  async close(): Promise<void> {
    await this.#settle(this.#writeAll(this.#writes.splice(0)))
    this.#statements.clear()
    this.#database.close()
  }

  #enqueue(write: Write): void {
    if (this.#writes.push(write) === 1) setImmediate(() => void this.#carryOut())
  }

  async #carryOut(): Promise<void> {
    await this.enter()
    const settled = this.#writeAll(this.#writes.splice(0))
    this.leave()
    await this.#settle(settled)
  }

  /** Answers writes, those that stand once they are on the disk. */
  async #settle(settled: readonly Settled[]): Promise<void> {
    const standing: Settled[] = []
    for (const one of settled) {
      if ('error' in one.outcome) one.write.reject(one.outcome.error)
      else standing.push(one)
    }
    if (standing.length === 0) return
    try {
      await this.#flush.done()
      for (const { write, outcome } of standing) if ('result' in outcome) write.resolve(outcome.result)
    } catch (error) {
      for (const { write } of standing) write.reject(error)
    }
  }

  #writeAll(writes: readonly Write[]): Settled[] {
    const together = writes.length > 1 ? this.#writeTogether(writes) : undefined
    return together ?? writes.map((write) => ({ write, outcome: this.#try(write.query) }))
  }

  /** Undefined when nothing of it stands, and each may be tried alone: the engine gave the whole up, for want of room perhaps. */
  #writeTogether(writes: readonly Write[]): Settled[] | undefined {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
    } catch (error) {
      return writes.map((write) => ({ write, outcome: { error } }))
    }
    const settled: Settled[] = []
    for (const write of writes) {
      // A statement that fails undoes itself and nothing else (https://sqlite.org/lang_conflict.html, ABORT) …
      settled.push({ write, outcome: this.#try(write.query) })
      // … unless the engine gave the whole up; what followed would be committed by itself.
      if (!this.inTransaction) return undefined
    }
    try {
      this.#database.exec('COMMIT')
    } catch {
      if (this.inTransaction) this.#database.exec('ROLLBACK')
      return undefined
    }
    return settled
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

/** Statements written by hand are known by their first word; whatever else they begin with may write. */
export const isRead = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*(SELECT|PRAGMA|EXPLAIN)\b/i.test(sql))
