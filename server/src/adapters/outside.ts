import { promises as dns, type LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { Outside } from '../kernel/index.ts'
import { createOutgoing } from './outgoing.ts'

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

/** Asks name servers and web servers; what they are asked by is the one way out (attack 77). */
export function createOutside({ nameServers, port = 443, authority, isOutside }: OutsideWish = {}): Outside {
  const resolver = new dns.Resolver({ timeout: 2000, tries: 2 })
  if (nameServers) resolver.setServers([...nameServers])
  const resolve = async (host: string): Promise<LookupAddress[]> => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const all = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    return all.map((address) => ({ address, family: isIP(address) }))
  }
  const outgoing = createOutgoing({ resolve, authority, patience, mostBytes, ...(isOutside && { isOutside }) })
  return {
    async readTxt(name) {
      const late = new Promise<string[][]>((resolve) => setTimeout(resolve, patience, []).unref())
      const records = await Promise.race([resolver.resolveTxt(name).catch(() => []), late])
      return records.map((chunks) => chunks.join(''))
    },
    async readText(host, path) {
      if (isIP(host)) return undefined
      const answer = await outgoing({ url: `https://${host}:${port}${path}` }).catch(() => undefined)
      return answer?.status === 200 ? answer.text : undefined
    },
  }
}
