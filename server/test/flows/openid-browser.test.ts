import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as client from 'openid-client'
import type { Page } from 'playwright-core'
import { openBrowser } from '../kit/browser.ts'
import { startHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl, discover } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

async function open(t: TestContext, javaScriptEnabled: boolean): Promise<Page> {
  const browser = await openBrowser(t, { locale: 'fa', viewport: { width: 360, height: 740 }, javaScriptEnabled })
  return browser.newPage()
}

async function signIn(page: Page): Promise<void> {
  await page.fill('[name=email]', ali.email)
  await page.fill('[name=password]', ali.password)
  await page.click('button[value=sign-in]')
  await page.click('button[value=allow]')
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'by itself' : 'by a button where scripts are off'

  test(`form_post reaches the app ${how}, under our policy`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    recordSecret(ali.password)
    const page = await open(t, javaScriptEnabled)
    const posted = new Promise<URLSearchParams>((resolve) => {
      void page.route(`${app.callback}*`, (route) => {
        resolve(new URLSearchParams(route.request().postData() ?? ''))
        return route.fulfill({ body: 'back in the app' })
      })
    })
    await page.goto(authorizeUrl(house.url, { response_mode: 'form_post', state: 'st' }).href)
    await signIn(page)
    if (!javaScriptEnabled) await page.click('form button')
    const answer = await posted
    assert.equal(answer.get('state'), 'st')
    assert.ok(answer.get('code'))
    recordSecret(answer.get('code') ?? '')
  })
}

test('a person connects a device in a browser without scripts, in Persian', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const config = await discover(house.url)
  const device = await client.initiateDeviceAuthorization(config, { scope: 'openid email' })
  const page = await open(t, false)
  await page.goto(device.verification_uri)
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  await page.fill('#user_code', device.user_code)
  await page.click('form button')
  assert.equal(await page.textContent('.code'), device.user_code)
  await page.click('button[name=confirm]')
  await signIn(page)
  await page.waitForSelector('h1:has-text("دستگاه وصل شد")')
  const tokens = await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 })
  recordSecret(device.device_code, tokens.access_token, tokens.id_token)
})
