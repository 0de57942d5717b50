import assert from 'node:assert/strict'
import { type ClientOptions, createClient, type DiwanClient, DiwanError } from '../../../client/src/index.ts'
import type { TestHouse } from './house.ts'
import { Surfer } from './openid.ts'
import { recordSecret } from './secrets.ts'

/** The demo app that keeps no secret, and its page. */
export const example = { clientId: 'example', redirectUri: 'http://127.0.0.1:5173/' }

/** A client whose requests are counted by the last part of their path, and whose tokens are remembered as secrets. */
export interface CountedClient extends DiwanClient {
  readonly counts: Record<string, number>
}

export function openClient(house: Pick<TestHouse, 'url'>, options: Partial<ClientOptions> = {}): CountedClient {
  const counts: Record<string, number> = {}
  const ask = options.fetch ?? fetch
  const client = createClient({
    issuer: house.url,
    ...example,
    ...options,
    async fetch(url, init) {
      const name = new URL(String(url)).pathname.split('/').at(-1) ?? ''
      counts[name] = (counts[name] ?? 0) + 1
      const response = await ask(url, init)
      if (['token', 'auth', 'refresh'].includes(name)) recordTokens(await response.clone().text())
      return response
    },
  })
  return { ...client, counts }
}

/** Remembers what a token endpoint answered. */
export function recordTokens(text: string): void {
  const tokens = /^\{/.test(text) ? (JSON.parse(text) as Record<string, string>) : {}
  const { access_token, refresh_token, id_token, accessToken, refreshToken } = tokens
  recordSecret(access_token, refresh_token, id_token, accessToken, refreshToken)
}

/** Goes where the client sends, signs in by real forms, and answers the address that the browser comes back to. */
export async function passPages(house: TestHouse, url: URL, surfer = new Surfer(house.url)): Promise<URL> {
  const back = await surfer.pass(await surfer.visit(url))
  recordSecret(back.url.searchParams.get('code') ?? undefined)
  return back.url
}

/** Signs the demo person in. */
export async function signIn(house: TestHouse, client: DiwanClient, surfer?: Surfer) {
  return client.finishSignIn(await passPages(house, await client.signInUrl(), surfer))
}

/** Expects an error of a code, and answers it; each has a sentence that says what to do. */
export async function failsWith(code: string, work: Promise<unknown> | (() => unknown)): Promise<DiwanError> {
  const error = await Promise.resolve(typeof work === 'function' ? new Promise((done) => done(work())) : work).then(
    (value) => assert.fail(`${code} was expected, not ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  assert.ok(error instanceof DiwanError, String(error))
  assert.equal(error.code, code, `${error.message} ${JSON.stringify(error.cause)}`)
  assert.match(error.fix, /^[A-Z“].+\.$/)
  return error
}
