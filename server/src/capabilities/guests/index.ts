export { enterAsGuest } from './enter-as-guest.ts'
export {
  changeEvent,
  createEvent,
  eventStates,
  findEvent,
  type GuestEvent,
  largestEventId,
  pageEvents,
  readEvent,
} from './event.ts'
export { addGuests, pageGuests, readNumbers, removeGuest } from './guest-list.ts'
export { type GuestFile, importGuests } from './import-guests.ts'
export type { LineProblem } from './parse-guest-line.ts'
