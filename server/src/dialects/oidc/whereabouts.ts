import { AsyncLocalStorage } from 'node:async_hooks'
import type { Whereabouts } from '../../capabilities/sessions/index.ts'

/** Whose request is being answered, for the list of a person's sessions. */
export const whereabouts = new AsyncLocalStorage<Whereabouts>()
export const nowhere: Whereabouts = { device: '', address: '' }
