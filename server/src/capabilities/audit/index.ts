export { countEvents } from './count-events.ts'
export { type Event, type EventKind, recordEvent, recordEvents } from './record-event.ts'
