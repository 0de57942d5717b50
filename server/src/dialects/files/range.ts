import type { ByteRange } from '../../kernel/index.ts'

/**
 * The one part that is asked for (RFC 9110 §14.2). Undefined where all is to be sent: no range, several, or one that cannot
 * be read. `outside` where nothing of it is there.
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | 'outside' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'outside' : { first: bytes - length, last: bytes - 1 }
  }
  const range = { first: Number(first), last: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) }
  if (last !== '' && Number(last) < range.first) return undefined
  return range.first >= bytes ? 'outside' : range
}
