import { AsyncLocalStorage } from 'node:async_hooks'
import type { SealedConsent, ShownToken, Whereabouts } from '../../capabilities/sessions/index.ts'
import type { Wire } from '../../kernel/index.ts'

/** What is known of the request that is being answered. */
export interface Errand extends Whereabouts {
  /** The family of the code or refresh token that was presented: what is issued for it belongs to the same (rule 13). */
  family?: string | undefined
  /** Names of sessions that were found: such a one is changed, but never made anew after somebody ended it meanwhile. */
  readonly found: Set<string>
  /** The secret of a session that is about to get another, since its person signs in. */
  renamed?: string | undefined
  /** What is being asked for at this moment, without saying what kind of token it is. */
  asking?: { readonly value: string; readonly row: Promise<ShownToken | undefined> } | undefined
  /** The consent that was read beside the token; taken once. */
  consent?: SealedConsent | undefined
}

/** Whose request is being answered, for the list of a person's sessions; and what it came with. */
export const whereabouts = new AsyncLocalStorage<Errand>()
export const nowhere: Whereabouts = { device: '', address: '' }

export const whereaboutsOf = ({ request, address }: Wire): Errand => ({
  device: (request.headers['user-agent'] ?? '').slice(0, 300),
  address,
  found: new Set(),
})
