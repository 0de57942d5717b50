export type { BrowserSessions, SignedIn } from './browser-sessions.ts'
export { type CalendarDate, findBirthDate, findCalendarDate } from './calendar-date.ts'
export {
  asciiDomain,
  type Contact,
  type ContactKind,
  type Email,
  findContact,
  findEmail,
  findMobile,
  type Mobile,
  originOf,
  takesTexts,
} from './contact.ts'
export {
  afterCommit,
  Conflict,
  type Db,
  Deadlock,
  insideTransaction,
  type Tables,
  type Tx,
  transact,
} from './database.ts'
export { foldDigits } from './digits.ts'
export {
  type ByteRange,
  type FileStore,
  type FileWorks,
  type FoundType,
  type ImageBounds,
  type Images,
  type Redrawn,
  refuseLarge,
  type Spool,
  type Spooled,
} from './file-works.ts'
export { hold } from './hold.ts'
export { findUserId, newRowId, newUserId, type UserId } from './id.ts'
export type { Inbox, InboxMessage } from './inbox.ts'
export type { Interaction, Interactions, Wire } from './interactions.ts'
export { keepStatement, keepStatements, keptName, locksRows } from './kept-statement.ts'
export { directionOf, findLanguage, type Language, languages, localeOf } from './language.ts'
export { networkOf } from './network.ts'
export type { Outside } from './outside.ts'
export {
  findIban,
  findLine,
  findLines,
  findNationalCode,
  findPhone,
  findPostalCode,
  findWebAddress,
} from './person-fields.ts'
export type {
  Channel,
  CounterName,
  Delivery,
  GaugeName,
  Log,
  Metrics,
  PasswordHasher,
  Ports,
  PushSubscription,
  Taken,
} from './ports.ts'
export { browserReceiver, subscriptionOf, Undeliverable } from './ports.ts'
export type { Random } from './random.ts'
export { isReceiptKey, type Receipt, type ReceiptReader, receiptUrl, type Told } from './receipts.ts'
export {
  type AnswerProblem,
  type Family,
  type InputRule,
  Refusal,
  type RefusalCode,
  type Refusals,
  refuse,
} from './refusal.ts'
export { openRecord, sealRecord } from './sealed-record.ts'
export { createKeyring, hashToken, newToken, sameSecret } from './secret.ts'
export { type Clock, seconds, spellInstant } from './time.ts'
export type { Access, DeviceFacts, DeviceWish, GuestWish, IssuedTokens, Tokens } from './tokens.ts'
