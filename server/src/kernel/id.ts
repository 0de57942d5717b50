import type { Ports } from './ports.ts'

/** A person's number: a time-ordered integer from 2^50 to 2^53, safe in JSON (rule 11). */
export type UserId = number & { readonly brand: 'UserId' }

const first = 2 ** 50
const last = 2 ** 53
const epoch = Date.UTC(2026, 0, 1)
const perMillisecond = 2048

/** Draws a person's number from the time and 11 random bits. The insert is retried on a conflict. */
export function newUserId(at: Pick<Ports, 'clock' | 'random'>): UserId {
  const elapsed = Math.max(0, at.clock.now() - epoch)
  const drawn = at.random.bytes(2).readUInt16BE() % perMillisecond
  return Math.min(last - 1, first + elapsed * perMillisecond + drawn) as UserId
}

/** The number a text spells, or undefined when no person can have it. */
export function findUserId(text: string): UserId | undefined {
  const id = /^\d{16}$/.test(text) ? Number(text) : 0
  return id >= first && id < last ? (id as UserId) : undefined
}

/** A row's time-ordered name for what is not a person (UUID version 7, RFC 9562 §5.7). */
export function newRowId(at: Pick<Ports, 'clock' | 'random'>): string {
  const bytes = at.random.bytes(16)
  bytes.writeUIntBE(Math.max(0, at.clock.now()), 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
