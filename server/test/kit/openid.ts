import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { recordSecret } from './secrets.ts'

/** The demo app 1001, and its page that the browser comes back to. */
export const app = {
  id: '1001',
  secret: 'demo-client-secret-of-the-shop-1001',
  callback: 'http://127.0.0.1:8080/callback',
}
/** The demo person. */
export const ali = { email: 'ali@example.com', password: 'correct horse battery staple' }

/** A relying party of a certified client library, told by discovery. */
export function discover(origin: string, auth: client.ClientAuth = client.ClientSecretBasic(app.secret), id = app.id) {
  recordSecret(app.secret, ali.password)
  return client.discovery(new URL(origin), id, undefined, auth, { execute: [client.allowInsecureRequests] })
}

export interface Page {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A browser without windows: it keeps cookies, follows redirects within the house, and posts forms as they stand. */
export class Surfer {
  readonly cookies = new Map<string, { value: string; path: string }>()
  readonly origin: string
  readonly headers: Record<string, string>
  constructor(origin: string, headers: Record<string, string> = {}) {
    this.origin = origin
    this.headers = headers
  }

  /** One request, with the cookies that belong to its path; no redirect is followed. */
  async ask(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies.values()].flatMap(({ value, path }) =>
      url.pathname.startsWith(path) ? [value] : [],
    )
    const headers = { ...this.headers, cookie: cookie.join('; '), ...(init.headers as Record<string, string>) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/'
    const expires = attributes.find((one) => /^expires=/i.test(one))?.slice(8)
    const key = `${pair.split('=')[0]} ${path}`
    if (expires && Date.parse(expires) < Date.now()) this.cookies.delete(key)
    else this.cookies.set(key, { value: pair, path })
  }

  /** Goes to an address and follows redirects, up to the first page, or the first address outside. */
  async visit(address: URL | string, init: RequestInit = {}): Promise<Page> {
    let url = new URL(address, this.origin)
    let response = await this.ask(url, init)
    for (let hops = 0; hops < 12; hops++) {
      const to = response.headers.get('location')
      if (to === null) return { url, status: response.status, headers: response.headers, text: await response.text() }
      assert.equal(response.status === 302 || response.status === 303, true, `${response.status} (attack 48)`)
      url = new URL(to, url)
      if (url.origin !== this.origin) return { url, status: response.status, headers: response.headers, text: '' }
      response = await this.ask(url)
    }
    throw new Error(`no end of redirects at ${url}`)
  }

  /** Posts the form that has the button, with its hidden fields and what is typed. */
  submit(page: Page, button: string, typed: Record<string, string> = {}): Promise<Page> {
    const form = formsOf(page).find((one) => one.buttons.includes(button))
    assert.ok(form, `no button ${button} at ${page.url.pathname}:\n${page.text.slice(-1500)}`)
    const [name = '', value = ''] = button.split('=')
    const body = new URLSearchParams({ ...form.hidden, ...typed, [name]: value })
    return this.visit(new URL(form.action, page.url), { method: 'POST', body })
  }

  /** Signs in and allows wherever it is asked to; ends at the app's address, or at another page. */
  async pass(page: Page, who = ali): Promise<Page> {
    recordSecret(who.password)
    const [signIn, allow] = ['do=sign-in', 'do=allow'].map((one) =>
      formsOf(page).some((form) => form.buttons.includes(one)),
    )
    if (signIn)
      return this.pass(await this.submit(page, 'do=sign-in', { email: who.email, password: who.password }), who)
    return allow ? this.pass(await this.submit(page, 'do=allow'), who) : page
  }
}

interface Form {
  action: string
  hidden: Record<string, string>
  buttons: string[]
}

/** The forms of a page: where they go, what they carry, and their buttons as `name=value`. */
export function formsOf({ text, url }: Page): Form[] {
  return [...text.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', body = '']) => ({
    action: attribute(head, 'action') ?? url.href,
    hidden: Object.fromEntries(
      [...body.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
        attribute(tag, 'name') ?? '',
        attribute(tag, 'value') ?? '',
      ]),
    ),
    buttons: [...body.matchAll(/<button[^>]*>/g)].map(
      ([tag]) => `${attribute(tag, 'name') ?? ''}=${attribute(tag, 'value') ?? ''}`,
    ),
  }))
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** The address of an authorization, as an app writes it by hand. */
export function authorizeUrl(origin: string, change: Record<string, string | undefined> = {}): URL {
  const url = new URL('/oauth/authorize', origin)
  const query = { client_id: app.id, redirect_uri: app.callback, response_type: 'code', scope: 'openid', ...change }
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

export interface TokenAnswer {
  readonly status: number
  readonly error?: string
  readonly error_description?: string
  readonly access_token?: string
  readonly refresh_token?: string
  readonly id_token?: string
  readonly scope?: string
  readonly token_type?: string
  readonly expires_in?: number
}

/** Asks the token endpoint as the demo app; what it answers with is remembered as secret. */
export async function askToken(
  origin: string,
  fields: Record<string, string>,
  secret = app.secret,
): Promise<TokenAnswer> {
  const headers = { authorization: `Basic ${btoa(`${app.id}:${secret}`)}` }
  const response = await fetch(`${origin}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(fields) })
  const answer = (await response.json()) as Omit<TokenAnswer, 'status'>
  recordSecret(secret, fields.code, fields.refresh_token, answer.access_token, answer.refresh_token, answer.id_token)
  return { ...answer, status: response.status }
}

/** Signs in by real forms and answers the code; `offline_access` wants consent anew (OpenID Connect Core §11). */
export async function getCode(
  origin: string,
  change: Record<string, string> = {},
  surfer = new Surfer(origin),
): Promise<string> {
  const wish = { scope: 'openid email offline_access', prompt: 'consent', ...change }
  const back = await surfer.pass(await surfer.visit(authorizeUrl(origin, wish)))
  const code = back.url.searchParams.get('code')
  assert.ok(code, `${back.url} ${back.text}`)
  recordSecret(code)
  return code
}

export const exchange = (origin: string, code: string, more: Record<string, string> = {}): Promise<TokenAnswer> =>
  askToken(origin, { grant_type: 'authorization_code', code, redirect_uri: app.callback, ...more })

export const refresh = (
  origin: string,
  token: string | undefined,
  more: Record<string, string> = {},
): Promise<TokenAnswer> => askToken(origin, { grant_type: 'refresh_token', refresh_token: token ?? '', ...more })

/** Asks with an access token who the person is; undefined when it is refused. */
export async function askUserinfo(
  origin: string,
  token: string | undefined,
): Promise<Record<string, unknown> | undefined> {
  const response = await fetch(`${origin}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } })
  return response.status === 200 ? ((await response.json()) as Record<string, unknown>) : undefined
}
