import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeApp, suspendApp } from '../../src/capabilities/apps/index.ts'
import { apply } from '../../src/dialects/operator/apply.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { claim, get, getKey, link, post, tokenFor, type Words } from '../kit/log-in-with.ts'
import { app, authorizeUrl, Surfer } from '../kit/openid.ts'
import { getPortal } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'

const bad = (what: string) => ({ error: true, message: `Bad Request, invalid ${what}` })
const unknown = {
  error: true,
  message: "We're sorry, but the application you're trying to use doesn't exist or has been disabled",
}
const long = 'x'.repeat(50_000)

const atAuthorize: [about: string, query: Words | string, answer: object][] = [
  ['nothing', {}, bad('app_id')],
  ['an empty app_id', { app_id: '', app_secret: 'x', auth_key: 'x' }, bad('app_id')],
  ['no secret', { app_id: app.id }, bad('app_secret')],
  ['an empty secret', { app_id: app.id, app_secret: '', auth_key: 'x' }, bad('app_secret')],
  ['no key', { app_id: app.id, app_secret: app.secret }, bad('auth_key')],
  ['an unknown app and no key', { app_id: '9', app_secret: 'x' }, bad('auth_key')],
  ['an unknown app', { app_id: '9', app_secret: 'x', auth_key: 'x' }, unknown],
  ['an app without the permission', { app_id: 'chophanphoi', app_secret: 'x', auth_key: 'x' }, unknown],
  ['a wrong secret', claim('x', { app_secret: 'x' }), bad('app_secret')],
  ['a portal key as the secret', claim('x', { app_secret: '5ca1ab1e0ddba11ca75eedf00dfacade' }), bad('app_secret')],
  ['the secret with a space', claim('x', { app_secret: `${app.secret} ` }), bad('app_secret')],
  ['an unknown key', claim('x'), bad('auth_key')],
  ['an id of 50 kB', claim('x', { app_id: long }), unknown],
  ['an id with NUL', claim('x', { app_id: '1001\0' }), unknown],
  ['an id in Persian digits', claim('x', { app_id: '۱۰۰۱' }), unknown],
  ['a secret of 50 kB', claim('x', { app_secret: long }), bad('app_secret')],
  ['a key of 50 kB', claim(long), bad('auth_key')],
  ['an id twice (attack 46)', `${new URLSearchParams(claim('x'))}&app_id=1002`, bad('app_id')],
  ['a key twice (attack 46)', `${new URLSearchParams(claim('x'))}&auth_key=x`, bad('auth_key')],
  ['another parameter twice', `${new URLSearchParams(claim('x'))}&a=1&a=1`, bad('parameters')],
  ['an array', 'app_id[]=1001&app_secret=x&auth_key=x', bad('app_id')],
  ['an object', 'app_id[x]=1001&app_secret=x&auth_key=x', bad('app_id')],
  ['bytes that are not UTF-8', 'app_id=1001&app_secret=%ff&auth_key=x', bad('app_secret')],
  ['a name that is not UTF-8', '%ff=1&app_id=1001', bad('parameters')],
  ['__proto__', '__proto__=1&app_id=1001', bad('app_secret')],
  ['70 parameters', Array.from({ length: 70 }, (_, i) => `p${i}=1`).join('&'), bad('parameters')],
  ['a lone percent sign', claim('%'), bad('auth_key')],
]

test(`/api/authorize on ${atAuthorize.length} wrong inputs: the document’s texts in the document’s order, and nothing is spent`, async (t) => {
  const house = await startHouse(t, 'sqlite')
  await raiseBudget(house)
  const key = await getKey(house.url)
  for (const [about, query, answer] of atAuthorize)
    assert.deepEqual(await get(house.url, '/api/authorize', query), answer, about)
  await tokenFor(house.url, key)
})

/** So many wrong secrets are sent that the budget would speak first. */
const raiseBudget = async (house: TestHouse): Promise<void> => {
  await apply(house.at, { settings: { 'apps.failuresPerApp': { limit: 1000, seconds: 900 } } })
  house.advance(2000)
}

const atUserInfo: [about: string, query: Words | string, headers: Words, answer: object][] = [
  ['nothing', '', {}, bad('access_token')],
  ['an empty token', 'access_token=', {}, bad('access_token')],
  ['an unknown token', 'access_token=x', {}, bad('access_token')],
  ['a token of 50 kB', { access_token: long }, {}, bad('access_token')],
  ['a token with NUL', { access_token: 'a\0' }, {}, bad('access_token')],
  ['a token twice (attack 46)', 'access_token=x&access_token=x', {}, bad('access_token')],
  ['a token in two places', 'access_token=x', { authorization: 'Bearer x' }, bad('access_token')],
  ['an array', 'access_token[]=x', {}, bad('access_token')],
  ['bytes that are not UTF-8', 'access_token=%c3', {}, bad('access_token')],
  ['a basic header', '', { authorization: 'Basic eDp5' }, bad('access_token')],
]

test(`/api/get_user_info on ${atUserInfo.length} wrong inputs`, async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  for (const [about, query, headers, answer] of atUserInfo)
    assert.deepEqual(await get(url, '/api/get_user_info', query, headers), answer, about)
})

