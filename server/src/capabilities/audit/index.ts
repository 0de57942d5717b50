export { type Event, type EventKind, recordEvent } from './record-event.ts'
