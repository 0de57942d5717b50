import type { CompiledQuery, DatabaseConnection, Dialect } from 'kysely'

/** Adds up how long an engine takes over its statements, from the call to the answer; nothing of ours between them. */
export class Stopwatch {
  milliseconds = 0
  statements = 0

  /** What `work` made the engine take, and what it took as a whole. */
  async time(work: () => Promise<unknown>): Promise<{ engine: number; whole: number; statements: number }> {
    this.milliseconds = 0
    this.statements = 0
    const start = performance.now()
    await work()
    return { engine: this.milliseconds, whole: performance.now() - start, statements: this.statements }
  }

  watch(dialect: Dialect): Dialect {
    return {
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createDriver: () => {
        const driver = dialect.createDriver()
        const acquire = driver.acquireConnection.bind(driver)
        driver.acquireConnection = async (options) => this.#watchConnection(await acquire(options))
        return driver
      },
    }
  }

  readonly #watched = new WeakSet<DatabaseConnection>()

  #watchConnection(connection: DatabaseConnection): DatabaseConnection {
    if (this.#watched.has(connection)) return connection
    this.#watched.add(connection)
    const execute = connection.executeQuery.bind(connection)
    connection.executeQuery = async <R>(query: CompiledQuery, ...rest: never[]) => {
      const start = performance.now()
      try {
        return await execute<R>(query, ...rest)
      } finally {
        this.milliseconds += performance.now() - start
        this.statements++
      }
    }
    return connection
  }
}
