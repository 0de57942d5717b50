import { errors, Provider } from 'oidc-provider'
import { spend } from '../../capabilities/limits/index.ts'
import { sessionSettings } from '../../capabilities/sessions/index.ts'
import { networkOf, type Ports, Refusal } from '../../kernel/index.ts'
import { whereabouts } from './whereabouts.ts'

/** What anybody makes us keep before they have shown who they are. */
const begun: readonly string[] = ['Interaction', 'PushedAuthorizationRequest', 'DeviceCode']

/** Not told to the app by a redirect: it is the browser's network that has to wait. */
class Crowded extends errors.OIDCProviderError {
  constructor(cause: Refusal) {
    super(429, 'temporarily_unavailable', { cause })
    this.allow_redirect = false
    this.error_description = 'too many requests from this network'
  }
}

/**
 * Counts a row that is written for nobody yet, by the network that asked: whoever sends requests without end fills no
 * disk with them.
 *
 * @throws Crowded, with Retry-After on the answer
 */
export async function spendRow(at: Ports, model: string): Promise<void> {
  const address = whereabouts.getStore()?.address
  if (!address || !(begun.includes(model) || model === 'Session')) return
  const { beginningsPerNetwork } = await sessionSettings.read(at)
  try {
    await spend(at, { budget: 'sessions.beginningsPerNetwork', of: [networkOf(address)] }, beginningsPerNetwork)
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'limits.exhausted')) throw error
    Provider.ctx?.set('retry-after', String((error.facts as { retryAfterSeconds: number }).retryAfterSeconds))
    throw new Crowded(error)
  }
}
