import { isIPv4 } from 'node:net'

/**
 * What an address is counted under: IPv4 as it is, whatever it is wrapped in; of IPv6 the first 64 bits, since whoever
 * has one address has them all (attack 19). All ways of writing one address give one text.
 */
export function networkOf(address: string): string {
  const plain = address.trim().toLowerCase().split('%')[0] ?? ''
  if (isIPv4(plain)) return plain
  const canonical = URL.parse(`http://[${plain}]/`)?.hostname.slice(1, -1)
  if (canonical === undefined) return plain.slice(0, 64)
  const groups = groupsOf(canonical)
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return dotted(groups)
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an address that the URL parser has written in its one way (WHATWG URL §3.5). */
function groupsOf(canonical: string): string[] {
  const [head = '', tail] = canonical.split('::').map((part) => (part ? part.split(':') : []))
  if (tail === undefined) return [...head]
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail]
}

const dotted = (groups: readonly string[]): string =>
  groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .map((value) => `${value >> 8}.${value & 255}`)
    .join('.')
