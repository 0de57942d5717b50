import { setTimeout as sleep } from 'node:timers/promises'
import { refuse } from '../kernel/index.ts'

export interface Turns {
  readonly running: number
  readonly waiting: number
  /** @throws `server.overloaded` when the queue is full */
  take<T>(work: () => Promise<T>): Promise<T>
}

/** How long a refused caller is asked to wait, seconds. */
const retryAfterSeconds = 1

/**
 * At most `lanes` pieces of work at once, and a queue of `queueLength`; past it the caller is refused, so that everything
 * else stays fast (rule 10). The refusal takes its time: callers that do not listen and ask again at once would otherwise
 * spend on being refused what the work needs (bench/login: half of all logins).
 */
export function createTurns(lanes: number, queueLength: number): Turns {
  const queue: (() => void)[] = []
  let running = 0
  return {
    get running() {
      return running
    },
    get waiting() {
      return queue.length
    },
    async take(work) {
      if (running >= lanes) {
        if (queue.length >= queueLength) {
          await sleep(retryAfterSeconds * 1000)
          refuse('server.overloaded', { retryAfterSeconds })
        }
        // The one that leaves hands its place over, so `running` is not counted again.
        await new Promise<void>((resolve) => queue.push(resolve))
      } else running++
      try {
        return await work()
      } finally {
        const next = queue.shift()
        if (next) next()
        else running--
      }
    },
  }
}
