import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import type { DiwanClient } from '../../../client/src/index.ts'
import { createApp } from '../../src/capabilities/apps/index.ts'
import { openBrowser } from '../kit/browser.ts'
import { servePage } from '../kit/client-page.ts'
import { startHouse } from '../kit/house.ts'
import { ali } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let report = ''

before(() => {
  report = execFileSync(process.execPath, ['scripts/check-client.ts'], { cwd: root, encoding: 'utf8' })
})

test('the package is as publint and attw want it, and small', () => {
  assert.match(report, /All good!/)
  assert.match(report, /node16 \(from ESM\)[^\n]*ESM/)
  assert.match(report, /\{ createClient \} +[\d.]+ kB minified, [\d.]+ kB gzipped/)
})

const documented = {
  'client.d.ts': 12,
  'error.d.ts': 2,
  'storage.d.ts': 2,
  'app/index.d.ts': 3,
  'app/events.d.ts': 7,
  'app/guests.d.ts': 2,
  'app/invitations.d.ts': 3,
  'provider/auth-provider.d.ts': 13,
  'provider/users.d.ts': 6,
  'provider/forms.d.ts': 7,
  'provider/files.d.ts': 2,
  'provider/values.d.ts': 1,
}

test('every function that is published has its words and an example', async () => {
  const published = Object.keys((await import(`${root}/client/dist/index.js`)) as object).join('|')
  // The interface that callers fulfil themselves is shown as a whole.
  const method = ' {4}(?!constructor|(get|set|remove)(Item)?\\()\\w+(<.*?>)?\\('
  const shown = new RegExp(`^(${method}|export declare (function|class) (${published})\\b)`)
  for (const [name, least] of Object.entries(documented)) {
    const text = readFileSync(`${root}/client/dist/${name}`, 'utf8')
    const examples = text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*@example(?:(?!\*\/)[\s\S])*\*\/\n(.*)/g)
    const told = new Set([...examples].map(([, line]) => line))
    const lines = text.split('\n').filter((line) => shown.test(line))
    assert.deepEqual([lines.length >= least, lines.filter((line) => !told.has(line))], [true, []], name)
  }
})

/** Counts renewals, which are held up for a moment, so that whoever else renews has begun by then. */
async function countRenewals(browser: BrowserContext): Promise<{ renewals: number; settled(): Promise<unknown> }> {
  const recording: Promise<void>[] = []
  const counted = { renewals: 0, settled: () => Promise.all(recording) }
  await browser.route('**/oauth/token', async (route) => {
    const isRenewal = route.request().postData()?.includes('refresh_token') ?? false
    counted.renewals += isRenewal ? 1 : 0
    if (isRenewal) await new Promise((resolve) => setTimeout(resolve, 200))
    await route.continue()
  })
  browser.on('response', (response) => {
    if (!response.url().endsWith('/oauth/token') || response.request().method() !== 'POST') return
    const record = async () => {
      const answer = (await response.json()) as Record<string, string>
      recordSecret(answer.access_token, answer.refresh_token, answer.id_token)
    }
    recording.push(record())
  })
  browser.on('request', (request) => recordSecret(new URL(request.url()).searchParams.get('code') ?? undefined))
  return counted
}

const renewIn = (page: Page) =>
  page.evaluate(() => {
    const { client } = globalThis as unknown as { client: DiwanClient }
    return client.renew().then(() => client.accessToken())
  })

test('a page signs in by the built client; two tabs that renew at once ask once, with Web Locks and without; logging out is told to both', async (t) => {
  let issuer = ''
  const origin = await servePage(t, () => issuer)
  const house = await startHouse(t, 'sqlite')
  issuer = house.url
  recordSecret(ali.password)
  const here = `${origin}/`
  await createApp(house.at, 'spa', {
    name: 'Page',
    state: 'live',
    redirectUrls: [here],
    returnUrls: [here],
    domains: [],
  })
  const browser = await openBrowser(t)
  const counted = await countRenewals(browser)
  const first = await browser.newPage()
  await first.goto(here)
  await first.click('button')
  await first.fill('[name=email]', ali.email)
  await first.fill('[name=password]', ali.password)
  await first.click('button[value=sign-in]')
  await first.click('button[value=allow]')
  await first.waitForSelector('output:has-text("in ")')
  assert.equal(first.url(), here, 'code and state are gone from the address bar')
  assert.equal(await first.evaluate('returnTo'), '/?cart=7')
  assert.equal(await first.evaluate('client.userinfo().then(({ email }) => email)'), ali.email)

  const second = await browser.newPage()
  await second.goto(here)
  await second.waitForSelector('output:has-text("in ")')
  const [one, two] = await Promise.all([renewIn(first), renewIn(second)])
  assert.deepEqual([one === two, counted.renewals], [true, 1])

  const without = 'Object.defineProperty(navigator, "locks", { value: undefined })'
  for (const page of [first, second]) {
    await page.addInitScript(without)
    await page.reload()
    await page.waitForSelector('output:has-text("in ")')
  }
  const [three, four] = await Promise.all([renewIn(first), renewIn(second)])
  assert.deepEqual([three === four, counted.renewals], [true, 2])

  await first.evaluate('void client.signOut()')
  await first.waitForURL((url) => url.href.startsWith(`${house.url}/oauth/logout`))
  await second.waitForSelector('output:has-text("out")')
  await counted.settled()
})
