import { type ChildProcess, fork } from 'node:child_process'
import type { Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { given } from './database.ts'
import { testEnv } from './house.ts'
import { assertNoSecret, recordSecret } from './secrets.ts'

/** What a test may tell a server's process (server-process.ts). */
export type Order =
  | { advance: number }
  /** Ends the process with SIGKILL right after this many more statements whose text matches. */
  | { killAfter: number; matching?: string }

export interface ServerProcess {
  readonly url: string
  readonly pid: number
  readonly child: ChildProcess
  order(order: Order): Promise<void>
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>
  /** Resolves with the exit code when the process ends, however it ends. */
  readonly ended: Promise<number | null>
}

/** Starts a server as a process of its own. At its end its output is searched for the secrets that were used. */
export async function startProcess(
  test: TestContext,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const all = testEnv(databaseUrl, env)
  recordSecret(all.DIWAN_SECRET)
  const child = fork(given('DIWAN_TEST_SERVER'), {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...all },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  // A test that fails elsewhere must not leave a process behind that keeps the run alive.
  const reap = () => child.kill('SIGKILL')
  process.once('exit', reap)
  child.once('close', () => process.off('exit', reap))
  test.after(async () => {
    child.kill('SIGKILL')
    await ended
    assertNoSecret('the output of a server', output)
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string }).url))
    child.once('exit', () => reject(new Error(`the server ended at its start:\n${output}`)))
  })
  child.unref()
  child.channel?.unref()
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref()
  return {
    url,
    pid: child.pid ?? 0,
    child,
    ended,
    order: (order) =>
      new Promise((resolve, reject) => {
        child.once('message', () => resolve())
        child.send(order, (error) => error && reject(error))
      }),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
