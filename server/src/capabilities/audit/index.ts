export { countEvents } from './count-events.ts'
export { type EventKind, recordEvent } from './record-event.ts'
