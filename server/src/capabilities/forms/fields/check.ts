import type { InputRule } from '../../../kernel/index.ts'

/** What a value is judged by besides its field. */
export interface Place {
  /** Of phone numbers without a country code. */
  readonly region: string
}

/** The rule that a value breaks; undefined for one that breaks none. */
export type Check = (value: unknown, place: Place) => InputRule | 'missing' | undefined

/** Longest text of one line, and of a text with markup, in UTF-16 units, where the field says nothing else. */
export const longestLine = 1000
export const longestText = 100_000

/** An object as JSON has them: neither a list nor null. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** True when an object has no other keys than these. */
export function hasOnly(value: Record<string, unknown>, known: ReadonlySet<string>): boolean {
  for (const key in value) if (!known.has(key)) return false
  return true
}

const mostParams = 20

/** Switches of an editor or a picture: a few plain values, kept and never read. */
export function isParams(value: unknown): boolean {
  if (value === undefined) return true
  if (!isRecord(value)) return false
  const all = Object.values(value)
  return all.length <= mostParams && all.every((one) => isPlain(one))
}

const isPlain = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  typeof value === 'number' ||
  (typeof value === 'string' && value.length <= 200)
