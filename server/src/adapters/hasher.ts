import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import type { PasswordHasher } from '../kernel/index.ts'
import { createTurns } from './turns.ts'

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

/** argon2id on every core, and a queue of `queueLength`. */
export function createHasher(queueLength: number): PasswordHasher & HasherGauges {
  const turns = createTurns(lanes, queueLength)
  return {
    hash: (password) => turns.take(() => hash(password, costs)),
    verify: (stored, password) => turns.take(() => verify(stored, password)),
    isStale: (stored) => !stored.startsWith(stamp),
    get running() {
      return turns.running
    },
    get waiting() {
      return turns.waiting
    },
  }
}
