import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as client from 'openid-client'
import type { Page } from 'playwright-core'
import { openBrowser } from '../kit/browser.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl, discover } from '../kit/openid.ts'
import { readCode } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'
import { phrase } from '../kit/sign-in.ts'

const phone = { width: 360, height: 740 }

async function openPhone(t: TestContext, locale: string, javaScriptEnabled = true): Promise<Page> {
  recordSecret(phrase, ali.password)
  const browser = await openBrowser(t, { locale, viewport: phone, javaScriptEnabled })
  const page = await browser.newPage()
  await page.route(`${app.callback}*`, (route) => route.fulfill({ body: 'back in the app' }))
  return page
}

async function begin(house: TestHouse) {
  const config = await discover(house.url)
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: app.callback,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  })
  return { config, url, checks: { pkceCodeVerifier, expectedState } }
}

const press = (page: Page, action: string) => page.click(`button[value=${action}]`)

async function fits(page: Page): Promise<void> {
  const sideways = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  assert.ok(Number(sideways) <= 0, `${page.url()} scrolls sideways`)
}

/** Types the address and the code that comes to it. */
async function proveBy(house: TestHouse, page: Page, email: string): Promise<void> {
  await page.fill('#email', email)
  await press(page, 'code')
  await page.waitForURL('**/code')
  await page.fill('#code', await readCode(house.url, email))
  await press(page, 'check')
}

for (const language of ['fa', 'en'] as const) {
  for (const script of [true, false]) {
    test(`in ${language} and ${script ? 'with' : 'without'} scripts a person makes an account on a phone, and the app has tokens`, async (t) => {
      const house = await startHouse(t, 'sqlite')
      const { config, url, checks } = await begin(house)
      const page = await openPhone(t, language, script)
      await page.goto(url.href)
      assert.equal(await page.locator('html').getAttribute('lang'), language)
      const shown = await page.locator('button.peek').count()
      assert.equal(shown, script ? 1 : 0, 'the switch beside a password is there only where it works')
      if (script) await fits(page)
      await page.click('nav a >> nth=1')
      await proveBy(house, page, 'sara@example.com')
      await page.waitForSelector('#name')
      await press(page, 'create')
      await page.waitForSelector('.notice.bad')
      if (script) assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'alert')
      await page.fill('#name', 'Sara')
      await page.fill('#password', phrase)
      await press(page, 'create')
      await page.waitForSelector('button[value=allow]')
      if (script) await fits(page)
      await press(page, 'allow')
      await page.waitForURL(`${app.callback}*`)
      const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), checks)
      recordSecret(tokens.access_token)
      const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
      assert.deepEqual([info.email, info.email_verified, info.name], ['sara@example.com', true, 'Sara'])
    })
  }
}

test('a forgotten password is set anew in a browser without scripts', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const page = await openPhone(t, 'fa', false)
  await page.goto(authorizeUrl(house.url).href)
  await page.click('nav a >> nth=0')
  await proveBy(house, page, ali.email)
  await page.fill('#password', phrase)
  await press(page, 'save')
  await page.waitForSelector('button[value=allow]')
})

test('the wait for another code counts down in the digits of the language, and a password can be shown', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const page = await openPhone(t, 'fa')
  await page.goto(`${house.url}/sign-in`)
  await page.fill('#password', phrase)
  await page.click('button.peek')
  assert.equal(await page.getAttribute('#password', 'type'), 'text')
  await page.fill('#email', ali.email)
  await press(page, 'code')
  await page.waitForURL('**/code')
  const resend = page.locator('button[value=resend]')
  assert.equal(await resend.isDisabled(), true)
  assert.match((await page.textContent('[data-left] bdi')) ?? '', /^[۰۱]:[۰-۹]{2}$/)
  for (const [name, value] of [
    ['autocomplete', 'one-time-code'],
    ['inputmode', 'numeric'],
    ['dir', 'ltr'],
  ] as const)
    assert.equal(await page.getAttribute('#code', name), value)
})
