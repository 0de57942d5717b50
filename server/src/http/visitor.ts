import { newToken, type Ports, refuse, sameSecret } from '../kernel/index.ts'
import { readCookie, setCookie } from './cookies.ts'
import type { Form } from './form.ts'
import type { Asked } from './route.ts'

/** The field of every form that changes something. */
export const formTokenField = 'token'

/** This browser's own random name, which its cookie carries; drawn at the first page it sees. Never told to anybody. */
export function visitorOf(at: Ports, asked: Asked): string {
  const known = readCookie(at, asked, 'visitor')
  if (known && /^[\w-]{22}$/.test(known)) return known
  const drawn = newToken(at, 128)
  setCookie(at, asked, { name: 'visitor', value: drawn, lifeSeconds: 365 * 86_400 })
  return drawn
}

/** Has the browser take another name at the next page: what was found out under this one is nobody's any more. */
export const forgetVisitor = (at: Ports, asked: Asked): void =>
  setCookie(at, asked, { name: 'visitor', value: '', lifeSeconds: 0 })

/**
 * What a form of ours carries besides the cookies, which the browser sends by itself: a word drawn from the visitor and
 * from who is signed in, so that nobody's page but ours can make this browser act, login included (attack 64).
 */
export const formTokenOf = (at: Ports, visitor: string, session = ''): string =>
  at.keyring.mac('index', 'form', visitor, session)

/**
 * Refuses a form that did not come from a page of ours, drawn for this browser as it stands.
 *
 * @throws `pages.stale-form`
 */
export function checkForm(at: Ports, asked: Asked, form: Form, token: string): void {
  const origin = asked.header('origin')
  const foreign = origin !== undefined && origin !== 'null' && origin !== new URL(at.publicUrl).origin
  const site = asked.header('sec-fetch-site')
  if (foreign || site === 'cross-site' || !sameSecret(form.get(formTokenField) ?? '', token)) refuse('pages.stale-form')
}