test('a key, a code, an ordinary access token and an ID token open no user_info (attack 51)', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const surfer = new Surfer(url)
  const key = await getKey(url, surfer)
  const back = await surfer.pass(await surfer.visit(authorizeUrl(url, { scope: 'openid profile email' })))
  const code = back.url.searchParams.get('code') ?? ''
  const codeAsKey = await get(url, '/api/authorize', claim(code))
  assert.deepEqual(codeAsKey, bad('auth_key'))
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: app.callback }),
  })
  const { access_token = '', id_token = '' } = (await answer.json()) as Words
  recordSecret(code, access_token, id_token)
  assert.ok(access_token && id_token)
  for (const wrong of [key, code, access_token, id_token])
    assert.deepEqual(await get(url, '/api/get_user_info', { access_token: wrong }), bad('access_token'))
  const token = await tokenFor(url, key)
  assert.deepEqual(await get(url, '/api/authorize', claim(token)), bad('auth_key'))
  const userinfo = await fetch(`${url}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(userinfo.status, 403, 'nor does its token open what openid opens')
})

test('a key of one app is worth nothing to another, and takes no harm there (attacks 45, 50)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const other = {
    id: '1002',
    name: 'Other',
    state: 'live' as const,
    clientSecrets: ['another-secret-of-the-other-app'],
  }
  await apply(house.at, {
    apps: [{ ...other, redirectUrls: ['https://other.example/cb'], permissions: ['log-in-with'] }],
  })
  recordSecret(...other.clientSecrets)
  const key = await getKey(house.url)
  const theirs = { app_id: other.id, app_secret: other.clientSecrets[0] ?? '' }
  assert.deepEqual(await get(house.url, '/api/authorize', claim(key, theirs)), bad('auth_key'))
  assert.deepEqual(await get(house.url, '/api/authorize', claim(key, { app_id: other.id })), bad('app_secret'))
  assert.deepEqual(await get(house.url, '/api/authorize', claim(key, { ...theirs, app_id: app.id })), bad('app_secret'))
  await tokenFor(house.url, key)
})

test('a key lives ten minutes', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [early, late] = [await getKey(house.url), await getKey(house.url)]
  house.advance(590_000)
  await tokenFor(house.url, early)
  house.advance(20_000)
  assert.deepEqual(await get(house.url, '/api/authorize', claim(late)), bad('auth_key'))
})

test('of 60 wrong secrets 20 are looked at and the rest told to wait, and the app’s own right one always works (attacks 22, 23)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const key = await getKey(house.url)
  const guesses = await Promise.all(
    Array.from({ length: 60 }, (_, i) => get(house.url, '/api/authorize', claim(key, { app_secret: `guess-${i}` }))),
  )
  assert.equal(guesses.filter(({ message }) => message === bad('app_secret').message).length, 20)
  assert.equal(guesses.filter(({ message }) => message?.startsWith('Too many')).length, 40)
  const response = await fetch(`${house.url}/api/authorize?${new URLSearchParams(claim(key, { app_secret: 'x' }))}`)
  assert.equal(response.status, 200)
  assert.match(response.headers.get('retry-after') ?? '', /^\d+$/)
  await tokenFor(house.url, key)
})

test('the refusals of apps are in the language of the request, else of the house (rule 12)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const say = async (headers: Words = {}) =>
    (await get(house.url, '/api/authorize', { app_id: '9', app_secret: 'x', auth_key: 'x' }, headers)).message
  assert.match((await say({ 'accept-language': 'fr-CA,en;q=0.5' })) ?? '', /^Désolé, l’application/)
  assert.match((await say({ 'accept-language': 'fa' })) ?? '', /^متأسفیم/)
  assert.equal(await say({ 'accept-language': 'de' }), unknown.message)
  await apply(house.at, { settings: { locale: 'fr' } })
  house.advance(2000)
  assert.match((await say()) ?? '', /^Désolé/)
})

test('the surface can be switched off, and says so in the document’s words', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const key = await getKey(house.url)
  await apply(house.at, { settings: { 'logInWith.enabled': false } })
  house.advance(2000)
  const { message } = await get(house.url, '/api/authorize', claim(key))
  assert.equal(message, 'The developers module has been disabled by the admin')
  assert.equal((await fetch(`${house.url}${link()}`, { redirect: 'manual' })).status, 403)
  await apply(house.at, { settings: { 'logInWith.enabled': true } })
  house.advance(2000)
  await tokenFor(house.url, key)
})

test('secrets over plain http from elsewhere are refused, unless the operator allows it', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { TRUST_PROXY: 'loopback' } })
  const key = await getKey(house.url)
  const far = { 'x-forwarded-for': '203.0.113.7' }
  assert.match((await get(house.url, '/api/authorize', claim(key), far)).message ?? '', /https/)
  const near = { ...far, 'x-forwarded-proto': 'https' }
  assert.ok((await get(house.url, '/api/authorize', claim(key), near)).access_token)
})

const elsewhere = [
  '/api/get_user',
  '/api/oauth2',
  '/api/AUTHORIZE',
  '/api/authorize%2f',
  '/api/user.php',
  '/api/__proto__',
]

test(`${elsewhere.length} other names below /api say that the parameters are invalid, and shadow nobody`, async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  for (const path of elsewhere) {
    assert.deepEqual(await get(url, path, {}), bad('parameters'), path)
    assert.deepEqual(await post(url, path, { app_id: '1' }), bad('parameters'), path)
  }
  assert.deepEqual(await get(url, '/api/nothing/', {}), bad('parameters'))
  const portal = await getPortal(url, { do: 'email-exists', User_Email: 'nobody@example.com' })
  assert.equal(portal.ok, 0)
  assert.equal((await fetch(`${url}/api/v1/nothing`)).status, 404)
  assert.equal((await fetch(`${url}/api/mobile/x`)).status, 404)
})

test('methods other than GET and POST change nothing, HEAD among them (attacks 48, 69)', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const key = await getKey(url)
  for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const answer = await fetch(`${url}/api/authorize?${new URLSearchParams(claim(key))}`, { method })
    assert.equal(answer.status, 200, method)
    if (method !== 'HEAD') assert.deepEqual(await answer.json(), bad('parameters'), method)
  }
  const body = JSON.stringify(claim(key))
  const json = await fetch(`${url}/api/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  assert.deepEqual(await json.json(), bad('parameters'))
  const large = await fetch(`${url}/api/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ app_id: 'x'.repeat(1e6) }),
  })
  assert.deepEqual(await large.json(), bad('parameters'))
  await tokenFor(url, key)
})

test('no page of another origin reads an answer (attack 65)', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  for (const origin of ['https://evil.example', 'null']) {
    for (const path of ['/api/oauth', '/api/authorize', '/api/get_user_info', '/api/other']) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const { headers } = await fetch(`${url}${path}`, { method, headers: { origin }, redirect: 'manual' })
        assert.equal(
          [...headers.keys()].some((name) => name.startsWith('access-control')),
          false,
          `${method} ${path}`,
        )
      }
    }
  }
})

const links: [about: string, query: string, status: number][] = [
  ['no app', '', 404],
  ['an empty app', 'app_id=', 404],
  ['an array', 'app_id[]=1001', 404],
  ['an unknown app', 'app_id=9', 404],
  ['an app without the permission', 'app_id=chophanphoi', 404],
  ['an app of 50 kB', `app_id=${long}`, 404],
  ['an app with NUL', 'app_id=1001%00', 404],
  ['an app with a slash', 'app_id=1001/../1001', 404],
  ['two apps (attack 46)', 'app_id=1001&app_id=1001', 400],
  ['bytes that are not UTF-8', 'app_id=1001%ff', 400],
  ['a state of 50 kB', `app_id=1001&state=${long}`, 400],
  ['a state that is not UTF-8', 'app_id=1001&state=%ff', 400],
]

test(`${links.length} wrong links end at a page in the reader’s language, never at an app (attack 63 in its headers)`, async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  for (const [about, query, status] of links) {
    const headers = { 'accept-language': 'fr' }
    const answer = await fetch(`${url}/api/oauth?${query}`, { redirect: 'manual', headers })
    assert.equal(answer.status, status, about)
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8', about)
    assert.equal(answer.headers.get('x-frame-options'), 'DENY')
    assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    assert.match(await answer.text(), /<html lang="fr" dir="ltr">/, about)
  }
})

test('an app that is suspended, in review or without an address has no link that works', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const status = async () => (await fetch(`${house.url}${link()}`, { redirect: 'manual' })).status
  assert.equal(await status(), 303)
  await changeApp(house.at, app.id, { redirectUrls: [] })
  assert.equal(await status(), 404)
  await changeApp(house.at, app.id, { redirectUrls: [app.callback], state: 'in-review' })
  assert.equal(await status(), 404)
  await changeApp(house.at, app.id, { state: 'live' })
  assert.equal(await status(), 303)
  await suspendApp(house.at, app.id)
  assert.equal(await status(), 404)
})

test('in a frame, an image or a script nobody is logged in silently: they get a page (attack 63)', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const surfer = new Surfer(url)
  await getKey(url, surfer)
  for (const dest of ['iframe', 'frame', 'embed', 'object', 'fencedframe', 'image', 'script', 'empty']) {
    const answer = await surfer.ask(new URL(link(), url), { headers: { 'sec-fetch-dest': dest } })
    assert.equal(answer.status, 200, dest)
    assert.match(await answer.text(), /<a class="button" href="\/api\/oauth\?app_id&#61;1001" target="_top">/, dest)
  }
  const open = await surfer.ask(new URL(link(), url), { headers: { 'sec-fetch-dest': 'document' } })
  assert.equal(open.status, 303)
  const straight = authorizeUrl(url, { scope: 'log-in-with', response_mode: 'auth_key' })
  const past = await surfer.ask(straight, { headers: { 'sec-fetch-dest': 'iframe' } })
  assert.deepEqual([past.status, past.headers.get('location')], [400, null], 'nor past the link')
})
