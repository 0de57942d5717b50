import type { Provider } from 'oidc-provider'
import type { BrowserSessions, Interactions, Ports } from '../../kernel/index.ts'
import { interactionsOf } from './interactions.ts'
import { createProvider } from './provider.ts'
import { sessionsOf } from './sessions.ts'

/** The library and what pages need of it; whoever imports this file loads the library. */
export async function openProtocol(at: Ports): Promise<Protocol> {
  const provider = await createProvider(at)
  return { provider, interactions: interactionsOf(at, provider), sessions: sessionsOf(provider) }
}

export interface Protocol {
  readonly provider: Provider
  readonly interactions: Interactions
  readonly sessions: BrowserSessions
}
