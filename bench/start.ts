import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Seen } from './idle-server.ts'
import type { Outcome, Phase } from './load.ts'
import { conclude, heading, hold, median, print, spell } from './report.ts'
import { end, findFreePort, prepare, residentMemory, type Started, serverEnv, startServer } from './server.ts'
import { askedEngine, describeMachine, withStorage } from './storage.ts'
import { startWorker } from './worker.ts'

const people = 10_000
const rounds = 5
/** How long a server is left alone before its memory counts as idle, and then for its queries, seconds. */
const settling = 5
const idle = 60

type Env = Record<string, string>

/** Milliseconds from the start of a process to the first 200 of its readiness. */
async function measureStart(env: Env): Promise<{ ready: number; printed: number; server: Started }> {
  const port = await findFreePort()
  const start = performance.now()
  const starting = startServer({ ...env, PORT: String(port) })
  while (!(await isReady(port))) await sleep(2)
  const ready = performance.now() - start
  const server = await starting
  return { ready, printed: Number(/ready (\d+) ms/.exec(server.printed)?.[1]), server }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`)
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}

/** A Node that does nothing: how long it takes to come and go, and what it holds while it waits. */
async function measureBareNode(): Promise<{ milliseconds: number; memory: number }> {
  const start = performance.now()
  await once(spawn(process.execPath, ['-e', '0']), 'exit')
  const milliseconds = performance.now() - start
  const waiting = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
  await sleep(500)
  const memory = residentMemory(waiting.pid ?? 0)
  await end(waiting)
  return { milliseconds, memory }
}

async function benchStart(env: Env): Promise<void> {
  const starts: { ready: number; printed: number; bare: number }[] = []
  for (let round = 1; round <= rounds; round++) {
    const bare = await measureBareNode()
    const { ready, printed, server } = await measureStart(env)
    await server.stop()
    starts.push({ ready, printed, bare: bare.milliseconds })
  }
  heading(`from process start to ready, an existing database, median of ${rounds}`)
  print('a Node that does nothing comes and goes in (floor)', `${spell(median(starts.map((one) => one.bare)))} ms`)
  hold('first 200 of /health/ready', median(starts.map((one) => one.ready)), '< 1000', ' ms')
  hold('the time it printed', median(starts.map((one) => one.printed)), '< 1000', ' ms')
  print('  of the floor', spell(median(starts.map((one) => one.ready / one.bare))))
}

async function benchMemory(env: Env): Promise<void> {
  const bare = await measureBareNode()
  const server = await startServer(env)
  const load = startWorker<Phase, Outcome>('./load.ts')
  try {
    await sleep(settling * 1000)
    heading('resident memory')
    print('a Node that does nothing (floor)', `${spell(bare.memory)} MB`)
    const idleMemory = residentMemory(server.pid)
    hold(`idle, ${settling} s after the start`, idleMemory, '< 150', ' MB')
    const phase = { url: server.url, people, warmSeconds: 0, seconds: 600, retry: 'when-told', probe: false } as const
    const { answered } = await load.run({ ...phase, concurrency: 16, logins: 1000 })
    hold('logins answered', answered, '>= 1000')
    hold('right after them', residentMemory(server.pid), '< 200', ' MB')
    await sleep(settling * 1000)
    print(`${settling} s later`, `${spell(residentMemory(server.pid))} MB`)
    print('  idle, of the floor', spell(idleMemory / bare.memory))
  } finally {
    await Promise.all([load.stop(), server.stop()])
  }
}

async function benchIdleQueries(env: Env): Promise<void> {
  const watched = startWorker<{ seconds: number }, Seen[]>('./idle-server.ts', env)
  try {
    await watched.run({ seconds: settling })
    const seen = await watched.run({ seconds: idle })
    heading(`queries of an idle server in ${idle} s`)
    print('in all', String(seen.length))
    const texts = Map.groupBy(seen, ({ sql }) => sql)
    for (const [sql, times] of texts) {
      const gaps = times.slice(1).map(({ at }, i) => at - (times[i]?.at ?? 0))
      print(`  ${sql.replace(/\s+/g, ' ').slice(0, 54)}`, `${times.length} times`)
      if (gaps.length > 0) hold('    shortest pause', Math.min(...gaps) / 1000, '>= 5', ' s')
    }
    hold('most of one text in the minute', Math.max(0, ...[...texts.values()].map((one) => one.length)), '<= 12')
  } finally {
    await watched.stop()
  }
}

await withStorage(askedEngine(), async (storage) => {
  heading(`start on ${storage.engine}, ${people.toLocaleString('en')} active users, ${describeMachine()}`)
  const env = serverEnv(storage.folder, await storage.newDatabase('start'))
  await prepare(env, people)
  await benchStart(env)
  await benchMemory(env)
  await benchIdleQueries(env)
})
conclude()
