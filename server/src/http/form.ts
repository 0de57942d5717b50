import { refuse } from '../kernel/index.ts'

/**
 * The fields of a query string or an `application/x-www-form-urlencoded` body, read strictly: text that is not UTF-8
 * and names that come twice are refused, never guessed at (rule 9).
 */
export type Form = ReadonlyMap<string, string>

/**
 * @param octets the raw text; bytes that were not percent-encoded stand for themselves
 * @throws `input.malformed`, `input.duplicate`, both with the field's name
 */
export function parseForm(...sources: (Buffer | string)[]): Form {
  const form = new Map<string, string>()
  for (const source of sources) {
    const octets = typeof source === 'string' ? source : source.toString('latin1')
    for (const pair of pairsOf(octets)) {
      const end = pair.indexOf('=')
      const raw = end < 0 ? pair : pair.slice(0, end)
      const name = decode(raw) || refuse('input.malformed', { field: `${shorten(raw)}=` })
      const value = decode(end < 0 ? '' : pair.slice(end + 1)) ?? refuse('input.malformed', { field: shorten(name) })
      if (form.has(name)) refuse('input.duplicate', { field: shorten(name) })
      form.set(name, value)
    }
  }
  return form
}

/** Fields one request may have: above any surface's, and few enough that reading them stops nobody else. */
const mostFields = 64

function* pairsOf(octets: string): Generator<string> {
  let count = 0
  for (let start = 0; start < octets.length; ) {
    const next = octets.indexOf('&', start)
    const end = next < 0 ? octets.length : next
    if (end > start) yield octets.slice(start, end)
    if (end > start && ++count > mostFields) refuse('input.too-large')
    start = end + 1
  }
}

/** A field's name as an answer may repeat it: no half characters, no control ones. */
export const shorten = (name: string): string =>
  name
    .slice(0, 60)
    .replace(/[\p{Cc}\u2028\u2029]/gu, '')
    .toWellFormed()

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Percent-decoding as WHATWG URL §5.1 has it (`+` is a space, a lone `%` stands for itself), but strict about UTF-8. */
function decode(text: string): string | undefined {
  const octets = Buffer.from(text, 'latin1')
  let length = 0
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] ?? 0
    const escaped = octet === 0x25 ? (nibble(octets[i + 1]) << 4) | nibble(octets[i + 2]) : -1
    if (escaped >= 0) i += 2
    octets[length++] = escaped >= 0 ? escaped : octet === 0x2b ? 0x20 : octet
  }
  try {
    return utf8.decode(octets.subarray(0, length))
  } catch {
    return undefined
  }
}

/** The value of a hexadecimal digit; negative for anything else, also after it was shifted and joined. */
function nibble(octet = 0): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  const letter = octet | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
