import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, askUserinfo, discover, formsOf, Surfer } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

async function begin(house: TestHouse) {
  const config = await discover(house.url)
  const device = await client.initiateDeviceAuthorization(config, { scope: 'openid email' })
  recordSecret(device.device_code)
  return { config, device }
}

const enter = async (surfer: Surfer, code: string) =>
  surfer.submit(await surfer.visit('/device'), '=', { user_code: code })

const ask = async (house: TestHouse, code: string) => {
  const headers = { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code })
  const response = await fetch(`${house.url}/oauth/token`, { method: 'POST', headers, body })
  return (await response.json()) as { error?: string; access_token?: string }
}

test('a device is connected by a code, compared on two screens, after an ordinary sign-in, without scripts', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { config, device } = await begin(house)
  assert.match(device.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
  assert.equal(device.verification_uri, `${house.url}/device`)
  assert.equal((await ask(house, device.device_code)).error, 'authorization_pending')
  const surfer = new Surfer(house.url, { 'accept-language': 'fa' })
  const typed = device.user_code.toLowerCase().replace('-', ' ')
  const confirm = await enter(surfer, typed)
  assert.match(confirm.text, new RegExp(device.user_code))
  assert.match(confirm.text, /<html lang="fa" dir="rtl">/)
  assert.match(confirm.headers.get('content-security-policy') ?? '', /script-src 'self'.*frame-ancestors 'none'/)
  const done = await surfer.pass(await surfer.submit(confirm, 'confirm=yes'))
  assert.match(done.text, /دستگاه وصل شد/)
  const tokens = await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 })
  recordSecret(tokens.access_token, tokens.id_token)
  assert.equal((await askUserinfo(house.url, tokens.access_token))?.email, 'ali@example.com')
  assert.equal((await ask(house, device.device_code)).error, 'invalid_grant', 'once (attack 1)')
  assert.match((await enter(surfer, typed)).text, /role="alert"/)
})

test('the address with the code in it consumes nothing by being looked at, and leads on by a button (attack 69)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { device } = await begin(house)
  const surfer = new Surfer(house.url)
  const page = await surfer.visit(device.verification_uri_complete ?? '')
  assert.equal(formsOf(page)[0]?.hidden.user_code, device.user_code)
  assert.doesNotMatch(page.text, /<script>/)
  const confirm = await surfer.submit(page, '=')
  assert.match(confirm.text, new RegExp(device.user_code))
  const refused = await surfer.submit(confirm, 'abort=yes')
  assert.equal(refused.status, 200)
  assert.equal((await ask(house, device.device_code)).error, 'access_denied')
})

test('wrong codes are told apart, and after thirty from one address no more are looked at (attacks 17 and 23)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { device } = await begin(house)
  const surfer = new Surfer(house.url, { 'accept-language': 'en' })
  const missing = await enter(surfer, '')
  assert.deepEqual([missing.status, /Enter the code that you see/.test(missing.text)], [400, true])
  const hostile = await enter(surfer, '"><script>alert(1)</script>')
  assert.deepEqual([hostile.status, hostile.text.includes('<script>alert')], [400, false])
  let page = await surfer.visit('/device')
  for (let i = 0; i < 29; i++) {
    page = await surfer.submit(page, '=', { user_code: 'BBBB-BBBB' })
    assert.match(page.text, /There is no such code/)
  }
  const over = await surfer.submit(page, '=', { user_code: device.user_code })
  assert.equal(over.status, 429)
  for (const path of ['/device', '/device/', '/device//']) {
    const body = new URLSearchParams({ user_code: device.user_code, xsrf: formsOf(page)[0]?.hidden.xsrf ?? '' })
    const sideways = await surfer.visit(path, { method: 'POST', body })
    assert.notEqual(sideways.status, 200, path)
  }
  house.advance(601_000)
  assert.equal((await enter(surfer, device.user_code)).status, 400, 'it is over by now')
})

test('another site cannot enter or confirm a code for a person (attack 64)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { device } = await begin(house)
  const surfer = new Surfer(house.url)
  await surfer.visit('/device')
  const body = new URLSearchParams({ user_code: device.user_code, confirm: 'yes', xsrf: 'guess' })
  const page = await surfer.visit('/device', { method: 'POST', body })
  assert.equal(page.status, 400)
  assert.equal((await ask(house, device.device_code)).error, 'authorization_pending')
})

test('a public app of another client library gets a code for its device, too', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await house.at.db.deleteFrom('app_credentials').where('kind', '=', 'client-secret').execute()
  const issuer = new URL(house.url)
  const insecure = { [oauth.allowInsecureRequests]: true }
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const response = await oauth.deviceAuthorizationRequest(
    server,
    { client_id: app.id },
    oauth.None(),
    { scope: 'openid' },
    insecure,
  )
  const device = await oauth.processDeviceAuthorizationResponse(server, { client_id: app.id }, response)
  recordSecret(device.device_code)
  assert.equal(device.expires_in, 600)
})
