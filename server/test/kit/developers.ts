import assert from 'node:assert/strict'
import type { TestHouse } from './house.ts'
import { ali, authorizeUrl, type Surfer } from './openid.ts'
import { type HostedPage, newJar, openPage } from './pages.ts'
import { applyFile } from './ports.ts'
import { recordSecret } from './secrets.ts'

export const sara = { email: 'sara@example.com', password: 'a house by the river 1989' }

/** A browser that somebody has signed in with, by the way of any app. */
export async function signedIn(house: TestHouse, who = ali): Promise<Surfer> {
  recordSecret(who.password)
  if (who !== ali) await applyFile(house.at, { users: [{ ...who, verified: true }] })
  const jar = newJar(house.url)
  await jar.pass(await jar.visit(authorizeUrl(house.url, { code_challenge: undefined })), who)
  return jar
}

export const details = {
  name: 'Bookshop',
  description: 'Old books by mail',
  category: 'shopping',
  logo: '',
  domain: 'books.example',
  redirectUrls: 'https://books.example/callback\nhttp://127.0.0.1:9797/callback',
  returnUrls: '',
  activationUrl: '',
  resetUrl: '',
  backchannelLogoutUrl: '',
  server: 'yes',
}

/** What stands in an element of the page. */
export const shown = ({ text }: Pick<HostedPage, 'text'>, id: string): string =>
  new RegExp(`id="${id}">([^<]*)<`).exec(text)?.[1] ?? ''

export interface Own {
  readonly id: string
  readonly clientSecret: string
  readonly portalKey: string
  readonly page: HostedPage
}

/** Registers an app on the page, as its developer does. */
export async function registerOwn(jar: Surfer, change: Partial<typeof details> = {}): Promise<Own> {
  const form = await openPage(jar, '/developers/register')
  const page = await form.submit({ ...details, ...change }, 'register')
  assert.equal(page.status, 200, `${page.problems.join(' ')} ${page.words.slice(0, 300)}`)
  const [clientSecret, portalKey] = [shown(page, 'clientSecret'), shown(page, 'portalKey')]
  recordSecret(clientSecret, portalKey)
  return { id: shown(page, 'appId'), clientSecret, portalKey, page }
}
