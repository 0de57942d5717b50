import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { changeApp } from '../../src/capabilities/apps/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, authorizeUrl, exchange, formsOf, getCode, type Page, Surfer } from '../kit/openid.ts'
import { redirectTricks } from '../kit/redirect-tricks.ts'
import { recordSecret } from '../kit/secrets.ts'

/** What the app is told: in the query, or in the fragment where it asked for tokens there. */
const told = ({ url }: Page) => (url.hash ? new URLSearchParams(url.hash.slice(1)) : url.searchParams)
const errorOf = (page: Page) => told(page).get('error')
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')
const visit = (house: TestHouse, change: Record<string, string | undefined>, surfer = new Surfer(house.url)) =>
  surfer.visit(authorizeUrl(house.url, change))

/** Makes the demo app one that never had a secret. */
const makePublic = (house: TestHouse) =>
  house.at.db.deleteFrom('app_credentials').where('app_id', '=', app.id).where('kind', '=', 'client-secret').execute()

test('of eighty tricks with the redirect address none is followed (attack 43)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const registered = 'https://shop.example/callback'
  const tricks = redirectTricks(registered)
  assert.ok(tricks.length >= 80 && new Set(tricks).size === tricks.length, String(tricks.length))
  for (const kind of ['confidential', 'public']) {
    if (kind === 'public') await makePublic(house)
    await changeApp(house.at, app.id, { redirectUrls: [registered] })
    for (const trick of tricks) {
      const page = await visit(house, {
        redirect_uri: trick,
        code_challenge: challengeOf('x'),
        code_challenge_method: 'S256',
      })
      assert.deepEqual([page.status, page.url.origin], [400, house.url], `${kind}: ${trick}`)
      assert.equal(page.headers.get('location'), null)
    }
  }
})

test('parameters that come twice are refused on a page, never guessed at (attacks 43 and 46)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const twice: [string, string][] = [
    ['redirect_uri', 'https://evil.example/'],
    ['client_id', 'chophanphoi'],
    ['redirect_uri', app.callback],
  ]
  for (const [name, value] of twice) {
    const url = authorizeUrl(house.url)
    url.searchParams.append(name, value)
    const page = await new Surfer(house.url).visit(url)
    assert.deepEqual([page.status, page.url.origin], [400, house.url], name)
  }
  for (const name of ['scope', 'state', 'response_type', 'nonce', 'prompt', 'code_challenge']) {
    const url = authorizeUrl(house.url, { [name]: 'openid' })
    url.searchParams.append(name, 'email')
    assert.equal(errorOf(await new Surfer(house.url).visit(url)), 'invalid_request', name)
  }
  const body = `grant_type=authorization_code&code=a&code=b&redirect_uri=${encodeURIComponent(app.callback)}`
  const headers = {
    authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  recordSecret(app.secret)
  const response = await fetch(`${house.url}/oauth/token`, { method: 'POST', headers, body })
  assert.deepEqual(
    [response.status, await response.json()],
    [400, { error: 'invalid_request', error_description: "'code' parameter must not be provided twice" }],
  )
})

test('every error of RFC 6749 §4.1.2.1 has its own code, and goes back with state and iss (attack 45)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const cases: [string, Record<string, string>][] = [
    ['invalid_request', { code_challenge: 'x' }],
    ['invalid_request', { max_age: 'soon' }],
    ['invalid_request', { claims: '{' }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_scope', { scope: 'openid "x"' }],
    ['login_required', { prompt: 'none' }],
    ['unsupported_response_mode', { response_mode: 'telepathy' }],
    ['request_not_supported', { request: 'e30.e30.' }],
    ['invalid_target', { resource: 'https://evil.example' }],
    ['invalid_target', { resource: 'not an address' }],
  ]
  for (const [error, change] of cases) {
    const page = await visit(house, { state: 's t', ...change })
    assert.equal(errorOf(page), error, JSON.stringify(change))
    assert.equal(told(page).get('state'), 's t')
    assert.equal(told(page).get('iss'), house.url)
    assert.equal(page.status, 303)
  }
  const surfer = new Surfer(house.url)
  const page = await surfer.submit(await visit(house, { state: 'x' }, surfer), 'do=cancel')
  assert.deepEqual([errorOf(page), page.url.searchParams.get('state')], ['access_denied', 'x'])
  await house.at.db.updateTable('apps').set({ state: 'suspended' }).where('id', '=', app.id).execute()
  assert.equal((await visit(house, {})).status, 400, 'an app that is not served gets a page (attack 53)')
})

