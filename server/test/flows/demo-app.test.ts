import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { readAppliedFile } from '../../src/dialects/operator/read-file.ts'
import { openBrowser } from '../kit/browser.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { phrase } from '../kit/invitations.ts'
import { look } from '../kit/look.ts'
import { ali, app } from '../kit/openid.ts'
import { readCode } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'

interface Stage {
  house: TestHouse
  page: Page
}

async function open(t: TestContext, locale: string, javaScriptEnabled = true): Promise<Stage> {
  const house = await startHouse(t, 'sqlite')
  recordSecret(app.secret, ali.password, phrase)
  const browser = await openBrowser(t, { locale, viewport: { width: 360, height: 740 }, javaScriptEnabled })
  const page = await browser.newPage()
  page.on('request', (request) => recordSecrets(request.url()))
  await page.goto(`${house.url}/dev/app`)
  return { house, page }
}

/** What the browser is trusted with on its way. */
function recordSecrets(url: string): void {
  const { searchParams } = new URL(url)
  recordSecret(...['code', 'auth_key', 'registerId'].map((name) => searchParams.get(name) ?? undefined))
}

async function signIn(page: Page): Promise<void> {
  await page.fill('[name=email]', ali.email)
  await page.fill('[name=password]', ali.password)
  await page.click('button[value=sign-in]')
}

for (const [locale, greeting] of [
  ['fa', 'سلام، Ali'],
  ['en', 'Hello, Ali'],
] as const) {
  test(`OpenID Connect at the demo app: sign in, allow, and the app greets the person, in ${locale}`, async (t) => {
    const { page } = await open(t, locale)
    await look(page, locale, 'demo-app')
    await page.click('a[href*="openid/start"]')
    await signIn(page)
    await page.click('button[value=allow]')
    await assertGreeted(page, greeting)
    assert.match((await page.textContent('dl')) ?? '', /ali@example\.com/)
    await look(page, locale, 'demo-app-greeting')
  })

  test(`“Log in with” at the demo app: asked the first time, not the second, in ${locale}`, async (t) => {
    const { house, page } = await open(t, locale)
    await page.click('a[href*="log-in-with/start"]')
    await signIn(page)
    await page.waitForSelector('button[value=allow]')
    await look(page, locale, 'log-in-with-consent')
    await page.click('button[value=allow]')
    await assertGreeted(page, greeting)
    await page.goto(`${house.url}/dev/app`)
    await page.click('a[href*="log-in-with/start"]')
    await assertGreeted(page, greeting)
  })
}

async function assertGreeted(page: Page, greeting: string): Promise<void> {
  await page.waitForURL(/\/dev\/app\//)
  assert.equal((await page.textContent('h1'))?.replace(/[\u2066-\u2069]/g, ''), greeting)
}

test('pre-registration at the demo app: prove, look through, set a password, and the app greets the person', async (t) => {
  const { house, page } = await open(t, 'en', false)
  await page.fill('[name=Email]', 'sara@example.com')
  await page.fill('[name=FirstName]', 'Sara')
  await page.fill('[name=LastName]', 'Karimi')
  await page.click('#invite-way ~ form button')
  await page.click('button[value=send]')
  await page.fill('[name=code]', await readCode(house.url, 'sara@example.com'))
  await page.click('button[value=prove]')
  await page.click('button[value=review]')
  await page.fill('[name=password]', phrase)
  await page.click('button[value=finish]')
  await page.click('button[value=allow]')
  await assertGreeted(page, 'Hello, Sara Karimi')
})

test('an answer that belongs to no login of this browser is refused, and so is what the app is told was refused', async (t) => {
  const { house, page } = await open(t, 'en')
  const asked = ['openid?code=x&state=y', 'log-in-with?auth_key=x&state=y', 'log-in-with?auth_key=x', 'openid']
  for (const query of asked) {
    await page.goto(`${house.url}/dev/app/${query}`)
    assert.match((await page.textContent('.notice')) ?? '', /belongs to no sign-in/, query)
  }
  await page.goto(`${house.url}/dev/app`)
  await page.fill('[name=Email]', ali.email)
  await page.click('#invite-way ~ form button')
  assert.match((await page.textContent('.notice')) ?? '', /\S/, 'a person who has an account is not invited')
})

const noPaths = [
  '//evil.example/cb',
  '/\\evil.example',
  '/',
  '/a//b',
  '/a/../b',
  '/.well-known/x',
  '/a?b',
  '/a#b',
  '/%2f',
  'a/b',
]

test(`a path of our own may be registered as an address; ${noPaths.length} that lead elsewhere may not (attack 43)`, () => {
  const apply = (url: string, kind: string) =>
    readAppliedFile('file', JSON.stringify({ apps: [{ id: 'x', [kind]: [url] }] }), 'development')
  for (const kind of ['redirectUrls', 'returnUrls']) {
    assert.ok(apply('/dev/app/openid', kind))
    for (const url of noPaths) assert.throws(() => apply(url, kind), /not an exact/, url)
  }
})
