import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { changeSettings } from '../../src/capabilities/settings/index.ts'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { newUserId, type UserId, type Wire } from '../../src/kernel/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, askUserinfo, authorizeUrl, exchange, getCode, refresh, Surfer } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

const https = { PUBLIC_URL: 'https://id.example.com' }

/** A page that does something with the port of sessions, as hosted pages do. */
async function startPage(t: TestContext, work: (wire: Wire) => Promise<unknown>): Promise<string> {
  const server = createServer(async (request, response) => {
    const answer = await work({ request, response, address: '127.0.0.1' })
    response.end(JSON.stringify(answer ?? null))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const secretsOf = (surfer: Surfer) => [...surfer.cookies.values()].map((one) => one.value.split('=')[1] ?? '')
const sessionOf = (surfer: Surfer) =>
  [...surfer.cookies.values()].find((one) => /^(__Host-)?session=/.test(one.value))?.value
const userOf = async (house: TestHouse): Promise<UserId> =>
  (await house.at.db.selectFrom('users').select('id').executeTakeFirstOrThrow()).id as UserId

/** A cookie without its value and its end. */
const attributesOf = (line: string) =>
  line
    .replace(/=[^;]*/, '')
    .replace(/expires=[^;]*/i, 'expires')
    .toLowerCase()
    .split('; ')
    .sort()
    .join('; ')

test('a session begun by a page is the protocol’s own: same cookie, same flags, and it signs in to apps (attack 66)', async (t) => {
  for (const env of [{}, https]) {
    const house = await startHouse(t, 'sqlite', { env })
    const user = await userOf(house)
    const { sessions } = oidc(house.at)
    const page = await startPage(t, (wire) => sessions.start(wire, user, ['pwd', 'otp']))
    const own = (await fetch(page)).headers.getSetCookie()
    const surfer = new Surfer(house.url)
    const theirs: string[] = []
    const ask = surfer.ask.bind(surfer)
    surfer.ask = async (url, init) => {
      const response = await ask(url, init)
      theirs.push(...response.headers.getSetCookie())
      return response
    }
    const first = await surfer.ask(authorizeUrl(house.url))
    assert.equal(first.status, 303)
    assert.ok(own.length === 2, own.join('\n'))
    for (const line of own) {
      assert.match(line, 'PUBLIC_URL' in env ? /^__Host-session(\.sig)?=.*; secure/i : /^session(\.sig)?=/)
      assert.match(line, /; path=\/;.*; samesite=lax.*httponly/i)
      assert.doesNotMatch(line, /domain=/i)
    }
    if ('PUBLIC_URL' in env) continue
    await surfer.pass(await surfer.visit(authorizeUrl(house.url)))
    const library = theirs.filter((line) => line.startsWith('session'))
    assert.deepEqual(new Set(own.map(attributesOf)), new Set(library.map(attributesOf)))
    recordSecret(...[...own, ...library].map((line) => /=([^;]+)/.exec(line)?.[1]))
  }
})

test('signing in changes the session’s secret and keeps its row; a planted one is worth nothing (attack 66)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const user = await userOf(house)
  const { sessions } = oidc(house.at)
  const signIn = new URL(await startPage(t, (wire) => sessions.start(wire, user, ['pwd'])))
  const read = new URL(await startPage(t, (wire) => sessions.read(wire)))
  const surfer = new Surfer(house.url)
  const told = async (one: Surfer) => (await one.ask(read)).json() as Promise<{ uid: string; methods: string[] } | null>
  assert.equal(await told(surfer), null)
  await surfer.ask(signIn)
  const [before, secret] = [await told(surfer), sessionOf(surfer)]
  assert.deepEqual(before?.methods, ['pwd'])
  const code = await getCode(house.url, { scope: 'openid email' }, surfer)
  const bound = await exchange(house.url, code)
  await surfer.ask(signIn)
  const after = await told(surfer)
  assert.equal(after?.uid, before?.uid)
  assert.notEqual(sessionOf(surfer), secret)
  assert.ok(await askUserinfo(house.url, bound.access_token), 'what is bound to the session lives on')

  const thief = new Surfer(house.url)
  for (const [key, cookie] of surfer.cookies) thief.cookies.set(key, { ...cookie })
  await surfer.ask(signIn)
  assert.equal(await told(thief), null, 'a copy from before the sign-in')
  const planted = new Surfer(house.url)
  planted.cookies.set('a', { value: 'session=planted', path: '/' })
  planted.cookies.set('b', { value: 'session.sig=planted', path: '/' })
  assert.equal(await told(planted), null)
  recordSecret(...secretsOf(surfer), ...secretsOf(thief))
})

test('another person at the same browser gets another session, and a session ended elsewhere does not come back', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const user = await userOf(house)
  const stranger = newUserId(house.at)
  const row = await house.at.db.selectFrom('users').selectAll().where('id', '=', user).executeTakeFirstOrThrow()
  await house.at.db
    .insertInto('users')
    .values({ ...row, id: stranger })
    .execute()
  const { sessions } = oidc(house.at)
  let who = user
  const signIn = new URL(await startPage(t, (wire) => sessions.start(wire, who, ['pwd'])))
  const surfer = new Surfer(house.url)
  await surfer.ask(signIn)
  const bound = await exchange(house.url, await getCode(house.url, { scope: 'openid email' }, surfer))
  who = stranger
  await surfer.ask(signIn)
  assert.equal(await askUserinfo(house.url, bound.access_token), undefined)
  const rows = await house.at.db.selectFrom('sessions').select('user_id').execute()
  assert.deepEqual(
    rows.map((one) => one.user_id),
    [stranger],
  )
  await house.at.db.deleteFrom('sessions').execute()
  const page = await surfer.visit(authorizeUrl(house.url, { prompt: 'none' }))
  assert.equal(page.url.searchParams.get('error'), 'login_required')
  recordSecret(...secretsOf(surfer))
})

test('other origins read public documents alone; an app’s own pages may call for it (attack 65)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const tokens = await exchange(house.url, await getCode(house.url))
  const userinfo = (origin: string) =>
    fetch(`${house.url}/oauth/userinfo`, { headers: { origin, authorization: `Bearer ${tokens.access_token}` } })
  for (const origin of ['null', 'https://evil.example', 'http://127.0.0.1:8081', 'https://shop.example.evil.example']) {
    const answer = await userinfo(origin)
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [400, null], origin)
    const page = await fetch(authorizeUrl(house.url), { headers: { origin }, redirect: 'manual' })
    assert.equal(page.headers.get('access-control-allow-origin'), null)
  }
  const own = await userinfo('http://127.0.0.1:8080')
  assert.deepEqual([own.status, own.headers.get('access-control-allow-origin')], [200, 'http://127.0.0.1:8080'])
  assert.equal(own.headers.get('access-control-allow-credentials'), null)
  const keys = await fetch(`${house.url}/oauth/jwks`, { headers: { origin: 'https://any.example' } })
  assert.equal(keys.headers.get('access-control-allow-origin'), 'https://any.example')
})

