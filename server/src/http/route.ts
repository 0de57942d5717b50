import { findLanguage, type Language, type Refusal, type Wire } from '../kernel/index.ts'

/** A request as the dialects see it: nothing of the framework, nothing of the Host header (rule 7). */
export interface Asked {
  readonly method: string
  readonly path: string
  /** The raw query, without its question mark. */
  readonly query: string
  readonly body: Buffer | undefined
  /** The body's media type, in lower case and without parameters. */
  readonly mediaType: string | undefined
  readonly header: (name: string) => string | undefined
  /** The caller's address, behind a trusted proxy the one it forwards. */
  readonly address: string
  /** True over https, and from loopback. */
  readonly secure: boolean
  /** Names this request in the log. */
  readonly requestId: string
  /** Node's own objects, for a library that reads its cookies by itself. */
  readonly wire: Wire
}

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One row of a dialect's table. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'ANY'
  readonly path: `/${string}`
  readonly answer: (asked: Asked) => Promise<Answer> | Answer
}

/** A route that a protocol library answers by itself, on Node's own objects. */
export interface ForeignRoute {
  readonly path: `/${string}`
  readonly serve: (asked: Asked) => Promise<void>
}

/** How somebody asks: a table of routes, and how its wire spells what went wrong. */
export interface Dialect {
  readonly name: string
  /** Largest body taken, bytes. */
  readonly bodyLimit: number
  readonly routes: readonly Route[]
  readonly foreignRoutes?: readonly ForeignRoute[]
  /** Spells a refusal; undefined stands for a bug of ours, whose cause is in the log under the request's id. */
  readonly spell: (refusal: Refusal | undefined, asked: Asked) => Answer
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
  headers,
})

/** @param leadsTo origins that the page's form may end at after redirects; browsers hold them against `form-action` */
export const page = (status: number, body: string, leadsTo: readonly string[] = []): Answer => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  headers: { 'content-security-policy': policyFor(leadsTo) },
})

/** Answers a POST with the page to GET next (303, RFC 9110 §15.4.4; never 307, attack 48). */
export const seeOther = (location: string): Answer => ({
  status: 303,
  type: 'text/plain; charset=utf-8',
  body: '',
  headers: { location },
})

/** No script, no frame, nothing from elsewhere; styles stand in the page. */
const policyFor = (leadsTo: readonly string[]): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    `form-action ${["'self'", ...leadsTo].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** The policy of a page whose form leads nowhere else. */
export const pagePolicy = policyFor([])

/**
 * The language a browser asks for: `lang` in the address, else the best of Accept-Language (RFC 9110 §12.5.4) that is
 * one of ours, else `fallback` (rule 12).
 */
export function languageOf(asked: Asked, fallback: Language): Language {
  const named = findLanguage(new URLSearchParams(asked.query).get('lang') ?? undefined)
  const wanted = (asked.header('accept-language') ?? '')
    .split(',')
    .map((part) => {
      const [tag, ...parameters] = part.split(';')
      const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean)
      return { language: findLanguage(tag), quality: Number(quality ?? 1) }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  return named ?? wanted.find(({ language }) => language)?.language ?? fallback
}
