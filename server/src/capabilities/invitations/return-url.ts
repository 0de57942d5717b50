import type { Ports } from '../../kernel/index.ts'
import { type App, addressOf } from '../apps/index.ts'

/** Where the browser goes at the end: as the app wrote it, and known to be one of the app's own addresses. */
export type ReturnUrl = string & { readonly brand: 'ReturnUrl' }

/** Longest address taken, in UTF-16 units. */
const longest = 2000

/**
 * An address of the app's, by the origin and path of one that is registered and with any query (rule 7). Whatever a
 * browser would read otherwise than it looks is none: user names, backslashes, white space, dots and escapes in the
 * path, a fragment (attack 43). Plain http is for this machine alone.
 */
export function findReturnUrl(
  at: Pick<Ports, 'publicUrl'>,
  app: Pick<App, 'returnUrls'>,
  text: string,
): ReturnUrl | undefined {
  const asked = partsOf(text)
  if (!asked || text.length > longest) return undefined
  const registered = app.returnUrls.map((url) => partsOf(addressOf(at, url)))
  return registered.some((one) => one?.origin === asked.origin && one.path === asked.path)
    ? (text as ReturnUrl)
    : undefined
}

/** Scheme, authority, path; printable ASCII, so that it can stand in a header as it was given. */
const shape = /^(https?:\/\/[^/?#\\@\s]+)(\/[^?#\\\s]*)?(\?[^#\\\s]*)?$/i

function partsOf(text: string): { origin: string; path: string } | undefined {
  const [, authority = '', path = '/'] = /^[\x20-\x7e]+$/.test(text) ? (shape.exec(text) ?? []) : []
  const url = URL.parse(authority)
  if (!url) return undefined
  const here = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  return url.protocol === 'https:' || here ? { origin: url.origin, path } : undefined
}
