import { hash } from '@node-rs/argon2'

/** The password of everybody in a bench. */
export const everybodysPassword = 'a phrase that everybody shares'

/** One real argon2id hash of it, at the server's costs. */
export const hashPassword = (): Promise<string> =>
  hash(everybodysPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
