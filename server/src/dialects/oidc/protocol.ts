import type { Provider } from 'oidc-provider'
import type { Interactions, Ports } from '../../kernel/index.ts'
import { interactionsOf } from './interactions.ts'
import { createProvider } from './provider.ts'

/** The library and what pages need of it; whoever imports this file loads the library. */
export async function openProtocol(at: Ports): Promise<{ provider: Provider; interactions: Interactions }> {
  const provider = await createProvider(at)
  return { provider, interactions: interactionsOf(at, provider) }
}
