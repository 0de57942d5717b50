import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { changeApp } from '../../src/capabilities/apps/index.ts'
import { endOtherSessions } from '../../src/capabilities/sessions/index.ts'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { findUserId, transact } from '../../src/kernel/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, askUserinfo, authorizeUrl, exchange, getCode, refresh, Surfer } from '../kit/openid.ts'
import { waitFor } from '../kit/wait.ts'

const start = 'http://127.0.0.1:8080/start'

/** An app's own server, which hears of logouts. */
async function startListener(t: TestContext, first: number | 'never' = 200) {
  const heard: URLSearchParams[] = []
  const listener = { heard, url: '', status: first }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    heard.push(new URLSearchParams(body))
    if (listener.status !== 'never') response.writeHead(listener.status, { location: 'http://127.0.0.1:1/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  listener.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/logout`
  return listener
}

const claimsOf = (jwt = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

async function signIn(house: TestHouse, scope: string, surfer: Surfer) {
  const tokens = await exchange(house.url, await getCode(house.url, { scope }, surfer))
  assert.equal(tokens.status, 200)
  return tokens
}

test('a logout that an app begins asks, ends what is bound to the session, tells the apps, and leads back (attack 56)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const listener = await startListener(t)
  await changeApp(house.at, app.id, { backchannelLogoutUrl: listener.url })
  const surfer = new Surfer(house.url, { 'accept-language': 'vi' })
  const bound = await signIn(house, 'openid email', surfer)
  const kept = await signIn(house, 'openid offline_access', surfer)
  const other = await signIn(house, 'openid email', new Surfer(house.url))

  const query = new URLSearchParams({
    id_token_hint: bound.id_token ?? '',
    post_logout_redirect_uri: start,
    state: 'st',
    ui_locales: 'fa',
  })
  const page = await surfer.visit(`/oauth/logout?${query}`)
  assert.match(page.text, /<html lang="fa"/)
  assert.ok(await askUserinfo(house.url, bound.access_token), 'looking ends nothing')
  assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/127\.0\.0\.1:8080/)
  const back = await surfer.submit(page, 'logout=yes')
  assert.equal(back.url.href, `${start}?state=st`)

  assert.equal(await askUserinfo(house.url, bound.access_token), undefined)
  assert.ok(await askUserinfo(house.url, other.access_token), 'another browser stays')
  assert.equal((await refresh(house.url, kept.refresh_token)).status, 200, 'offline access is not the session’s')
  await waitFor('the app to hear of it', () => listener.heard.length > 0)
  const [told, ...more] = listener.heard.map((one) => claimsOf(one.get('logout_token') ?? ''))
  assert.equal(more.length, 0)
  const { sid } = claimsOf(bound.id_token)
  assert.ok(sid)
  assert.deepEqual(
    [told?.aud, told?.sid, told?.sub, told?.nonce],
    [app.id, sid, claimsOf(bound.id_token).sub, undefined],
  )
  assert.deepEqual(told?.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
  const silent = await surfer.visit(authorizeUrl(house.url, { prompt: 'none' }))
  assert.equal(silent.url.searchParams.get('error'), 'login_required')
})

test('no site signs a person out: a post without our word is refused, and no foreign address is led to (attack 56)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  const tokens = await signIn(house, 'openid email', surfer)
  await surfer.visit('/oauth/logout')
  const body = new URLSearchParams({ logout: 'yes', xsrf: 'guess' })
  assert.equal((await surfer.visit('/oauth/logout/confirm', { method: 'POST', body })).status, 400)
  for (const uri of ['https://evil.example/', `${start}/`, `${start}?x=1`, start.toUpperCase()]) {
    const query = new URLSearchParams({ client_id: app.id, post_logout_redirect_uri: uri })
    const page = await surfer.visit(`/oauth/logout?${query}`)
    assert.deepEqual([page.status, page.url.origin], [400, house.url], uri)
  }
  const unnamed = await surfer.visit('/oauth/logout?post_logout_redirect_uri=https://evil.example/')
  const done = await surfer.submit(unnamed, 'logout=yes')
  assert.equal(done.url.origin, house.url)
  assert.equal(await askUserinfo(house.url, tokens.access_token), undefined)
})

test('a session that its person ends from another browser is told to its apps, too', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const listener = await startListener(t)
  await changeApp(house.at, app.id, { backchannelLogoutUrl: listener.url })
  const tokens = await signIn(house, 'openid email', new Surfer(house.url))
  const userId = findUserId(String(claimsOf(tokens.id_token).sub)) ?? assert.fail()
  await assert.rejects(
    transact(house.at, async (tx) => {
      await endOtherSessions(house.at, tx, userId)
      throw new Error('not after all')
    }),
  )
  assert.ok(await askUserinfo(house.url, tokens.access_token))
  await transact(house.at, (tx) => endOtherSessions(house.at, tx, userId))
  await waitFor('the app to hear of it', () => listener.heard.length > 0)
  assert.equal(claimsOf(listener.heard[0]?.get('logout_token') ?? '').sid, claimsOf(tokens.id_token).sid)
  assert.equal(await askUserinfo(house.url, tokens.access_token), undefined)
})

