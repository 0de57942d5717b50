import { flushCompileCache } from 'node:module'
import { readConfig } from '../../src/config.ts'
import { startServer } from '../../src/server.ts'
import { watchStatements } from './failpoint.ts'
import { cheapHasher } from './hashes.ts'
import type { Order } from './process.ts'

// A server as the command starts it, with a clock that the test moves and a point at which it dies.
let shift = 0
let left = Number.POSITIVE_INFINITY
let matching = ''

const server = await startServer(readConfig(process.env), {
  clock: { now: () => Date.now() + shift },
  hasher: cheapHasher(),
  engine: (engine) =>
    watchStatements(engine, (sql) => {
      if (sql.toLowerCase().includes(matching) && --left <= 0) process.kill(process.pid, 'SIGKILL')
    }),
})

process.on('message', (order: Order) => {
  if ('advance' in order) shift += order.advance
  else {
    left = order.killAfter
    matching = (order.matching ?? '').toLowerCase()
  }
  process.send?.({ done: true })
})
process.on('SIGTERM', async () => {
  await server.stop()
  process.exit(0)
})
// Whoever is killed keeps nothing at its end.
flushCompileCache()
process.send?.({ url: server.url })
