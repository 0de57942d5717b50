import assert from 'node:assert/strict'
import { ali, app, type Page, Surfer } from './openid.ts'
import { recordSecret } from './secrets.ts'

export type Words = Record<string, string>

/** What the surface answers: always HTTP 200, always JSON, never kept. */
export interface WireAnswer {
  error?: true
  message?: string
  access_token?: string
  user_info?: Words
}

/** Asks as PHP's `file_get_contents` does: by GET, with everything in the address. */
export async function get(url: string, path: string, query: Words | string, headers: Words = {}): Promise<WireAnswer> {
  const text = typeof query === 'string' ? query : new URLSearchParams(query).toString()
  return read(await fetch(`${url}${path}?${text}`, { headers }))
}

/** Asks by a posted form, so that no secret stands in an address. */
export async function post(url: string, path: string, form: Words, headers: Words = {}): Promise<WireAnswer> {
  return read(await fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(form), headers }))
}

async function read(response: Response): Promise<WireAnswer> {
  const text = await response.text()
  assert.equal(response.status, 200, text)
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
  assert.equal(response.headers.get('cache-control'), 'no-store', 'attack 67')
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer', 'attack 68')
  const answer = JSON.parse(text) as WireAnswer
  recordSecret(answer.access_token)
  return answer
}

/** The link that the app's page shows. */
export const link = (id = app.id, more = ''): string => `/api/oauth?app_id=${id}${more}`

/** Goes through the link as a person does, to the app's own address; answers the key. */
export async function getKey(url: string, surfer = new Surfer(url), who = ali): Promise<string> {
  const back = await surfer.pass(await surfer.visit(link()), who)
  return keyOf(back)
}

export function keyOf(back: Page): string {
  const key = back.url.searchParams.get('auth_key') ?? ''
  assert.match(key, /^[\w-]{22,64}$/, `${back.url} ${back.text}`)
  recordSecret(key, app.secret)
  return key
}

/** What an app's server sends for a key. */
export const claim = (key: string, change: Words = {}): Words => ({
  app_id: app.id,
  app_secret: app.secret,
  auth_key: key,
  ...change,
})

/** The token for a key. */
export async function tokenFor(url: string, key: string): Promise<string> {
  const { access_token: token, message } = await get(url, '/api/authorize', claim(key))
  assert.match(token ?? '', /^[\w-]{22,64}$/, message ?? 'no token')
  return token ?? ''
}
