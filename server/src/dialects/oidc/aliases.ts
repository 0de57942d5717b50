import type { IncomingMessage } from 'node:http'

/** Our own paths under the names that clients of another platform know (contracts/payping.md, 4). */
const aliases = {
  '/connect/authorize': '/oauth/authorize',
  '/connect/token': '/oauth/token',
  '/connect/userinfo': '/oauth/userinfo',
} as const

/** Whether a request is for a path; the library takes one in any case, and with a slash at its end. */
export const isAt = (asked: string, path: string): boolean => asked.toLowerCase().replace(/\/$/, '') === path

export const aliasPaths = Object.keys(aliases) as (keyof typeof aliases)[]

/** Calls a path by our own name before the library sees it; the query stays as it came. */
export function renamePath(request: IncomingMessage): void {
  const [path = '', ...query] = (request.url ?? '').split('?')
  const own = (aliases as Record<string, string>)[path.replace(/\/$/, '')]
  if (own) request.url = [own, ...query].join('?')
}
