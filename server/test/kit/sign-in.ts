import assert from 'node:assert/strict'
import type { TestHouse } from './house.ts'
import type { Surfer } from './openid.ts'
import { type HostedPage, newJar, openPage, readCode } from './pages.ts'

/** A password that the policy takes. */
export const phrase = 'seven green horses run'

/** Asks for a code on a page that asks for an address, and types it; `count` mails have come to the address by then. */
export async function prove(house: { url: string }, page: HostedPage, email: string, count = 1): Promise<HostedPage> {
  const asked = await page.submit({ email }, 'code')
  assert.equal(asked.title, 'Enter the code from your e-mail')
  return asked.submit({ code: await readCode(house.url, email, count) }, 'check')
}

/** Signs in by password at the house's own door; answers the browser. */
export async function signedIn(
  house: { url: string },
  who: { email: string; password: string },
  jar: Surfer = newJar(house.url),
): Promise<Surfer> {
  const page = await openPage(jar, '/sign-in')
  await page.submit(who, 'sign-in')
  return jar
}

export const eventsOf = ({ at }: Pick<TestHouse, 'at'>, kind: string) =>
  at.db.selectFrom('events').selectAll().where('kind', '=', kind).execute()

/** Who is signed in with a browser, as the account page has it. */
export async function isSignedIn(jar: Surfer): Promise<boolean> {
  return (await openPage(jar, '/account')).url.pathname === '/account'
}
