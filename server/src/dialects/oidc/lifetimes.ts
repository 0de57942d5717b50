import { seconds } from '../../kernel/index.ts'

const day = 86_400

/** How long a browser stays signed in, seconds. */
export const sessionLife = 14 * day

/** How long things live, seconds. */
export const lifetimes = {
  AccessToken: 3600,
  AuthorizationCode: 60,
  ClientCredentials: 3600,
  DeviceCode: 600,
  Grant: 365 * day,
  IdToken: 3600,
  Interaction: 3600,
  RefreshToken: 30 * day,
  Session: sessionLife,
}

/** How long the code of "Log in with" lives: apps of that surface may be slow (contracts/sngine.md, Semantics), seconds. */
export const authKeyLife = 600

/**
 * A second use within this time is refused without harm to the first: a client that retried, or a race. A later one is
 * theft, and takes back what the first one gave (rule 13), ms.
 */
export const harmlessFor = seconds(5)
