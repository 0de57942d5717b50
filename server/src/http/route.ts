import { findLanguage, type Language, type Refusal } from '../kernel/index.ts'

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

/** How somebody asks: a table of routes, and how its wire spells what went wrong. */
export interface Dialect {
  readonly name: string
  /** Largest body taken, bytes. */
  readonly bodyLimit: number
  readonly routes: readonly Route[]
  /** Spells a refusal; undefined stands for a bug of ours, whose cause is in the log under the request's id. */
  readonly spell: (refusal: Refusal | undefined, asked: Asked) => Answer
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
  headers,
})

export const page = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  headers: { 'content-security-policy': policy, ...headers },
})

/** No script, no frame, nothing from elsewhere; styles stand in the page. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

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
