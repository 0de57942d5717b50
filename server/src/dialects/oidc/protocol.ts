import type { Provider } from 'oidc-provider'
import { readSigningKeys } from '../../capabilities/keys/index.ts'
import type { BrowserSessions, Interactions, Ports } from '../../kernel/index.ts'
import { type SendLogout, tellByOutbox } from './back-channel.ts'
import { interactionsOf } from './interactions.ts'
import { createProvider, type Reach } from './provider.ts'
import { sessionsOf } from './sessions.ts'

/** The library and what pages need of it; whoever imports this file loads the library. */
export async function openProtocol(at: Ports, reach: Reach): Promise<Protocol> {
  const keys = await readSigningKeys(at)
  const provider = createProvider(at, keys, reach)
  const keyNames = keys
    .map((key) => key.kid)
    .sort()
    .join(' ')
  return {
    answer: provider.callback(),
    keyNames,
    sendLogout: tellByOutbox(at, provider),
    interactions: interactionsOf(at, provider),
    sessions: sessionsOf(at, provider),
  }
}

export interface Protocol {
  /** Answers a request; composed once. */
  readonly answer: ReturnType<Provider['callback']>
  /** The names of the keys it signs and verifies by. */
  readonly keyNames: string
  readonly sendLogout: SendLogout
  readonly interactions: Interactions
  readonly sessions: BrowserSessions
}
