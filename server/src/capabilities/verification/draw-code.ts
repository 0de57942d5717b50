import type { Ports } from '../../kernel/index.ts'

/** What a code looks like. */
export interface CodeShape {
  readonly digits: number
  /** Digits where nothing is said. */
  readonly alphabet?: 'digits' | 'alphanumeric'
}

/** Capitals and digits that nobody takes for one another; 32 of them, so that five bits draw one uniformly. */
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Uniform over 10…0 to 99…9 by rejection, so that a JSON number loses no zero; or over the signs. */
export function drawCode(at: Pick<Ports, 'random'>, { digits, alphabet = 'digits' }: CodeShape): string {
  if (alphabet === 'alphanumeric') return [...at.random.bytes(digits)].map((byte) => signs[byte & 31]).join('')
  // More digits than one drawing of 48 bits has.
  if (digits > 10) return drawCode(at, { digits: 8 }) + drawCode(at, { digits: digits - 8 })
  const low = 10 ** (digits - 1)
  const range = 9 * low
  const limit = Math.floor(2 ** 48 / range) * range
  for (;;) {
    const drawn = at.random.bytes(6).readUIntBE(0, 6)
    if (drawn < limit) return String(low + (drawn % range))
  }
}
