import { Type } from 'typebox'
import {
  addGuests,
  changeEvent,
  createEvent,
  eventStates,
  type GuestEvent,
  largestEventId,
  pageEvents,
  pageGuests,
  readEvent,
  readNumbers,
  removeGuest,
} from '../../capabilities/guests/index.ts'
import { type Mobile, type Ports, refuse } from '../../kernel/index.ts'
import { byApp } from './gates.ts'
import { operation } from './operation.ts'

const instant = (description: string) => Type.String({ format: 'date-time', description })
const name = Type.String({ minLength: 1, maxLength: 200 })
const state = Type.Enum([...eventStates], { description: 'Nobody enters a closed one' })
const mobile = Type.String({ minLength: 1, maxLength: 40, description: 'However it is written; it is kept in E.164' })

const Event = Type.Object(
  {
    id: Type.Integer({ description: 'event_id of the grant' }),
    name: Type.String(),
    state,
    createdAt: instant('When'),
  },
  { $id: 'Event' },
)

const Guest = Type.Object(
  {
    mobile: Type.String({ description: 'E.164' }),
    addedAt: instant('When'),
    enteredAt: Type.Optional(instant('When the number was last proven')),
  },
  { $id: 'Guest' },
)

/** As the parameter of a path, or the last of a page. */
const eventId = Type.String({ pattern: '^[1-9][0-9]{0,11}$', description: 'The event' })
const one = Type.Object({ event: eventId })
const gate = byApp('guests:write')
const spellTime = (at: number): string => new Date(at).toISOString()
const spell = ({ id, name, state, createdAt }: GuestEvent) => ({ id, name, state, createdAt: spellTime(createdAt) })

/** @throws `input.invalid` */
async function readNumber(at: Ports, text: string): Promise<Mobile> {
  return (await readNumbers(at))(text) ?? refuse('input.invalid', { field: 'mobile', rule: 'mobile' })
}

const eventOperations = [
  operation({
    method: 'POST',
    path: '/events',
    id: 'createEvent',
    summary: 'A new event, open and without guests; its number is drawn where none is given',
    gate,
    body: Type.Object(
      {
        id: Type.Optional(Type.Integer({ minimum: 1, maximum: largestEventId, description: 'The platform’s own' })),
        name,
      },
      { $id: 'EventWish', additionalProperties: false },
    ),
    status: 201,
    answer: Event,
    refusals: ['guests.event-taken'],
    run: async ({ at }, app, { body }) => spell(await createEvent(at, app.id, body)),
  }),
  operation({
    method: 'GET',
    path: '/events',
    id: 'listEvents',
    summary: 'The app’s events by their numbers, at most a hundred; go on after the last one',
    gate,
    query: Type.Object({ after: Type.Optional(eventId) }, { additionalProperties: false }),
    status: 200,
    answer: Type.Object({ events: Type.Array(Event) }, { $id: 'Events' }),
    refusals: [],
    async run({ at }, app, { query: { after = '0' } }) {
      return { events: (await pageEvents(at, app.id, Number(after))).map(spell) }
    },
  }),
  operation({
    method: 'GET',
    path: '/events/{event}',
    id: 'readEvent',
    summary: 'One event of the app’s own',
    gate,
    parameters: one,
    status: 200,
    answer: Event,
    refusals: ['guests.event-unknown'],
    run: async ({ at }, app, { parameters: { event } }) => spell(await readEvent(at, app.id, Number(event))),
  }),
  operation({
    method: 'PATCH',
    path: '/events/{event}',
    id: 'changeEvent',
    summary: 'Renames, closes or opens an event again; what is absent stays',
    gate,
    parameters: one,
    body: Type.Object(
      { name: Type.Optional(name), state: Type.Optional(state) },
      { $id: 'EventChange', additionalProperties: false },
    ),
    status: 200,
    answer: Event,
    refusals: ['guests.event-unknown'],
    run: async ({ at }, app, { parameters: { event }, body }) =>
      spell(await changeEvent(at, app.id, Number(event), body)),
  }),
]

const guestOperations = [
  operation({
    method: 'GET',
    path: '/events/{event}/guests',
    id: 'listGuests',
    summary: 'The guests by their numbers, at most 500; go on after the last one',
    gate,
    parameters: one,
    query: Type.Object({ after: Type.Optional(mobile) }, { additionalProperties: false }),
    status: 200,
    answer: Type.Object({ guests: Type.Array(Guest) }, { $id: 'Guests' }),
    refusals: ['guests.event-unknown'],
    async run({ at }, app, { parameters: { event }, query: { after } }) {
      const own = await readEvent(at, app.id, Number(event))
      const guests = await pageGuests(at, own, after === undefined ? undefined : await readNumber(at, after))
      return {
        guests: guests.map(({ mobile, addedAt, enteredAt }) => ({
          mobile,
          addedAt: spellTime(addedAt),
          ...(enteredAt !== undefined && { enteredAt: spellTime(enteredAt) }),
        })),
      }
    },
  }),
  operation({
    method: 'POST',
    path: '/events/{event}/guests',
    id: 'addGuests',
    summary: 'Puts up to 1000 numbers on the list; those that are none are named by their places, and the others taken',
    gate,
    parameters: one,
    body: Type.Object(
      { mobiles: Type.Array(mobile, { minItems: 1, maxItems: 1000 }) },
      { $id: 'GuestsWish', additionalProperties: false },
    ),
    status: 200,
    answer: Type.Object(
      {
        added: Type.Integer({ description: 'Of those that were not on the list before' }),
        refused: Type.Array(Type.Integer(), { description: 'Places of what is no phone number, from 0' }),
      },
      { $id: 'GuestsAdded' },
    ),
    refusals: ['guests.event-unknown'],
    async run({ at }, app, { parameters: { event }, body: { mobiles } }) {
      const own = await readEvent(at, app.id, Number(event))
      const findNumber = await readNumbers(at)
      const found = mobiles.map(findNumber)
      const added = await addGuests(
        at,
        own,
        found.filter((one) => one !== undefined),
      )
      return { added, refused: found.flatMap((one, i) => (one === undefined ? [i] : [])) }
    },
  }),
  operation({
    method: 'DELETE',
    path: '/events/{event}/guests/{mobile}',
    id: 'removeGuest',
    summary:
      'Takes a number from the list, and ends what was issued to who entered by it; one that is not on it changes nothing',
    gate,
    parameters: Type.Object({ event: eventId, mobile }),
    status: 204,
    refusals: ['guests.event-unknown'],
    async run({ at }, app, { parameters: { event, mobile } }) {
      await removeGuest(at, await readEvent(at, app.id, Number(event)), await readNumber(at, mobile))
      return undefined
    },
  }),
]

/** What people are invited to, and who may come. */
export const events = [...eventOperations, ...guestOperations]
