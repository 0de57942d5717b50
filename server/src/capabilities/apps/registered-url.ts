/**
 * What may be registered as an address of an app's: the one definition, for operators and developers, in files, forms and
 * bodies (rule 7, attack 43). An address is taken only as browsers would write it themselves, so that the exact comparison
 * later compares what a browser goes to: no capitals in the host, no default port, no dots to climb with, no backslash.
 */

const longest = 2000

/** Names by which the answer itself is told apart; a registered one would be answered twice (RFC 6749 §3.1, RFC 9207). */
const ours = new Set(['code', 'state', 'iss', 'error', 'error_description', 'auth_key', 'response'])

/** An https address, or an http one of this very machine; no user, no fragment, no second meaning. */
export function isWebUrl(text: string): boolean {
  const url = plainUrl(text)
  return url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
}

/** Where a person is sent back to with a code: as {@link isWebUrl}, or an {@link isAppUrl} of a native app. */
export function isRedirectUrl(text: string): boolean {
  const url = plainUrl(text)
  if (!url || !(isWebUrl(text) || isAppUrl(text))) return false
  const names = [...url.searchParams.keys()]
  return new Set(names).size === names.length && !names.some((one) => ours.has(one))
}

/** A scheme of an app's own, by a domain name turned around (RFC 8252 §7.1): never `javascript:`, never `//`. */
export function isAppUrl(text: string): boolean {
  return plainUrl(text) !== undefined && /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:\/(?!\/)/.test(text)
}

/** A page of an app's, in an operator's file: any web address, or a path of our own origin. */
export const pageUrlPattern = '^(https?://|/)[^\\s]*$'

function plainUrl(text: string): URL | undefined {
  if (text.length > longest || !/^[!$-)+-;=?-Z_a-z~[\]&]+$/.test(text) || /%(2f|5c|00|0a|0d|2e)/i.test(text))
    return undefined
  const url = URL.parse(text)
  if (!url || url.username || url.password || /^[^?]*@/.test(text)) return undefined
  const isBare = url.pathname === '/' && !url.search
  if (url.href !== text && !(isBare && url.href === `${text}/`)) return undefined
  return url.pathname.slice(1).includes('//') || url.pathname.startsWith('//') ? undefined : url
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'

/** A path alone, which lies on our own origin: for the pages of a house's own apps. An operator alone registers such. */
export const isOwnPath = (text: string): boolean => /^(\/[A-Za-z0-9_-][A-Za-z0-9._~-]*)+$/.test(text)

/** A registered address in full: one that is a path alone lies on our own origin (rule 7). */
export const addressOf = (at: { readonly publicUrl: string }, url: string): string =>
  url.startsWith('/') ? `${at.publicUrl}${url}` : url
