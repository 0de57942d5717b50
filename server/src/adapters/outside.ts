import { promises as dns, type LookupAddress } from 'node:dns'
import { request } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Outside } from '../kernel/index.ts'

/** What may be other than the world's: in tests, name servers and machines of their own. */
export interface OutsideWish {
  /** Name servers as `address:port`; the machine's own otherwise. */
  readonly nameServers?: readonly string[]
  readonly port?: number
  /** An authority to trust besides the usual ones, PEM. */
  readonly authority?: string
  /** Which addresses count as outside. */
  readonly isOutside?: (address: string) => boolean
}

/** How long name servers and machines have to answer, ms. */
const patience = 5000
const mostBytes = 4096

/** Asks name servers and web servers, whose addresses are looked at before anything is connected (attack 77). */
export function createOutside(wish: OutsideWish = {}): Outside {
  const resolver = new dns.Resolver({ timeout: 2000, tries: 2 })
  if (wish.nameServers) resolver.setServers([...wish.nameServers])
  const isOutside = wish.isOutside ?? isPublic
  /** What is connected to is what was looked at: nobody can answer otherwise the second time (DNS rebinding). */
  const lookup: LookupFunction = (host, _options, done) => {
    Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]).then((answers) => {
      const all = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
      const addresses = all.map((address): LookupAddress => ({ address, family: isIP(address) }))
      const fine = addresses.length > 0 && addresses.every(({ address }) => isOutside(address))
      if (fine) done(null, addresses)
      else done(new Error(`no public address: ${host}`), [])
    })
  }
  return {
    async readTxt(name) {
      const late = new Promise<string[][]>((resolve) => setTimeout(resolve, patience, []).unref())
      const records = await Promise.race([resolver.resolveTxt(name).catch(() => []), late])
      return records.map((chunks) => chunks.join(''))
    },
    readText: (host, path) => get({ host, path, lookup, port: wish.port ?? 443, ca: wish.authority }),
  }
}

interface Wanted {
  host: string
  path: string
  port: number
  lookup: LookupFunction
  ca: string | undefined
}

function get({ ca, ...wanted }: Wanted): Promise<string | undefined> {
  // An address in the place of a name is never looked up, and so never looked at.
  if (isIP(wanted.host)) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(patience)
    const options = { ...wanted, signal, agent: false, autoSelectFamily: true, ...(ca && { ca }) }
    const asked = request(options, (response) => {
      const chunks: Buffer[] = []
      let length = 0
      if (response.statusCode !== 200) return void response.destroy()
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        chunks.push(chunk)
        if (length <= mostBytes) return
        resolve(undefined)
        response.destroy()
      })
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    })
    asked.on('error', () => resolve(undefined))
    asked.on('close', () => resolve(undefined))
    asked.end()
  })
}

/** Networks where nobody of the public is (RFC 6890, IANA special-purpose registries). */
const special = new BlockList()
for (const [network, bits] of [
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
] as const) {
  special.addSubnet(network, bits, 'ipv4')
}
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(network, bits, 'ipv6')
}

/** True for an address of the public internet; IPv6 ones that carry an IPv4 one are none (64:ff9b::, ::ffff:, 2002:). */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !special.check(address, 'ipv4')
  return family === 6 && global.check(address, 'ipv6') && !special.check(address, 'ipv6')
}
