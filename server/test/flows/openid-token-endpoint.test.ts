import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeApp, createApp, resumeApp, rotateCredential, suspendApp } from '../../src/capabilities/apps/index.ts'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, askToken, askUserinfo, authorizeUrl, exchange, getCode, refresh, Surfer } from '../kit/openid.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const basicOf = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })

/** Asks an endpoint of ours with a form, as an app. */
async function post(
  house: TestHouse,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = basicOf(app.id, app.secret),
) {
  const response = await fetch(`${house.url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text ? JSON.parse(text) : {}) as Record<string, unknown>,
  }
}

/** Another app, confidential, with the same redirect address. */
async function addOther(house: TestHouse) {
  await createApp(house.at, 'other', {
    name: 'Other',
    state: 'live',
    redirectUrls: [app.callback],
    domains: ['other.example'],
  })
  const secret = await rotateCredential(house.at, 'other', 'client-secret', 0)
  recordSecret(secret)
  return { id: 'other', secret, headers: basicOf('other', secret) }
}

test('every error of RFC 6749 §5.2 has its own code', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(app.secret)
  const cases: [number, string, Record<string, string>, Record<string, string>?][] = [
    [400, 'invalid_request', {}],
    [400, 'invalid_request', { grant_type: 'authorization_code' }],
    [400, 'invalid_request', { grant_type: 'refresh_token' }],
    [400, 'unsupported_grant_type', { grant_type: 'password', username: 'ali', password: 'x' }],
    [400, 'invalid_grant', { grant_type: 'authorization_code', code: 'x', redirect_uri: app.callback }],
    [400, 'invalid_grant', { grant_type: 'refresh_token', refresh_token: 'x' }],
    [400, 'invalid_target', { grant_type: 'client_credentials', resource: 'https://evil.example' }],
    [401, 'invalid_client', { grant_type: 'client_credentials' }, basicOf(app.id, 'wrong wrong wrong')],
    [401, 'invalid_client', { grant_type: 'client_credentials' }, basicOf('nobody', 'wrong')],
    [401, 'invalid_client', { grant_type: 'client_credentials', client_id: app.id }, {}],
    [400, 'invalid_request', { grant_type: 'client_credentials' }, {}],
    [400, 'invalid_request', { grant_type: 'client_credentials', client_secret: app.secret }],
  ]
  for (const [status, error, fields, headers] of cases) {
    const answer = await post(house, '/oauth/token', fields, headers)
    assert.deepEqual([answer.status, answer.body.error], [status, error], JSON.stringify(fields))
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/, '(attack 67)')
    if (error === 'invalid_client' && headers?.authorization)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic/)
  }
  const posted = await post(
    house,
    '/oauth/token',
    { grant_type: 'client_credentials', client_id: app.id, client_secret: app.secret },
    {},
  )
  assert.equal(posted.status, 200)
  recordSecret(String(posted.body.access_token))
  const wide = await post(house, '/oauth/token', { grant_type: 'refresh_token', refresh_token: 'x', scope: 'openid' })
  assert.equal(wide.body.error, 'invalid_grant')
})

test('a refresh cannot widen what was allowed', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const tokens = await exchange(house.url, await getCode(house.url, { scope: 'openid offline_access' }))
  assert.equal((await refresh(house.url, tokens.refresh_token, { scope: 'openid email' })).error, 'invalid_scope')
  const narrow = await refresh(house.url, tokens.refresh_token, { scope: 'openid' })
  assert.equal(narrow.scope, 'openid')
})

test('no refresh token without offline access, and none for who was not asked', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const plain = await exchange(house.url, await getCode(house.url, { scope: 'openid email' }))
  assert.equal(plain.refresh_token, undefined)
  const surfer = new Surfer(house.url)
  const back = await surfer.pass(await surfer.visit(authorizeUrl(house.url, { scope: 'openid offline_access' })))
  const unasked = await exchange(house.url, back.url.searchParams.get('code') ?? '')
  assert.deepEqual([unasked.status, unasked.refresh_token], [200, undefined])
})

test('a code is its app’s and its redirect address’s; a foreign try does it no harm (attack 50)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const other = await addOther(house)
  const code = await getCode(house.url)
  const fields = { grant_type: 'authorization_code', code, redirect_uri: app.callback }
  assert.equal((await post(house, '/oauth/token', fields, other.headers)).body.error, 'invalid_grant')
  for (const redirect_uri of ['http://127.0.0.1:8080/other', `${app.callback}/`, '']) {
    assert.notEqual((await exchange(house.url, code, { redirect_uri })).status, 200)
  }
  const tokens = await exchange(house.url, code)
  assert.equal(tokens.status, 200)
  const stolen = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }
  assert.equal((await post(house, '/oauth/token', stolen, other.headers)).body.error, 'invalid_grant')
  assert.equal((await refresh(house.url, tokens.refresh_token)).status, 200)
})

test('an app learns and ends its own tokens alone; revoking a refresh token ends its family, an access token only itself', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const other = await addOther(house)
  const first = await exchange(house.url, await getCode(house.url))
  const second = await exchange(house.url, await getCode(house.url))
  const [access = '', renewable = ''] = [first.access_token, first.refresh_token]
  const isActive = async (token: string, headers?: Record<string, string>) =>
    (await post(house, '/oauth/introspect', { token }, headers)).body.active
  assert.deepEqual([await isActive(access), await isActive(renewable), await isActive('x')], [true, true, false])
  assert.deepEqual([await isActive(access, other.headers), await isActive(renewable, other.headers)], [false, false])
  await post(house, '/oauth/revoke', { token: renewable }, other.headers)
  await post(house, '/oauth/revoke', { token: access }, other.headers)
  assert.deepEqual([await isActive(access), await isActive(renewable)], [true, true])

  const renewed = await refresh(house.url, renewable)
  assert.equal((await post(house, '/oauth/revoke', { token: access })).status, 200)
  assert.deepEqual([await isActive(access), await isActive(renewed.access_token ?? '')], [false, true])
  assert.equal((await post(house, '/oauth/revoke', { token: renewed.refresh_token ?? '' })).status, 200)
  assert.equal(await isActive(renewed.access_token ?? ''), false)
  assert.equal((await refresh(house.url, renewable)).error, 'invalid_grant', 'not even within the grace')
  assert.equal(await isActive(second.access_token ?? ''), true, 'another family, and the consent, stand')
  assert.equal((await post(house, '/oauth/revoke', { token: 'unknown' })).status, 200)
})

test('no kind of token passes for another (attack 51)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const code = await getCode(house.url)
  const spare = await getCode(house.url)
  const tokens = await exchange(house.url, code)
  const machine = await askToken(house.url, { grant_type: 'client_credentials' })
  const { findAccess } = oidc(house.at).tokens
  for (const wrong of [tokens.refresh_token, tokens.id_token, spare, machine.access_token, 'null', 'undefined', '']) {
    assert.equal(await askUserinfo(house.url, wrong), undefined)
  }
  for (const wrong of [tokens.refresh_token, tokens.id_token, spare])
    assert.equal(await findAccess(wrong ?? ''), undefined)
  assert.deepEqual(await findAccess(machine.access_token ?? ''), { appId: app.id, userId: undefined, scopes: [] })
  assert.equal((await refresh(house.url, tokens.access_token)).error, 'invalid_grant')
  assert.equal((await refresh(house.url, spare)).error, 'invalid_grant')
  assert.equal((await exchange(house.url, tokens.access_token ?? '')).error, 'invalid_grant')
  const [head, body] = (tokens.id_token ?? '').split('.')
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
  for (const hint of [unsigned, `${head}.${body}.AAAA`]) {
    const page = await new Surfer(house.url).visit(`/oauth/logout?${new URLSearchParams({ id_token_hint: hint })}`)
    assert.equal(page.status, 400)
  }
})

test('a suspended app’s tokens die at once, with its codes and its sign-ins, and for good (attack 53)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [code, tokens] = [await getCode(house.url), await exchange(house.url, await getCode(house.url))]
  await suspendApp(house.at, app.id)
  assert.equal(await askUserinfo(house.url, tokens.access_token), undefined)
  assert.equal((await refresh(house.url, tokens.refresh_token)).error, 'invalid_client')
  assert.equal((await exchange(house.url, code)).error, 'invalid_client')
  assert.equal(await oidc(house.at).tokens.findAccess(tokens.access_token ?? ''), undefined)
  await resumeApp(house.at, app.id)
  assert.equal((await exchange(house.url, code)).error, 'invalid_grant', 'what died stays dead')
  assert.equal((await refresh(house.url, tokens.refresh_token)).error, 'invalid_grant')
  assert.equal(await askUserinfo(house.url, tokens.access_token), undefined)
  assert.ok(await askUserinfo(house.url, (await exchange(house.url, await getCode(house.url))).access_token))
})

test('a secret is changed with an overlap: both work, then only the new one (attack 54)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const fresh = await rotateCredential(house.at, app.id, 'client-secret', 3600)
  const ask = (secret: string) => askToken(house.url, { grant_type: 'client_credentials' }, secret)
  assert.deepEqual([(await ask(app.secret)).status, (await ask(fresh)).status], [200, 200])
  house.advance(3_601_000)
  assert.deepEqual([(await ask(app.secret)).error, (await ask(fresh)).status], ['invalid_client', 200])
})

test('no app can have a number that a person could have (attack 49)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await assert.rejects(async () => applyFile(house.at, { apps: [{ id: '1125899906842624', name: 'Person' }] }))
  await applyFile(house.at, { apps: [{ id: '112589990684262', name: 'App', state: 'live' }] })
  await changeApp(house.at, '112589990684262', { name: 'App of fifteen digits' })
})
