import { promises as dns, type LookupAddress } from 'node:dns'
import { type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isOwn, isPublic } from './addresses.ts'

/** A request of ours to a server of somebody else's. */
export interface OutgoingRequest {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer | undefined
  readonly signal?: AbortSignal
}

export interface OutgoingAnswer {
  readonly status: number
  readonly text: string
}

/** Whom requests may reach. */
export interface OutgoingReach {
  /** The only hosts that are called; any, where it is left out. */
  readonly hosts?: ReadonlySet<string>
  /** Hosts that may be at loopback or in a private network; every other has to be on the public internet. */
  readonly ownHosts?: ReadonlySet<string>
  /** Asked for a host's addresses in the place of the machine's own resolver. */
  readonly resolve?: (host: string) => Promise<LookupAddress[]>
  /** An authority to trust besides the usual ones, PEM. */
  readonly authority?: string | undefined
  /** How long a request may take as a whole, ms. */
  readonly patience?: number
  /** Longest answer, bytes. */
  readonly mostBytes?: number
  /** Which addresses count as the public internet; in tests alone it is another question. */
  readonly isOutside?: (address: string) => boolean
}

/** No answer. `sent` says whether the request may have arrived all the same. */
export class Unanswered extends Error {
  readonly code: string
  readonly sent: boolean
  constructor(code: string, sent: boolean) {
    super(code)
    this.name = 'Unanswered'
    this.code = code
    this.sent = sent
  }
}

export type Outgoing = (request: OutgoingRequest) => Promise<OutgoingAnswer>

const usualPatience = 10_000
/** Nobody whom we call has more to say. */
const usuallyMostBytes = 64 * 1024

/**
 * The one way out for HTTP requests (attack 77): to hosts that are allowed, at addresses that were looked at, which are
 * the ones that are connected to, so that nobody can resolve otherwise the second time. Redirects are answers like
 * others and are never followed; an answer has an end in time and in length.
 *
 * @throws Unanswered, whose code never holds a part of the address
 */
export function createOutgoing(reach: OutgoingReach = {}): Outgoing {
  const resolve = reach.resolve ?? ((host: string) => dns.lookup(host, { all: true }))
  return async (wanted) => {
    const url = URL.parse(wanted.url)
    if (!url || !/^https?:$/.test(url.protocol)) throw new Unanswered('EADDRESS', false)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (reach.hosts && !reach.hosts.has(host)) throw new Unanswered('EHOSTNOTALLOWED', false)
    const isOutside = reach.isOutside ?? isPublic
    const fits = reach.ownHosts?.has(host) ? (one: string) => isOwn(one) || isOutside(one) : isOutside
    // An address in the place of a name is never looked up, and so would never be looked at.
    if (isIP(host) && !fits(host)) throw new Unanswered('EADDRESSNOTALLOWED', false)
    const end = AbortSignal.timeout(reach.patience ?? usualPatience)
    return ask(wanted, url, reach.mostBytes ?? usuallyMostBytes, {
      lookup: lookupBy(resolve, fits),
      signal: wanted.signal ? AbortSignal.any([wanted.signal, end]) : end,
      ...(reach.authority && { ca: reach.authority }),
    })
  }
}

/** Every address of the name has to fit: one that does not makes all of them suspect. */
function lookupBy(resolve: (host: string) => Promise<LookupAddress[]>, fits: (one: string) => boolean): LookupFunction {
  return (host, options, done) => {
    const fail = (code: string) => done(Object.assign(new Error(code), { code }), [])
    resolve(host).then(
      (found) => {
        const [first] = found
        if (!first || !found.every(({ address }) => fits(address))) return fail('EADDRESSNOTALLOWED')
        if (options.all) return done(null, found)
        done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => fail(error.code ?? 'ENOTFOUND'),
    )
  }
}

type Way = Pick<RequestOptions, 'lookup' | 'signal'> & { ca?: string }

function ask(
  { method = 'GET', headers, body }: OutgoingRequest,
  url: URL,
  mostBytes: number,
  way: Way,
): Promise<OutgoingAnswer> {
  const secure = url.protocol === 'https:'
  const start = secure ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    let sent = false
    // A connection of its own: one that was kept may be gone, and nobody knows then what has arrived.
    const request = start(url, { ...way, method, agent: false, headers: { 'user-agent': 'diwan', ...headers } })
    request.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        sent = true
      })
    })
    const fail = (error: NodeJS.ErrnoException) => reject(new Unanswered(codeOf(error), sent))
    request.on('error', fail)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        chunks.push(chunk)
        if (length <= mostBytes) return
        reject(new Unanswered('ETOOLONG', sent))
        request.destroy()
      })
      response.on('error', fail)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.end(body)
  })
}

const codeOf = ({ code, name }: NodeJS.ErrnoException): string =>
  code === 'ABORT_ERR' || name === 'AbortError' ? 'ETIMEDOUT' : (code ?? 'EUNKNOWN')
