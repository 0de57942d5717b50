import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as client from 'openid-client'
import { openBrowser } from '../kit/browser.ts'
import { type Engine, engines } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { ali, app, discover } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

/** Signs in and allows, in a real browser; answers the address the browser came back to. */
async function authorize(t: TestContext, url: URL): Promise<URL> {
  const browser = await openBrowser(t, { locale: 'fa', viewport: { width: 360, height: 740 } })
  const page = await browser.newPage()
  await page.route(`${app.callback}*`, (route) => route.fulfill({ body: 'back in the app' }))
  await page.goto(url.href)
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  await page.fill('#email', ali.email)
  await page.fill('#password', 'wrong')
  await page.click('button[value=sign-in]')
  await page.waitForSelector('.notice.bad')
  assert.equal(await page.inputValue('#email'), ali.email)
  await page.fill('#password', ali.password)
  await page.click('button[value=sign-in]')
  await page.waitForSelector('button[value=allow]')
  await page.click('button[value=allow]')
  await page.waitForURL(`${app.callback}*`)
  return new URL(page.url())
}

async function begin(house: TestHouse) {
  const config = await discover(house.url)
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: app.callback,
    scope: 'openid profile email offline_access',
    prompt: 'consent',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  })
  return { config, url, checks: { pkceCodeVerifier, expectedState } }
}

for (const engine of engines) {
  test(`a person signs in, allows, and the app has tokens, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine as Engine)
    const { config, url, checks } = await begin(house)
    const back = await authorize(t, url)
    const tokens = await client.authorizationCodeGrant(config, back, checks)
    const sub = tokens.claims()?.sub ?? ''
    assert.match(sub, /^\d{16}$/)
    const info = await client.fetchUserInfo(config, tokens.access_token, sub)
    assert.equal(info.email, ali.email)
    assert.equal(info.email_verified, true)
    assert.equal((await client.tokenIntrospection(config, tokens.access_token)).active, true)

    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
    assert.notEqual(renewed.refresh_token, tokens.refresh_token)
    await client.tokenRevocation(config, renewed.access_token)
    assert.equal((await client.tokenIntrospection(config, renewed.access_token)).active, false)
    recordSecret(tokens.access_token, tokens.refresh_token, renewed.access_token, renewed.refresh_token)
  })
}

test('an app gets a token of its own', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const config = await discover(house.url)
  const token = await client.clientCredentialsGrant(config)
  recordSecret(app.secret, token.access_token)
  assert.equal((await client.tokenIntrospection(config, token.access_token)).client_id, app.id)
})

test('an app that is suspended is refused, and its tokens are dead at once (attack 53)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const config = await discover(house.url)
  const token = await client.clientCredentialsGrant(config)
  await house.at.db.updateTable('apps').set({ state: 'suspended' }).where('id', '=', app.id).execute()
  await assert.rejects(client.clientCredentialsGrant(config))
  await assert.rejects(client.tokenIntrospection(config, token.access_token))
})

test('discovery tells PUBLIC_URL, whatever the Host header says (attack 62)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { PUBLIC_URL: 'https://id.example.com' } })
  const response = await fetch(`${house.url}/.well-known/openid-configuration`, {
    headers: { 'x-forwarded-host': 'evil.example' },
  })
  const told = (await response.json()) as Record<string, unknown>
  assert.equal(told.issuer, 'https://id.example.com')
  for (const [name, value] of Object.entries(told)) {
    if (name.endsWith('_endpoint')) assert.match(String(value), /^https:\/\/id\.example\.com\//)
  }
})

test('an unknown app or a foreign redirect gets a page, never a redirect (attack 43)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const ask = (change: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: app.id,
      redirect_uri: app.callback,
      response_type: 'code',
      scope: 'openid',
      ...change,
    })
    return fetch(`${house.url}/oauth/authorize?${query}`, { redirect: 'manual', headers: { 'accept-language': 'fa' } })
  }
  for (const change of [
    { client_id: 'nobody' },
    { redirect_uri: 'https://evil.example/callback' },
    { redirect_uri: `${app.callback}/../x` },
  ]) {
    const response = await ask(change)
    assert.equal(response.status, 400)
    assert.match(await response.text(), /<html lang="fa" dir="rtl">/)
  }
  assert.equal((await ask({})).status, 303)
})

test('an app whose client secret is over is refused, and never taken for a public one', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await house.at.db.updateTable('app_credentials').set({ expires_at: 1 }).where('kind', '=', 'client-secret').execute()
  for (const secret of [{ client_secret: app.secret }, {}]) {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: app.id, ...secret })
    const response = await fetch(`${house.url}/oauth/token`, { method: 'POST', body })
    assert.deepEqual([response.status, ((await response.json()) as { error: string }).error], [401, 'invalid_client'])
  }
})

test('behind https every cookie is one that browsers take and no other host can set (attack 66)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { PUBLIC_URL: 'https://id.example.com' } })
  const query = new URLSearchParams({
    client_id: app.id,
    redirect_uri: app.callback,
    response_type: 'code',
    scope: 'openid',
  })
  const response = await fetch(`${house.url}/oauth/authorize?${query}`, { redirect: 'manual' })
  const cookies = response.headers.getSetCookie()
  assert.ok(cookies.length > 0)
  for (const cookie of cookies) {
    assert.match(cookie, /^__(Host|Secure)-/)
    assert.match(cookie, /; secure(;|$)/i)
    assert.match(cookie, /; httponly(;|$)/i)
    assert.doesNotMatch(cookie, /; domain=/i)
    if (cookie.startsWith('__Host-')) assert.match(cookie, /; path=\/(;|$)/i)
  }
})
