import { type AppCaller, part } from './call.ts'

/** What people are invited to. */
export interface Event {
  readonly id: number
  readonly name: string
  /** Nobody enters a closed one. */
  readonly state: 'open' | 'closed'
  readonly createdAt: string
}

/** Somebody who may come. */
export interface Guest {
  /** E.164. */
  readonly mobile: string
  readonly addedAt: string
  /** When the number was last proven. */
  readonly enteredAt?: string
}

/** Events and their lists of guests. Needs `guests:write`. */
export interface Events {
  /**
   * Makes an event, open and without guests. Its number is drawn where none is given.
   *
   * @throws `guests.event-taken`
   * @example
   * ```ts
   * const event = await app.events.create({ name: 'Conference' })
   * ```
   */
  create(wish: { name: string; id?: number }): Promise<Event>
  /**
   * The app’s events by their numbers, at most a hundred; go on after the last one.
   *
   * @example
   * ```ts
   * const first = await app.events.list()
   * const next = await app.events.list(first.at(-1)?.id)
   * ```
   */
  list(after?: number): Promise<readonly Event[]>
  /**
   * One event.
   *
   * @throws `guests.event-unknown`
   * @example
   * ```ts
   * const { state } = await app.events.read(77)
   * ```
   */
  read(id: number): Promise<Event>
  /**
   * Renames, closes or opens it; what is absent stays.
   *
   * @throws `guests.event-unknown`
   * @example
   * ```ts
   * await app.events.change(77, { state: 'closed' })
   * ```
   */
  change(id: number, change: { name?: string; state?: Event['state'] }): Promise<Event>
  /**
   * The guests by their numbers, at most 500; go on after the last one.
   *
   * @throws `guests.event-unknown`
   * @example
   * ```ts
   * const guests = await app.events.listGuests(77)
   * ```
   */
  listGuests(id: number, after?: string): Promise<readonly Guest[]>
  /**
   * Puts up to a thousand numbers on the list. Those that are none are named by their places, and the others taken.
   *
   * @throws `guests.event-unknown`
   * @example
   * ```ts
   * const { added, refused } = await app.events.addGuests(77, ['09140000000', '0912 000 0000'])
   * ```
   */
  addGuests(id: number, mobiles: readonly string[]): Promise<{ added: number; refused: readonly number[] }>
  /**
   * Takes a number from the list, and ends what was issued to who entered by it.
   *
   * @throws `guests.event-unknown`
   * @example
   * ```ts
   * await app.events.removeGuest(77, '09140000000')
   * ```
   */
  removeGuest(id: number, mobile: string): Promise<void>
}

export const events = ({ api }: AppCaller): Events => ({
  create: (json) => api('POST', '/events', { json }),
  list: async (after) => (await api<{ events: Event[] }>('GET', '/events', { query: { after } })).events,
  read: (id) => api('GET', `/events/${part(id)}`),
  change: (id, json) => api('PATCH', `/events/${part(id)}`, { json }),
  listGuests: async (id, after) =>
    (await api<{ guests: Guest[] }>('GET', `/events/${part(id)}/guests`, { query: { after } })).guests,
  addGuests: (id, mobiles) => api('POST', `/events/${part(id)}/guests`, { json: { mobiles } }),
  removeGuest: (id, mobile) => api('DELETE', `/events/${part(id)}/guests/${part(mobile)}`),
})
