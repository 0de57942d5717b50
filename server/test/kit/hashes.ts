import { hash, verify } from '@node-rs/argon2'
import type { Hasher } from '../../src/adapters/hasher.ts'

/** As cheap as the library makes it. */
const costs = { memoryCost: 8, timeCost: 1, parallelism: 1 }

/** The house's argon2id without its costs, queue and threads: most tests hash many passwords, and try something else by them. */
export const cheapHasher = (): Hasher => ({
  hash: (password) => hash(password, costs),
  verify: (stored, password) => verify(stored, password),
  isStale: (stored) => !stored.startsWith('$argon2id$v=19$m=8,t=1,p=1$'),
  running: 0,
  waiting: 0,
})
