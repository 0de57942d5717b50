import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as client from 'openid-client'
import type { Page } from 'playwright-core'
import { foldDigits } from '../../src/kernel/index.ts'
import { openBrowser } from '../kit/browser.ts'
import { startHouse } from '../kit/house.ts'
import { app, discover } from '../kit/openid.ts'
import { readCode } from '../kit/pages.ts'
import { number, persian } from '../kit/phone.ts'
import { recordSecret } from '../kit/secrets.ts'

/** The seconds that the page still counts, written in Persian digits. */
async function readLeft(page: Page): Promise<number> {
  const text = (await page.textContent('[data-left] bdi')) ?? ''
  const [minutes = '', seconds = ''] = foldDigits(text).split(':')
  return Number(minutes) * 60 + Number(seconds)
}

/** Lets the browser's own clock go on until another code may be asked for; the page counts down and opens the button. */
async function waitForResend(page: Page): Promise<void> {
  const now = await page.evaluate(() => Date.now())
  await page.clock.pauseAt(now + 2000)
  const left = await readLeft(page)
  assert.ok(left > 40 && left <= 60, `${left} seconds`)
  await page.clock.runFor(10_000)
  assert.equal(await readLeft(page), left - 10)
  await page.clock.runFor(1000 * (left - 12))
  assert.equal(await readLeft(page), 2)
  assert.equal(await page.isDisabled('button[value=resend]'), true)
  await page.clock.runFor(3000)
  const line = page.locator('[data-left]')
  const end = await line.getAttribute('data-now')
  assert.ok(end)
  assert.equal(await line.textContent(), end)
  assert.equal(await line.getAttribute('aria-live'), 'polite')
  assert.equal(await page.isEnabled('button[value=resend]'), true)
  await page.clock.resume()
}

for (const script of [true, false]) {
  test(`in Persian, ${script ? 'with' : 'without'} scripts, a person signs up by ۰۹۱۲… and a code in Persian digits${script ? ', after the time to the next one was counted down' : ''}, and the app knows the number`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const config = await discover(house.url)
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const expectedState = client.randomState()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: app.callback,
      scope: 'openid phone',
      ui_locales: 'fa',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
    })
    const browser = await openBrowser(t, {
      locale: 'fa-IR',
      viewport: { width: 360, height: 740 },
      javaScriptEnabled: script,
    })
    const page = await browser.newPage()
    await page.route(`${app.callback}*`, (route) => route.fulfill({ body: 'back in the app' }))
    // Stands for a phone's browser, which this one is not: it offers the code of the text message that has come.
    if (script)
      await page.addInitScript(`window.OTPCredential = class {}
        navigator.credentials.get = (wish) => new Promise((resolve) => { window.wish = wish; window.offer = resolve })`)
    if (script) await page.clock.install()
    await page.goto(url.href)
    await page.click('a[href$="/sign-up"]')
    await page.fill('#email', persian('09123456789'))
    await page.click('button[value=code]')
    await page.waitForURL('**/code')
    assert.match((await page.textContent('main')) ?? '', /\+۹۸۹۱۲•••۸۹/)
    assert.match((await page.textContent('[data-left] bdi')) ?? '', /^[۰۱]:[۰-۹]{2}$/)
    if (script) {
      const wish = await page.evaluate(
        '({ transport: window.wish.otp.transport, aborted: window.wish.signal.aborted })',
      )
      assert.deepEqual(wish, { transport: ['sms'], aborted: false })
      await waitForResend(page)
      house.advance(60_000)
      await page.click('button[value=resend]')
      await page.waitForSelector('.notice')
    }
    const code = await readCode(house.url, number.kept, script ? 2 : 1)
    recordSecret(code, persian(code))
    await page.fill('#code', persian(code))
    await page.click('button[value=check]')
    await page.fill('#name', 'سارا رضایی')
    await page.click('button[value=create]')
    await page.waitForSelector('button[value=allow]')
    await page.click('button[value=allow]')
    await page.waitForURL(`${app.callback}*`)
    const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier, expectedState })
    recordSecret(tokens.access_token)
    const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    assert.deepEqual([info.phone_number, info.phone_number_verified], [number.kept, true])
    if (!script) return
    // The second time the browser offers the code itself; the clock goes on past the pause between two codes.
    house.advance(61_000)
    await browser.clearCookies()
    await page.goto(`${house.url}/sign-in?lang=fa`)
    await page.fill('#email', persian('+989123456789'))
    await page.click('button[value=code]')
    await page.waitForURL('**/code')
    const offered = await readCode(house.url, number.kept, 4)
    recordSecret(offered)
    await page.evaluate(
      (given) => (globalThis as unknown as { offer(of: object): void }).offer({ code: given }),
      offered,
    )
    await page.waitForURL('**/account')
  })
}
