import { fail } from './error.ts'

/** What this library needs of the place it runs in; each may be injected. */
export interface World {
  readonly fetch: typeof fetch
  readonly crypto: typeof crypto
  /** Epoch ms. */
  readonly now: () => number
  readonly timeoutMs: number
}

/** The injectable part of the options of a client. */
export interface WorldOptions {
  /** Your own `fetch`, with a proxy or a trace in it. */
  fetch?: typeof fetch
  /** WebCrypto, where it is not global. */
  crypto?: typeof crypto
  /** The time, epoch ms; `Date.now` where absent. */
  now?: () => number
  /** How long a request may take, ms; 15,000 where absent. */
  timeoutMs?: number
}

/** The few things of browsers that are used, each of which may be absent. */
interface Page {
  readonly document?: unknown
  readonly location?: { readonly href: string; assign(url: string): void }
  readonly history?: { readonly state: unknown; replaceState(state: unknown, unused: string, url: string): void }
  readonly navigator?: {
    readonly locks?: { request<T>(name: string, work: () => Promise<T>): Promise<T> }
    readonly language?: string
    readonly userAgent?: string
    readonly platform?: string
  }
  readonly BroadcastChannel?: new (name: string) => Channel
}

/** A line between the tabs of one origin. */
export interface Channel {
  postMessage(message: unknown): void
  close(): void
  onmessage: ((event: { data: unknown }) => void) | null
  /** Node alone: lets the process end. */
  unref?(): void
}

/** The globals, as far as they are there. */
export const page = globalThis as unknown as Page

/** Whether this is a page, and not a worker or a server. */
export const isPage = (): boolean => page.document !== undefined

export function worldOf(options: WorldOptions): World {
  const web = options.crypto ?? globalThis.crypto
  if (!web?.subtle) fail('client.no-crypto', 'There is no WebCrypto here')
  const { fetch: own } = options
  return {
    fetch: own ?? ((url, init) => globalThis.fetch(url, init)),
    crypto: web,
    now: options.now ?? Date.now,
    timeoutMs: options.timeoutMs ?? 15_000,
  }
}

/**
 * An address of a server, without a slash at its end; a path before it is kept.
 *
 * @throws `client.insecure-url`, `client.bad-url`
 */
export function readBaseUrl(address: string | URL): string {
  const url = parseUrl(address)
  if (url.search || url.hash || url.username)
    fail('client.bad-url', 'The address of a server has no query, no fragment, no user')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    fail('client.insecure-url', `Not an https address: ${url.origin}`)
  return url.href.replace(/\/$/, '')
}

function parseUrl(address: string | URL): URL {
  try {
    return new URL(address)
  } catch (cause) {
    return fail('client.bad-url', `No address: ${address}`, { cause })
  }
}

const isLoopback = (host: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host)
