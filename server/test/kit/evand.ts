import assert from 'node:assert/strict'
import { app } from './openid.ts'
import { readMails } from './portal.ts'
import { recordSecret } from './secrets.ts'

/** The demo's event, and a guest of it in the three ways that people write a number. */
export const eventId = 77
export const guest = '+989140000000'
export const stranger = '+989190000000'

export const codesPath = '/mobile/verification-codes'
export const tokenPath = '/api/oauth2/token'
export const guestGrant = 'event_mobile_verification'
export const guestUrn = `urn:diwan:params:oauth:grant-type:${guestGrant}`

export interface EvandAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: {
    data?: { mobile: string; expires_in: number }
    message?: string
    errors?: Record<string, string[]>
    error?: string
    error_description?: string
    token_type?: string
    expires_in?: number
    access_token?: string
    refresh_token?: string
    scope?: string
  }
}

/** Posts JSON as the platform's apps do; whatever is answered is JSON, and kept by nobody (attack 67). */
export async function postJson(
  url: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<EvandAnswer> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
  const response = await fetch(`${url}${path}`, {
    ...init,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return readAnswer(response)
}

/** Posts a form, as every client of RFC 6749 does; as a list, a field may come twice. */
export async function postForm(
  url: string,
  path: string,
  fields: Record<string, string> | [name: string, value: string][],
  headers: Record<string, string> = {},
): Promise<EvandAnswer> {
  return readAnswer(await fetch(`${url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) }))
}

async function readAnswer(response: Response): Promise<EvandAnswer> {
  const text = await response.text()
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/, text)
  assert.match(response.headers.get('cache-control') ?? '', /no-store/, '(attack 67)')
  assert.notEqual(response.status, 500, text)
  const body = JSON.parse(text) as EvandAnswer['body']
  recordSecret(app.secret, body.access_token, body.refresh_token)
  return { status: response.status, headers: response.headers, body }
}

export const client = { client_id: app.id, client_secret: app.secret }

/** The token that a client gets for itself. */
export async function clientToken(url: string): Promise<string> {
  const { status, body } = await postJson(url, tokenPath, { grant_type: 'client_credentials', ...client })
  assert.equal(status, 200, JSON.stringify(body))
  return body.access_token ?? assert.fail('no token')
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })

/** Has a code sent; answers the status, and the code where one went out. `count` messages have come by then. */
export async function sendCode(url: string, token: string, mobile = guest): Promise<EvandAnswer> {
  return postJson(url, codesPath, { mobile }, bearer(token))
}

/** The newest code that a phone received. */
export async function readCode(url: string, mobile = guest, count = 1): Promise<string> {
  const [message] = await readMails(url, mobile, count)
  return message?.code ?? assert.fail('no code')
}

/** What a guest's app sends. */
export const entry = (code: string | number, change: Record<string, unknown> = {}) => ({
  grant_type: guestGrant,
  ...client,
  mobile: guest,
  mobile_verification_code: code,
  event_id: eventId,
  ...change,
})

export const enter = (url: string, code: string | number, change: Record<string, unknown> = {}): Promise<EvandAnswer> =>
  postJson(url, tokenPath, entry(code, change))
