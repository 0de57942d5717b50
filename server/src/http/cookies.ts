import type { Asked } from './route.ts'

export interface Cookie {
  readonly name: string
  readonly value: string
  /** Seconds; 0 removes it. Absent: until the browser ends. */
  readonly lifeSeconds?: number
}

/** The name under which browsers keep a cookie: one that no other host can set, where there is https (attack 66). */
const keptAs = (publicUrl: string, name: string): string => (publicUrl.startsWith('https:') ? `__Host-${name}` : name)

/** A cookie of the request, by its plain name. Of several of one name none is trusted. */
export function readCookie(at: { readonly publicUrl: string }, asked: Asked, name: string): string | undefined {
  const start = `${keptAs(at.publicUrl, name)}=`
  const found = (asked.header('cookie') ?? '').split(';').filter((pair) => pair.trim().startsWith(start))
  return found.length === 1 ? found[0]?.trim().slice(start.length) || undefined : undefined
}

/** Adds a cookie to the answer: for this host alone, out of reach for scripts, and not sent with other sites' forms. */
export function setCookie(at: { readonly publicUrl: string }, asked: Asked, cookie: Cookie): void {
  const secure = at.publicUrl.startsWith('https:') ? '; Secure' : ''
  const age = cookie.lifeSeconds === undefined ? '' : `; Max-Age=${cookie.lifeSeconds}`
  const text = `${keptAs(at.publicUrl, cookie.name)}=${cookie.value}; Path=/; HttpOnly; SameSite=Lax${secure}${age}`
  asked.wire.response.appendHeader('set-cookie', text)
}
