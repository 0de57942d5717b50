import { AsyncLocalStorage } from 'node:async_hooks'
import type { Whereabouts } from '../../capabilities/sessions/index.ts'
import type { Wire } from '../../kernel/index.ts'

/** Whose request is being answered, for the list of a person's sessions. */
export const whereabouts = new AsyncLocalStorage<Whereabouts>()
export const nowhere: Whereabouts = { device: '', address: '' }

export const whereaboutsOf = ({ request, address }: Wire): Whereabouts => ({
  device: (request.headers['user-agent'] ?? '').slice(0, 300),
  address,
})
