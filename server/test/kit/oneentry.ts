import assert from 'node:assert/strict'
import { defineOneEntry } from 'oneentry'
import { defineOneEntry as defineOld } from 'oneentry-1.0.115'
import { authData } from './forms.ts'
import { recordSecret } from './secrets.ts'

/** The site key of the demo's shop: public. */
export const siteKey = 'demo-site-key-of-the-shop-1001'

/** The platform's own published client, as its documentation sets it up, with the strictest look at our answers. */
export const client = (url: string, wish: { isShell?: boolean; token?: string; marker?: string } = {}) =>
  defineOneEntry(url, {
    token: wish.token ?? siteKey,
    langCode: 'en_US',
    auth: { providerMarker: wish.marker ?? 'email' },
    errors: { isShell: wish.isShell ?? true },
    validation: { enabled: true, strictMode: true, logErrors: false },
  })

/** The same client of an earlier year, which says nothing of its device. */
export const oldClient = (url: string) =>
  defineOld(url, { token: siteKey, langCode: 'en_US', errors: { isShell: true } })

/** What was declined, as the client gives it to its caller. */
export interface Declined {
  readonly statusCode: number
  readonly message: string
  readonly timestamp: string
  readonly pageData: null
  readonly validationErrors?: readonly { marker: string; rule: string; message: string }[]
}

/** Asserts that a call was declined, in the platform's shape. */
export function assertDeclined(value: unknown, status: number, markers: readonly string[] = []): Declined {
  const declined = value as Declined
  assert.equal(declined?.statusCode, status, JSON.stringify(value))
  assert.ok(declined.message.length > 10 && !Number.isNaN(Date.parse(declined.timestamp)), JSON.stringify(value))
  assert.equal(declined.pageData, null)
  const named = (declined.validationErrors ?? []).map(({ marker }) => marker)
  for (const marker of markers) assert.ok(named.includes(marker), `${marker}: ${JSON.stringify(value)}`)
  return declined
}

/** What the client's sign-up answers, and the answer was no error. */
export interface SignedUp {
  readonly id: number
  readonly identifier: string
  readonly isActive: boolean
  readonly formData: unknown
  readonly notificationData: unknown
}

/** The tokens that a sign-in gave. */
export interface TokenPair {
  readonly userIdentifier: string
  readonly authProviderIdentifier: string
  readonly accessToken: string
  readonly refreshToken: string
}

/** A body for `signUp`, new at every call: the client changes what it is given. */
export const signUpBody = (login: string, change: Record<string, unknown> = {}) => ({
  formIdentifier: 'every',
  authData: authData(login),
  formData: [{ marker: 'last_name', type: 'string', value: 'Fyodor Ivanov' }],
  notificationData: {
    email: login.includes('@') ? login : `${login}@test.zone`,
    phonePush: [],
    phoneSMS: '+99999999999',
  },
  ...change,
})

type Api = ReturnType<typeof client>

/** Signs up as the client does; what it answers passed its strict look. */
export async function signUpWith(api: Api, marker: string, login: string, change = {}): Promise<SignedUp> {
  const answer: unknown = await api.AuthProvider.signUp(marker, signUpBody(login, change) as never)
  assert.ok(!('statusCode' in (answer as object)), JSON.stringify(answer))
  return answer as SignedUp
}

/** Signs in as the client does, which keeps the tokens. */
export async function authWith(api: Api, marker: string, login: string, password?: string): Promise<TokenPair> {
  const answer: unknown = await api.AuthProvider.auth(marker, { authData: authData(login, password) })
  assert.ok(!('statusCode' in (answer as object)), JSON.stringify(answer))
  const pair = answer as TokenPair
  recordSecret(pair.accessToken, pair.refreshToken)
  return pair
}

/** Calls the surface by hand, for what the client would not send. */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: unknown; text: string }> {
  const response = await fetch(`${url}/api/content${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-app-token': siteKey, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  assert.notEqual(response.status, 500, text)
  assert.match(response.headers.get('cache-control') ?? '', /no-store/, '(attack 67)')
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined, text }
}