test('a public app must prove its request by S256, and nothing less; nobody’s proof can be left out later (attack 44)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const verifier = randomBytes(32).toString('base64url')
  recordSecret(verifier)
  const s256 = { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }
  const bound = await getCode(house.url, s256)
  for (const wrong of [
    {},
    { code_verifier: `${verifier.slice(1)}A` },
    { code_verifier: challengeOf(verifier) },
    { code_verifier: 'short' },
  ]) {
    assert.notEqual((await exchange(house.url, bound, wrong)).status, 200)
  }
  assert.equal(
    (await exchange(house.url, bound, { code_verifier: verifier })).status,
    200,
    'wrong tries did it no harm',
  )
  const unbound = await getCode(house.url)
  assert.equal(
    (await exchange(house.url, unbound, { code_verifier: verifier })).error,
    'invalid_grant',
    'no proof can be added',
  )

  await makePublic(house)
  for (const change of [
    {},
    { ...s256, code_challenge_method: 'plain' },
    { code_challenge: verifier },
    { code_challenge: 'x', code_challenge_method: 'S256' },
  ]) {
    assert.equal(errorOf(await visit(house, change)), 'invalid_request', JSON.stringify(change))
  }
  const surfer = new Surfer(house.url)
  const back = await surfer.pass(await visit(house, s256, surfer))
  const code = back.url.searchParams.get('code') ?? ''
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: app.callback,
    client_id: app.id,
    code_verifier: verifier,
  }
  const response = await fetch(`${house.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(fields) })
  const tokens = (await response.json()) as Record<string, string>
  assert.equal(response.status, 200, JSON.stringify(tokens))
  recordSecret(code, tokens.access_token, tokens.id_token)
})

test('a scope or a state of 50 kB gets a page, and nothing so long comes back; 8 kB come back whole (attack 47)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  for (const change of [{ state: 'x'.repeat(50_000) }, { scope: `openid ${'y '.repeat(25_000)}`.trim() }]) {
    const page = await visit(house, change)
    assert.deepEqual([page.status, page.url.origin], [400, house.url])
  }
  const long = 's'.repeat(8000)
  const surfer = new Surfer(house.url)
  const back = await surfer.pass(await visit(house, { state: long }, surfer))
  assert.equal(back.url.searchParams.get('state'), long)
  recordSecret(app.secret)
  const headers = { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }
  const request = { client_id: app.id, redirect_uri: app.callback, response_type: 'code', scope: 'openid' }
  const body = new URLSearchParams({ ...request, state: 'x'.repeat(50_000) })
  const pushed = await fetch(`${house.url}/oauth/par`, { method: 'POST', headers, body })
  assert.deepEqual([pushed.status, ((await pushed.json()) as { error: string }).error], [400, 'invalid_request'])
  const huge = await fetch(`${house.url}/oauth/authorize?state=${'z'.repeat(90_000)}`)
  assert.ok(huge.status === 431 || huge.status === 400)
  const token = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'r'.repeat(200_000) })
  const answer = await fetch(`${house.url}/oauth/token`, { method: 'POST', body: token })
  assert.ok(answer.status >= 400 && answer.status < 500)
})

test('prompt and max_age are kept to: none shows nothing, login asks again, consent asks once more (attack 41)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await changeApp(house.at, app.id, { redirectUrls: [app.callback] })
  const surfer = new Surfer(house.url)
  assert.equal(errorOf(await visit(house, { prompt: 'none' }, surfer)), 'login_required')
  await surfer.pass(await visit(house, {}, surfer))
  assert.ok((await visit(house, { prompt: 'none' }, surfer)).url.searchParams.get('code'))
  assert.equal(errorOf(await visit(house, { prompt: 'none', scope: 'openid email' }, surfer)), 'consent_required')
  assert.equal(errorOf(await visit(house, { prompt: 'none login' }, surfer)), 'invalid_request')
  const again = await visit(house, { prompt: 'login' }, surfer)
  assert.ok(formsOf(again).some((form) => form.buttons.includes('do=sign-in')))
  const consent = await visit(house, { prompt: 'consent' }, surfer)
  assert.ok(formsOf(consent).some((form) => form.buttons.includes('do=allow')))
  const fresh = await visit(house, { max_age: '0' }, surfer)
  assert.ok(formsOf(fresh).some((form) => form.buttons.includes('do=sign-in')))
  assert.ok((await visit(house, { max_age: '3600' }, surfer)).url.searchParams.get('code'))
  assert.equal(errorOf(await visit(house, { max_age: '0', prompt: 'none' }, surfer)), 'login_required')
})

test('ui_locales and login_hint reach the page of sign-in', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const page = await visit(house, { ui_locales: 'xx ar', login_hint: 'sara@example.com' })
  assert.match(page.text, /<html lang="ar" dir="rtl">/)
  assert.match(page.text, /value="sara@example\.com"/)
})

test('form_post carries the answer by a form that our policy allows and that needs no script', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url, { 'accept-language': 'vi' })
  const page = await surfer.pass(await visit(house, { response_mode: 'form_post', state: '"><b>' }, surfer))
  const [form] = formsOf(page)
  assert.equal(form?.action, app.callback)
  assert.deepEqual(Object.keys(form.hidden), ['code', 'state', 'iss'])
  assert.equal(form.hidden.state, '"><b>')
  assert.ok(form.buttons.length === 1)
  assert.doesNotMatch(page.text, /<script>|<b>/)
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    /script-src 'self'; .*form-action 'self' https: http:\/\/127\.0\.0\.1:8080;/,
  )
  recordSecret(form.hidden.code)
  assert.equal((await exchange(house.url, form.hidden.code ?? '')).status, 200)
  const refused = await visit(house, { response_mode: 'form_post', prompt: 'none' })
  assert.equal(formsOf(refused)[0]?.hidden.error, 'login_required')
})
