import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { end } from './server.ts'

/** A process of the bench's own that does one thing at a time, as ordered. */
export interface Worker<Order, Result> {
  run(order: Order): Promise<Result>
  stop(): Promise<void>
}

export function startWorker<Order extends object, Result>(
  file: `./${string}.ts`,
  env: NodeJS.ProcessEnv = process.env,
): Worker<Order, Result> {
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { env, stdio: [...stdio] })
  return {
    run: (order) =>
      new Promise((resolve, reject) => {
        const fail = (code: number | null) => reject(new Error(`${file} ended with code ${code}`))
        child.once('exit', fail)
        child.once('message', (result) => {
          child.off('exit', fail)
          resolve(result as Result)
        })
        child.send(order)
      }),
    stop: () => end(child),
  }
}
