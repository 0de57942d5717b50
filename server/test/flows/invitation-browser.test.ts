import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as client from 'openid-client'
import { openBrowser } from '../kit/browser.ts'
import { startHouse } from '../kit/house.ts'
import { invited, phrase, returnUrl, sara } from '../kit/invitations.ts'
import { app } from '../kit/openid.ts'
import { readCode } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'

/** The client as one of the platform knows the endpoints (contracts/payping.md, 4). */
function configure(origin: string): client.Configuration {
  recordSecret(app.secret)
  const server = {
    issuer: origin,
    authorization_endpoint: `${origin}/connect/authorize`,
    token_endpoint: `${origin}/connect/token`,
    userinfo_endpoint: `${origin}/connect/userinfo`,
    jwks_uri: `${origin}/oauth/jwks`,
  }
  const config = new client.Configuration(server, app.id, undefined, client.ClientSecretPost(app.secret))
  client.allowInsecureRequests(config)
  return config
}

for (const script of [true, false]) {
  test(`pre-registration to token in Persian, in Chromium, ${script ? 'with script' : 'without any'}`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const config = configure(house.url)
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const authorize = client.buildAuthorizationUrl(config, {
      redirect_uri: app.callback,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    })
    const link = await invited(house.url, { UserName: null, Sheba: null })
    const options = { locale: 'fa-IR', viewport: { width: 360, height: 740 }, javaScriptEnabled: script }
    const browser = await openBrowser(t, options)
    const page = await browser.newPage()
    const seen: string[] = []
    page.on('request', (request) => seen.push(request.headers().referer ?? ''))
    // The return address is what the document asks for: it starts the authorization at once.
    await page.route(`${returnUrl}*`, (route) => route.fulfill({ status: 302, headers: { location: authorize.href } }))
    await page.route(`${app.callback}*`, (route) => route.fulfill({ body: 'back in the app' }))

    await page.goto(`${house.url}${link}`)
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    assert.match((await page.locator('h1').textContent()) ?? '', /Shop/)
    await page.click('button[value=send]')
    await page.fill('#code', '۱۲۳')
    await page.click('button[value=prove]')
    await page.waitForSelector('.notice.bad')
    const code = await readCode(house.url, sara.Email)
    await page.fill(
      '#code',
      code.replace(/\d/g, (digit) => String.fromCodePoint(0x6f0 + Number(digit))),
    )
    await page.keyboard.press('Enter')
    await page.waitForSelector('#firstName')
    assert.equal(await page.inputValue('#birthDate'), '۱۳۶۹/۰۲/۲۴')
    assert.equal(await page.inputValue('#nationalCode'), '')
    await page.fill('#postalCode', '۱۲')
    await page.click('button[value=review]')
    await page.waitForSelector('#postalCode-problem')
    await page.fill('#postalCode', '۲۳۱۵۴۶۸۹۷۰')
    await page.click('button[value=review]')
    await page.fill('#password', phrase)
    await page.keyboard.press('Enter')
    await page.waitForSelector('button[value=allow]')
    const consent = (await page.locator('main').textContent()) ?? ''
    assert.match(consent, /Shop/)
    await page.click('button[value=allow]')
    await page.waitForURL(`${app.callback}*`)

    const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), {
      pkceCodeVerifier: verifier,
      expectedState: state,
    })
    recordSecret(tokens.access_token, tokens.id_token)
    const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    assert.equal(info.email, sara.Email)
    assert.equal(info.email_verified, true)
    assert.equal(info.given_name, sara.FirstName)
    assert.equal(info.birthdate, sara.BirthDay)
    assert.ok(
      seen.every((referer) => !referer.includes('registerId')),
      'the secret is told to nobody (attack 68)',
    )
    assert.equal((await page.goto(`${house.url}${link}`))?.status(), 410)
  })
}
