import type { CompiledQuery, DatabaseConnection, Dialect, QueryResult } from 'kysely'
import { readConfig } from '../server/src/config.ts'
import { startServer } from '../server/src/server.ts'

// A server whose engine notes what is written: it answers `begin` with its address and `end` with the transactions since.

/** Of each transaction, how many bytes each of its writing statements brought. */
export type Shape = number[][]

let shape: Shape = []
let reads = 0
const open = new WeakMap<DatabaseConnection, number[]>()

/** A statement that changed nothing commits nothing. */
function hasWritten({ rows, numAffectedRows }: QueryResult<unknown>): boolean {
  return rows.length > 0 || (numAffectedRows ?? 0n) > 0n
}

function note(connection: DatabaseConnection, { sql, parameters }: CompiledQuery, result: QueryResult<unknown>): void {
  const transaction = open.get(connection)
  if (/^\s*begin/i.test(sql)) open.set(connection, [])
  else if (/^\s*(commit|rollback)/i.test(sql)) {
    open.delete(connection)
    if (transaction?.length) shape.push(transaction)
  } else if (!/^\s*(insert|update|delete)/i.test(sql)) reads++
  else if (hasWritten(result)) {
    const bytes = parameters.reduce<number>((sum, one) => sum + (typeof one === 'string' ? one.length : 8), 0)
    if (transaction) transaction.push(bytes)
    else shape.push([bytes])
  }
}

function watch(dialect: Dialect): Dialect {
  const watched = new WeakSet<DatabaseConnection>()
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => {
      const driver = dialect.createDriver()
      const acquire = driver.acquireConnection.bind(driver)
      driver.acquireConnection = async (options) => {
        const connection = await acquire(options)
        if (watched.has(connection)) return connection
        watched.add(connection)
        const execute = connection.executeQuery.bind(connection)
        connection.executeQuery = async <R>(query: CompiledQuery, ...rest: never[]) => {
          const result = await execute<R>(query, ...rest)
          note(connection, query, result)
          return result
        }
        return connection
      }
      return driver
    },
  }
}

const server = await startServer(readConfig(process.env), { engine: watch })

export type ShapeOrder = { do: 'begin' | 'end' }
export type ShapeResult = { url: string; shape: Shape; reads: number }

process.on('message', ({ do: what }: ShapeOrder) => {
  process.send?.({ url: server.url, shape, reads } satisfies ShapeResult)
  if (what === 'begin') {
    shape = []
    reads = 0
  }
})
process.on('SIGTERM', async () => {
  await server.stop()
  process.exit(0)
})