test('no answer with a token or a person in it is kept by anybody, and no redirect repeats a post (attacks 48 and 67)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  const seen: [string, Response][] = []
  const ask = surfer.ask.bind(surfer)
  surfer.ask = async (url, init) => {
    const response = await ask(url, init)
    seen.push([`${init?.method ?? 'GET'} ${url.pathname.replace(/[\w-]{30,}/, '…')}`, response])
    return response
  }
  const tokens = await exchange(house.url, await getCode(house.url, {}, surfer))
  const headers = { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }
  const body = new URLSearchParams({ token: tokens.access_token ?? '' })
  seen.push(['introspect', await fetch(`${house.url}/oauth/introspect`, { method: 'POST', headers, body })])
  seen.push([
    'userinfo',
    await fetch(`${house.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } }),
  ])
  seen.push(['device', await fetch(`${house.url}/device`)])
  seen.push(['logout', await fetch(`${house.url}/oauth/logout`)])
  for (const [what, { status, headers: told }] of seen) {
    assert.match(told.get('cache-control') ?? '', /no-store/, what)
    assert.equal(told.get('referrer-policy'), 'no-referrer', what)
    assert.equal(told.get('x-frame-options'), 'DENY', what)
    assert.ok(status !== 307 && status !== 308, what)
  }
  assert.ok(seen.some(([what]) => what.startsWith('POST')))
})

test('whatever Host says, everything leads to PUBLIC_URL (attack 62)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: https })
  const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
  const first = await fetch(authorizeUrl(house.url), { headers: evil, redirect: 'manual' })
  assert.match(first.headers.get('location') ?? '', /^(https:\/\/id\.example\.com)?\/interaction\//)
  const headers = { ...evil, authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }
  recordSecret(app.secret)
  const device = await fetch(`${house.url}/oauth/device`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ scope: 'openid' }),
  })
  const told = (await device.json()) as Record<string, string>
  recordSecret(told.device_code)
  assert.equal(told.verification_uri, 'https://id.example.com/device')
  const page = await (await fetch(`${house.url}/device`, { headers: evil })).text()
  assert.doesNotMatch(page, /evil\.example/)
})

test('whoever begins sign-ins without end is asked to wait, and who is signed in goes on', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  const tokens = await exchange(house.url, await getCode(house.url, {}, surfer))
  await changeSettings(house.at, { 'sessions.beginningsPerNetwork': { limit: 5, seconds: 60 } }, async () => undefined)
  house.advance(61_000)
  const begin = () =>
    fetch(authorizeUrl(house.url), { redirect: 'manual', headers: { 'accept-language': 'fa', accept: 'text/html' } })
  const answers = await Promise.all(Array.from({ length: 20 }, begin))
  const refused = answers.filter((one) => one.status === 429)
  assert.ok(refused.length >= 15, `${refused.length} were refused`)
  const [first] = refused
  assert.match(first?.headers.get('retry-after') ?? '', /^\d+$/)
  assert.match((await first?.text()) ?? '', /dir="rtl"/)
  const headers = { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }
  const pushed = await fetch(`${house.url}/oauth/device`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ scope: 'openid' }),
  })
  assert.deepEqual(
    [pushed.status, ((await pushed.json()) as { error: string }).error],
    [429, 'temporarily_unavailable'],
  )
  assert.ok((await refresh(house.url, tokens.refresh_token)).access_token)
  assert.ok(await askUserinfo(house.url, tokens.access_token))
})
