import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { hash, verify } from '@node-rs/argon2'
import { type PasswordHasher, refuse } from '../kernel/index.ts'

/** argon2id (the library's default) at a cost that OWASP recommends: 19 MiB, two passes. */
const costs = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const stamp = `$argon2id$v=19$m=${costs.memoryCost},t=${costs.timeCost},p=${costs.parallelism}$`

export interface HasherGauges {
  readonly running: number
  readonly waiting: number
}

/**
 * Hashes handed to the threads at once: as many as there are cores, and the next one, or a core that is done would stand
 * idle until the event loop has time for it (decision 0013).
 */
const lanes = availableParallelism() + 1

/** How long a refused caller is asked to wait, seconds. */
const retryAfterSeconds = 1

/**
 * argon2id on every core, and a queue of `queueLength`; past it the caller is refused, so that everything else stays
 * fast (rule 10). The refusal takes its time: callers that do not listen and ask again at once would otherwise spend on
 * being refused what the hashes need (bench/login: half of all logins).
 */
export function createHasher(queueLength: number): PasswordHasher & HasherGauges {
  const queue: (() => void)[] = []
  let running = 0
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
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
  }
  return {
    hash: (password) => inTurn(() => hash(password, costs)),
    verify: (stored, password) => inTurn(() => verify(stored, password)),
    isStale: (stored) => !stored.startsWith(stamp),
    get running() {
      return running
    },
    get waiting() {
      return queue.length
    },
  }
}
