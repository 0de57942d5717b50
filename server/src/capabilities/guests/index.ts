export { type Entry, enterAsGuest } from './enter-as-guest.ts'
export {
  changeEvent,
  createEvent,
  type EventState,
  eventStates,
  findEvent,
  type GuestEvent,
  largestEventId,
  pageEvents,
  readEvent,
} from './event.ts'
export { addGuests, type Guest, pageGuests, readNumbers, removeGuest } from './guest-list.ts'
