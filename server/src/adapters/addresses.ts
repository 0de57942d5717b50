import { BlockList, isIP } from 'node:net'

type Network = readonly [network: string, bits: number]

const listOf = (ipv4: readonly Network[], ipv6: readonly Network[]): BlockList => {
  const list = new BlockList()
  for (const [network, bits] of ipv4) list.addSubnet(network, bits, 'ipv4')
  for (const [network, bits] of ipv6) list.addSubnet(network, bits, 'ipv6')
  return list
}

/** Where an operator's own machines may be: loopback (RFC 1122, RFC 4291), private networks (RFC 1918, RFC 6598, RFC 4193). */
const own = listOf(
  [
    ['127.0.0.0', 8],
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['100.64.0.0', 10],
  ],
  [
    ['::1', 128],
    ['fc00::', 7],
  ],
)

/** Where nobody of the public is (RFC 6890 and the IANA registries of special-purpose addresses). */
const special = listOf(
  [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 3],
  ],
  [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ],
)

const global = listOf([], [['2000::', 3]])

/**
 * True for an address of the public internet (attack 77). IPv6 addresses that carry an IPv4 one are none, whatever they
 * carry (::ffff:0:0/96, 64:ff9b::/96, 2002::/16).
 */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !special.check(address, 'ipv4')
  return family === 6 && global.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

/** True for loopback and private networks. Link-local addresses are none: there the cloud keeps its keys. */
export function isOwn(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return own.check(address, 'ipv4')
  // The block list would read ::ffff:10.0.0.1 as 10.0.0.1.
  return family === 6 && !/^::ffff:/i.test(address) && own.check(address, 'ipv6')
}
