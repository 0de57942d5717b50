import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as client from 'openid-client'
import { openBrowser } from '../kit/browser.ts'
import { startHouse } from '../kit/house.ts'
import { app, discover } from '../kit/openid.ts'
import { readCode } from '../kit/pages.ts'
import { number, persian } from '../kit/phone.ts'
import { recordSecret } from '../kit/secrets.ts'

for (const script of [true, false]) {
  test(`in Persian, ${script ? 'with' : 'without'} scripts, a person signs up by ۰۹۱۲… and a code in Persian digits, and the app knows the number`, async (t) => {
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
    await page.goto(url.href)
    await page.click('a[href$="/sign-up"]')
    await page.fill('#email', persian('09123456789'))
    await page.click('button[value=code]')
    await page.waitForURL('**/code')
    assert.match((await page.textContent('main')) ?? '', /\+۹۸۹۱۲•••۸۹/)
    assert.match((await page.textContent('[data-left] bdi')) ?? '', /^[۰۱]:[۰-۹]{2}$/)
    const code = await readCode(house.url, number.kept)
    recordSecret(code, persian(code))
    if (script) {
      const wish = await page.evaluate(
        '({ transport: window.wish.otp.transport, aborted: window.wish.signal.aborted })',
      )
      assert.deepEqual(wish, { transport: ['sms'], aborted: false })
      assert.equal(await page.isDisabled('button[value=resend]'), true)
    }
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
    const offered = await readCode(house.url, number.kept, 3)
    recordSecret(offered)
    await page.evaluate(
      (given) => (globalThis as unknown as { offer(of: object): void }).offer({ code: given }),
      offered,
    )
    await page.waitForURL('**/account')
  })
}
