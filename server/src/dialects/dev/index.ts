export { type Demo, dev, type Inbox, type InboxMessage } from './dialect.ts'
