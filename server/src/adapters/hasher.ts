import { availableParallelism } from 'node:os'
import type { PasswordHasher } from '../kernel/index.ts'
import { compute } from './hash-threads.ts'
import { createTurns } from './turns.ts'

/** argon2id (the library's default) at a cost that OWASP recommends: 19 MiB, two passes. */
const costs = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const stamp = `$argon2id$v=19$m=${costs.memoryCost},t=${costs.timeCost},p=${costs.parallelism}$`

export interface HasherGauges {
  readonly running: number
  readonly waiting: number
}

export type Hasher = PasswordHasher & HasherGauges

/**
 * Hashes handed to the threads at once: each has one that it computes and one that lies ready, or a core that is done
 * would stand idle until the event loop has time for it (decisions 0013 and 0026).
 */
const lanes = 2 * availableParallelism()

/** argon2id on every core, and a queue of `queueLength`. */
export function createHasher(queueLength: number): Hasher {
  const turns = createTurns(lanes, queueLength)
  return {
    hash: (password) => turns.take(async () => String(await compute({ password, costs }))),
    verify: (stored, password) => turns.take(async () => (await compute({ stored, password })) === true),
    isStale: (stored) => !stored.startsWith(stamp),
    get running() {
      return turns.running
    },
    get waiting() {
      return turns.waiting
    },
  }
}
