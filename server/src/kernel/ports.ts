import type { Db } from './database.ts'
import type { FileWorks } from './file-works.ts'
import type { Outside } from './outside.ts'
import type { Random } from './random.ts'
import type { ReceiptReader } from './receipts.ts'
import type { Keyring } from './secret.ts'
import type { Clock } from './time.ts'

/** What the house needs from the world. Every function with an effect takes it first. */
export interface Ports {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly keyring: Keyring
  readonly hasher: PasswordHasher
  readonly outside: Outside
  readonly files: FileWorks
  readonly log: Log
  readonly metrics: Metrics
  /** Our own origin, without a slash at its end; every URL of ours starts with it (rule 7). */
  readonly publicUrl: string
}

/** argon2id with a bounded queue; both refuse with `server.overloaded` past it (rule 10). */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
  /** True when the hash was made with other costs than today's. */
  isStale(hash: string): boolean
}

/** Structured lines. Nothing secret is ever given to it (rule 3). */
export interface Log {
  info(facts: object, text: string): void
  warn(facts: object, text: string): void
  error(facts: object, text: string): void
}

/** Counters by name and a few labels of small range. */
export interface Metrics {
  count(name: CounterName, labels?: Record<string, string>): void
  /** Says how things stand, each with its labels; what stood before and is not named stands no longer. */
  set(name: GaugeName, values: readonly (readonly [value: number, labels?: Record<string, string>])[]): void
}

export type CounterName = 'messages' | 'texts' | 'budget_refusals' | 'events'
export type GaugeName = 'money_spent_today' | 'money_per_day' | 'codes_alarm'

/** One letter, text or push, ready to leave. */
export interface Delivery {
  /** The same at every attempt: a receiving channel that knows it delivers once. */
  readonly idempotencyKey: string
  readonly to: string
  readonly kind: string
  readonly language: string
  readonly subject: string
  readonly text: string
  /** E-mail alone has it. */
  readonly html?: string
  /** What a voice says, where the message can be said at all. */
  readonly spoken?: string
  readonly code?: string
  readonly link?: string
  /** From 1 on: a channel with several ways takes another at each. */
  readonly attempt: number
  /** The way that the message before took, where this one is to begin with the next. */
  readonly after?: string
  /** Epoch ms: past it the message is worth nothing, and whoever carries it should drop it. */
  readonly expiresAt: number
}

/** Where a browser receives pushes, as its Push API names it (https://www.w3.org/TR/push-api/#pushsubscription-interface). */
export interface PushSubscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

/** How a push to a browser is told from one to an installed app, whose tokens hold no such beginning. */
const browserPrefix = 'browser:'
export const browserReceiver = (subscription: string): string => browserPrefix + subscription
export const subscriptionOf = (receiver: string): string | undefined =>
  receiver.startsWith(browserPrefix) ? receiver.slice(browserPrefix.length) : undefined

/** How the receiver of a message will speak of it later. */
export interface Taken {
  readonly gateway: string
  readonly reference?: string
}

/**
 * A way out. `deliver` resolves when the receiver has taken the message, and throws otherwise. Once `signal` is aborted
 * the message will be sent by another attempt, and this one must not send it any more.
 */
export interface Channel {
  readonly name: string
  deliver(delivery: Delivery, signal: AbortSignal): Promise<Taken | undefined>
  /** How each of its gateways tells later what became of a message. */
  readonly receipts?: readonly ReceiptReader[]
  close?(): Promise<void>
}

/** Thrown by a channel when no later attempt can succeed (a refused address, say). */
export class Undeliverable extends Error {}
