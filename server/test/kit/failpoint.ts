import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely'

/** Puts `after` behind every statement that an engine has carried out, BEGIN and COMMIT among them. */
export const watchStatements = (dialect: Dialect, after: (sql: string) => void): Dialect =>
  watchQueries(dialect, ({ sql }) => after(sql))

/** The same with each statement's parameters. */
export function watchQueries(dialect: Dialect, after: (query: CompiledQuery) => void): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => watchDriver(dialect.createDriver(), after),
  }
}

const watched = new WeakSet<DatabaseConnection>()

function watchDriver(driver: Driver, after: (query: CompiledQuery) => void): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options)
    if (!watched.has(connection)) watchConnection(connection, after)
    return connection
  }
  return driver
}

function watchConnection(connection: DatabaseConnection, after: (query: CompiledQuery) => void): void {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = async <R>(query: CompiledQuery, ...rest: never[]) => {
    const result = await execute<R>(query, ...rest)
    after(query)
    return result
  }
  watched.add(connection)
}
