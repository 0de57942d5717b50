import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import * as client from 'openid-client'
import type { Page } from 'playwright-core'
import { openBrowser } from '../kit/browser.ts'
import { startHouse } from '../kit/house.ts'
import { ali } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

/** What an element of the page says. */
const read = async (page: Page, id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? ''

test('a person signs in, registers an app as a developer, and the app signs people in with the secret that was shown', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const app = createServer((_request, response) => void response.end('back at the app'))
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  t.after(() => void app.close())
  const callback = `http://127.0.0.1:${(app.address() as AddressInfo).port}/callback`
  const browser = await openBrowser(t, { locale: 'fa-IR', viewport: { width: 360, height: 740 } })
  const page = await browser.newPage()

  await page.goto(`${house.url}/developers/register`)
  recordSecret(ali.password)
  await page.fill('[name=email]', ali.email)
  await page.fill('[name=password]', ali.password)
  await page.click('button[value=sign-in]')
  await page.waitForURL('**/developers/register')
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')

  await page.fill('[name=name]', 'کتاب‌فروشی')
  await page.fill('[name=description]', 'کتاب‌های کهنه با پست')
  await page.selectOption('[name=category]', 'shopping')
  await page.fill('[name=redirectUrls]', callback)
  await page.click('button[value=register]')
  assert.match(await page.locator('[role=alert]').innerText(), /سروری از خود دارد/, 'what was not said is asked for')
  assert.equal(await page.inputValue('[name=name]'), 'کتاب‌فروشی')
  await page.check('[name=server][value=yes]')
  await page.click('button[value=register]')
  const [id, secret] = [await read(page, 'appId'), await read(page, 'clientSecret')]
  recordSecret(secret, await read(page, 'portalKey'))
  assert.match(id, /^\d{12}$/)
  await page.click('main a.button')
  assert.match(await page.locator('h1').innerText(), /کتاب‌فروشی/)

  const config = await client.discovery(new URL(house.url), id, undefined, client.ClientSecretBasic(secret), {
    execute: [client.allowInsecureRequests],
  })
  const verifier = client.randomPKCECodeVerifier()
  const start = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  await page.goto(start.href)
  assert.match(await page.locator('main').innerText(), /کتاب‌فروشی/)
  await page.click('button[value=allow]')
  await page.waitForURL('**/callback?**')
  const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier: verifier })
  recordSecret(tokens.access_token, tokens.id_token, verifier)
  const told = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
  assert.equal(told.email, ali.email)
})
