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
    for (const pair of octets.split('&')) {
      if (pair === '') continue
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

/** A field's name as an answer may repeat it. */
export const shorten = (name: string): string => name.replace(/[\p{Cc}\u2028\u2029]/gu, '').slice(0, 60)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Percent-decoding as WHATWG URL §5.1 has it (`+` is a space, a lone `%` stands for itself), but strict about UTF-8. */
function decode(text: string): string | undefined {
  const spaced = text.replaceAll('+', ' ')
  const octets = spaced.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  try {
    return utf8.decode(Buffer.from(octets, 'latin1'))
  } catch {
    return undefined
  }
}
