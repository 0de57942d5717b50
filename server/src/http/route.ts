import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { findLanguage, type Language, type Refusal, type Wire } from '../kernel/index.ts'
import type { Part } from './parts.ts'

/** A request as the dialects see it: nothing of the framework, nothing of the Host header (rule 7). */
export interface Asked {
  readonly method: string
  readonly path: string
  /** The raw query, without its question mark. */
  readonly query: string
  readonly body: Buffer | undefined
  /** The parts of a multipart body, as they arrive; at routes that take files alone, and undefined for any other body. */
  readonly parts?: () => AsyncIterable<Part>
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
  /** Sent instead of the body, as it comes. */
  readonly stream?: Readable
  readonly headers?: Readonly<Record<string, string>>
}

/** One row of a dialect's table. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY'
  readonly path: `/${string}`
  /** Served whatever the case of the path's letters is, as the platform does whose clients come here. */
  readonly anyCase?: boolean
  /** Takes files in multipart bodies, so many in one; its body has no other limit than what takes them counts. */
  readonly upload?: { readonly mostFiles: number }
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
  /** What is said at an address that nobody serves; undefined where that is for another to say. */
  readonly missing?: (asked: Asked) => Promise<Answer | undefined>
  /** Spells a refusal; undefined stands for a bug of ours, whose cause is in the log under the request's id. */
  readonly spell: (refusal: Refusal | undefined, asked: Asked) => Answer
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
  headers,
})

/** What a page needs beyond itself. */
export interface PageWish {
  /** Origins that the page's form may end at after redirects; browsers hold them against `form-action`. */
  readonly leadsTo?: readonly string[]
  /** Addresses of images from elsewhere: an app's logo. */
  readonly images?: readonly (string | undefined)[]
}

/** A whole page of HTML, under a policy that lets it do no more than it needs. */
export const page = (status: number, body: string, wish: PageWish = {}): Answer => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  headers: { 'content-security-policy': pagePolicy(body, wish) },
})

/** Answers a POST with the page to GET next (303, RFC 9110 §15.4.4; never 307, attack 48). */
export const seeOther = (location: string): Answer => ({
  status: 303,
  type: 'text/plain; charset=utf-8',
  body: '',
  headers: { location },
})

/**
 * The policy of a page: our own script from our own origin and no other, the one style that stands in it by its hash,
 * no frame around it (attack 63), nothing from elsewhere but the images that it names.
 */
export function pagePolicy(html: string, { leadsTo = [], images = [] }: PageWish = {}): string {
  const origins = new Set(images.flatMap((url) => originOf(url)))
  return [
    "default-src 'none'",
    `style-src ${styleOf(html)}`,
    "script-src 'self'",
    `img-src ${["'self'", 'data:', ...origins].join(' ')}`,
    `form-action ${["'self'", ...leadsTo].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const originOf = (url: string | undefined): string[] => {
  const origin = url && URL.canParse(url) ? new URL(url).origin : 'null'
  return origin === 'null' ? [] : [origin]
}

const styles = new Map<string, string>()

/** A page has one style at most; the house's are few, and their hashes are kept. */
function styleOf(html: string): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1]
  if (style === undefined) return "'none'"
  const known = styles.get(style) ?? `'sha256-${createHash('sha256').update(style).digest('base64')}'`
  if (styles.size > 100) styles.clear()
  styles.set(style, known)
  return known
}

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

/**
 * Whether a request is made for something else than a window of its own, by what browsers say it is for (Fetch
 * Metadata, `Sec-Fetch-Dest`). Whoever says nothing is an older browser, or none.
 */
export const isFramed = (destination: string | undefined): boolean => (destination ?? 'document') !== 'document'
