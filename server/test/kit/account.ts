import assert from 'node:assert/strict'
import { findUserId, type UserId } from '../../src/kernel/index.ts'
import type { TestHouse } from './house.ts'
import { ali, authorizeUrl, exchange, type Surfer, type TokenAnswer } from './openid.ts'
import { newJar, openPage } from './pages.ts'
import { makeMember } from './portal.ts'
import { recordSecret } from './secrets.ts'

export interface Person {
  readonly email: string
  readonly password: string
}

/** Makes people whose address is proven, and who have a password. */
export async function makePerson(house: TestHouse, email: string): Promise<Person & { id: UserId }> {
  const password = `a phrase of ${email}`
  recordSecret(password)
  const { User_ID } = await makeMember(house.url, email, password)
  return { email, password, id: findUserId(String(User_ID)) ?? assert.fail() }
}

/** Signs in by the pages of an app; the jar is signed in at the house from then on. */
export async function signIn(house: TestHouse, who: Person = ali, jar = newJar(house.url)): Promise<Surfer> {
  const back = await jar.pass(await jar.visit(authorizeUrl(house.url)), who)
  recordSecret(back.url.searchParams.get('code') ?? undefined)
  assert.ok(back.url.searchParams.get('code'), `${back.url} ${back.text}`)
  return jar
}

/** As {@link signIn}, and the app gets its tokens; with `offline_access` they outlive the session. */
export async function signInWithTokens(
  house: TestHouse,
  jar: Surfer,
  scope: string,
  who: Person = ali,
): Promise<TokenAnswer> {
  const offline = scope.includes('offline_access')
  const url = authorizeUrl(house.url, { scope, ...(offline && { prompt: 'consent' }) })
  const back = await jar.pass(await jar.visit(url), who)
  const code = back.url.searchParams.get('code') ?? assert.fail(back.text)
  recordSecret(code)
  return exchange(house.url, code)
}

/** The word that a form of this browser carries. */
export async function tokenOf(jar: Surfer, address = '/account/profile/about'): Promise<string> {
  const page = await openPage(jar, address)
  return / name="token" value="([^"]*)"/.exec(page.text)?.[1] ?? assert.fail(`no form at ${address}`)
}

/** Posts to a page with the right word for this browser, and does not follow. */
export async function post(jar: Surfer, address: string, fields: Record<string, string>): Promise<Response> {
  return jar.ask(new URL(address, jar.origin), { method: 'POST', body: new URLSearchParams(fields) })
}