test('who stays is signed out of the asking app alone', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url, { 'accept-language': 'en' })
  const tokens = await signIn(house, 'openid email', surfer)
  const page = await surfer.visit(`/oauth/logout?${new URLSearchParams({ client_id: app.id })}`)
  const stayed = await surfer.submit(page, '=')
  assert.match(stayed.text, /You have left/)
  assert.equal(await askUserinfo(house.url, tokens.access_token), undefined)
  const again = await surfer.visit(authorizeUrl(house.url, { prompt: 'none' }))
  assert.ok(again.url.searchParams.get('code'), 'still signed in, and still allowed')
})

test('nobody signed in: the page says so by a form that needs no script', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url, { 'accept-language': 'en' })
  const page = await surfer.visit('/oauth/logout')
  assert.doesNotMatch(page.text, /<script>/)
  assert.match((await surfer.submit(page, '=')).text, /You are signed out/)
})

test('an app that redirects, or that never answers, holds no logout up, and is told again until it has heard (attacks 77 and 78)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  for (const [i, listener] of [await startListener(t, 302), await startListener(t, 'never')].entries()) {
    await changeApp(house.at, app.id, { backchannelLogoutUrl: listener.url })
    const surfer = new Surfer(house.url)
    await signIn(house, 'openid email', surfer)
    await surfer.submit(await surfer.visit('/oauth/logout'), 'logout=yes')
    await waitFor('the failure', () => house.logs.filter((line) => line.includes('could not be sent')).length > i)
    assert.equal(listener.heard.length, 1)
    listener.status = 200
    house.advance(60_000)
    await waitFor('the app to hear of it', () => listener.heard.length === 2)
    const [first, second] = listener.heard.map((one) => claimsOf(one.get('logout_token') ?? ''))
    assert.deepEqual([second?.sid, second?.sub], [first?.sid, first?.sub])
    assert.notEqual(second?.jti, first?.jti)
    assert.doesNotMatch(house.logs.join(''), new RegExp(`${new URL(listener.url).port}/logout`))
  }
})

test('in production no logout is told to a private address (attack 77)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const listener = await startListener(t)
  await changeApp(house.at, app.id, { backchannelLogoutUrl: listener.url })
  const surfer = new Surfer(house.url)
  const { id_token } = await signIn(house, 'openid email', surfer)
  const notice = { idempotencyKey: '1', to: app.id, kind: 'logout', language: 'en', subject: '', attempt: 1 }
  const { sub, sid } = claimsOf(id_token)
  const text = JSON.stringify({ sub, sid })
  const { channel } = oidc(house.at)
  const delivery = { ...notice, text, expiresAt: house.at.clock.now() + 60_000 }
  await assert.rejects(channel.deliver(delivery, AbortSignal.timeout(10_000)), { message: 'no connection' })
  assert.equal(listener.heard.length, 0)
})
