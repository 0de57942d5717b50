import { readConfig } from '../server/src/config.ts'
import { startServer } from '../server/src/server.ts'
import { watchStatements } from '../server/test/kit/failpoint.ts'

// A server as the command starts it, whose engine notes when each statement ran. It answers an order of seconds with
// what it saw in that time.

export interface Seen {
  sql: string
  /** Milliseconds since the order. */
  at: number
}

const seen: { sql: string; at: number }[] = []
const server = await startServer(readConfig(process.env), {
  engine: (engine) => watchStatements(engine, (sql) => void seen.push({ sql, at: performance.now() })),
})

process.on('message', ({ seconds }: { seconds: number }) => {
  const start = performance.now()
  seen.length = 0
  setTimeout(() => process.send?.(seen.map(({ sql, at }): Seen => ({ sql, at: at - start }))), seconds * 1000)
})
process.on('SIGTERM', async () => {
  await server.stop()
  process.exit(0)
})
