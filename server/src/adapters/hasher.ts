import { availableParallelism } from 'node:os'
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
 * argon2id with as many hashes at once as there are cores, and a queue of `queueLength`; past it the caller is refused
 * at once, so that everything else stays fast (rule 10).
 */
export function createHasher(queueLength: number): PasswordHasher & HasherGauges {
  const cores = availableParallelism()
  const queue: (() => void)[] = []
  let running = 0
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= cores) {
      if (queue.length >= queueLength) refuse('server.overloaded', { retryAfterSeconds: 1 })
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
