import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revokePermission, suspendApp } from '../../src/capabilities/apps/index.ts'
import { changeProfile, findHolder } from '../../src/capabilities/users/index.ts'
import type { Contact, UserId } from '../../src/kernel/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { claim, get, getKey, keyOf, link, post, tokenFor } from '../kit/log-in-with.ts'
import { ali, app, Surfer } from '../kit/openid.ts'

/** The keys of the document, in its order, and the two that the platform really sends. */
const keys = [
  ...['user_id', 'user_name', 'user_email', 'user_firstname', 'user_lastname', 'user_gender', 'user_birthdate'],
  ...['user_picture', 'user_cover', 'user_registered', 'user_verified', 'user_relationship', 'user_biography'],
  ...['user_website', 'profile_picture', 'profile_cover'],
]

const idOfAli = async (house: TestHouse): Promise<UserId> =>
  (await findHolder(house.at.db, { kind: 'email', value: ali.email } as Contact)) ?? assert.fail()

/** The app's page of the document: it takes the key of the address, and does what the document's PHP does. */
async function runRedirectUrlPhp(url: string, address: URL): Promise<Record<string, string> | undefined> {
  const authKey = address.searchParams.get('auth_key')
  const first = await fetch(`${url}/api/authorize?app_id=${app.id}&app_secret=${app.secret}&auth_key=${authKey}`)
  const json = (await first.json()) as { access_token?: string }
  if (!json.access_token) return undefined
  const second = await fetch(`${url}/api/get_user_info?access_token=${json.access_token}`)
  return ((await second.json()) as { user_info: Record<string, string> }).user_info
}

test('the document’s own PHP works: the first time the person is asked, the second time nobody is', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  const signIn = await surfer.visit(link())
  assert.match(signIn.url.pathname, /^\/(interaction|sign-in)/, 'the person is asked')
  const back = await surfer.pass(signIn)
  assert.equal(`${back.url.origin}${back.url.pathname}`, app.callback)
  assert.deepEqual([...back.url.searchParams.keys()], ['auth_key'])
  keyOf(back)
  const first = await runRedirectUrlPhp(house.url, back.url)
  assert.deepEqual([first?.user_firstname, first?.user_email], ['Ali', ali.email])
  assert.equal(await runRedirectUrlPhp(house.url, back.url), undefined, 'the key is for one use')
  const again = await surfer.visit(link())
  assert.equal(`${again.url.origin}${again.url.pathname}`, app.callback, 'nobody is asked')
  keyOf(again)
  assert.deepEqual(await runRedirectUrlPhp(house.url, again.url), first)
})

test('all sixteen keys are texts, empty where the person said nothing', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = await tokenFor(house.url, await getKey(house.url))
  const { user_info: bare = {} } = await get(house.url, '/api/get_user_info', { access_token: token })
  assert.deepEqual(Object.keys(bare), keys)
  assert.ok(Object.values(bare).every((value) => typeof value === 'string'))
  assert.match(bare.user_id ?? '', /^\d{16}$/)
  assert.match(bare.user_registered ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  const { user_id, user_registered, ...rest } = bare
  const said = { user_email: ali.email, user_firstname: 'Ali', user_verified: '1' }
  assert.deepEqual(rest, { ...Object.fromEntries(Object.keys(rest).map((key) => [key, ''])), ...said })
  const fields = {
    ...{
      firstName: 'علی',
      lastName: 'رضایی',
      userName: 'ali',
      gender: 'male' as const,
      birthDate: '1989-05-24' as never,
    },
    ...{
      picture: '/files/a.jpg',
      cover: 'https://img.example/c.jpg',
      relationship: 'single',
      biography: '<b>x</b>\n2',
    },
    website: 'https://ali.example/',
  }
  await changeProfile(house.at, app.id, await idOfAli(house), { fields, mobile: undefined })
  const { user_info: full } = await get(house.url, '/api/get_user_info', { access_token: token })
  assert.deepEqual(full, {
    ...{ user_id, user_name: 'ali', user_email: ali.email, user_firstname: 'علی', user_lastname: 'رضایی' },
    ...{ user_gender: 'male', user_birthdate: '1989-05-24', user_picture: '/files/a.jpg' },
    ...{ user_cover: 'https://img.example/c.jpg', user_registered, user_verified: '1', user_relationship: 'single' },
    ...{ user_biography: '<b>x</b>\n2', user_website: 'https://ali.example/' },
    ...{ profile_picture: `${house.url}/files/a.jpg`, profile_cover: 'https://img.example/c.jpg' },
  })
})

test('an e-mail that is not proven is not told (rule 6)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = await tokenFor(house.url, await getKey(house.url))
  await house.at.db.updateTable('contacts').set({ proven_at: null }).execute()
  const { user_info: info } = await get(house.url, '/api/get_user_info', { access_token: token })
  assert.deepEqual([info?.user_email, info?.user_verified], ['', '0'])
})

test('POST forms, the header and a slash at the end say the same as GET', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  await getKey(house.url, surfer)
  const back = await surfer.visit(`/api/oauth/?app_id=${app.id}`)
  const { access_token: token = '' } = await post(house.url, '/api/authorize/', claim(keyOf(back)))
  const asked = [
    get(house.url, '/api/get_user_info', { access_token: token }),
    get(house.url, '/api/get_user_info/', { access_token: token }),
    post(house.url, '/api/get_user_info', { access_token: token }),
    get(house.url, '/api/get_user_info', {}, { authorization: `Bearer ${token}` }),
  ]
  const [first, ...others] = await Promise.all(asked)
  assert.ok(first?.user_info?.user_id)
  for (const other of others) assert.deepEqual(other, first)
})

test('the state is echoed after the key, and nothing else of the link is (attacks 43, 62)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url, { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' })
  const more = `&state=${encodeURIComponent('x y&z=ü')}&redirect_uri=https://evil.example/&scope=openid&response_type=token`
  const back = await surfer.pass(await surfer.visit(link(app.id, more)))
  assert.equal(`${back.url.origin}${back.url.pathname}`, app.callback)
  assert.deepEqual([...back.url.searchParams.keys()], ['auth_key', 'state'])
  assert.equal(back.url.searchParams.get('state'), 'x y&z=ü')
  keyOf(back)
})

test('the redirects of the link are 303, to our own address as PUBLIC_URL has it (attacks 48, 62)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { PUBLIC_URL: 'https://id.example' } })
  const answer = await fetch(`${house.url}${link()}`, {
    redirect: 'manual',
    headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
  })
  assert.equal(answer.status, 303)
  const to = new URL(answer.headers.get('location') ?? '')
  assert.equal(to.origin, 'https://id.example')
  assert.deepEqual(Object.fromEntries(to.searchParams), {
    ...{ client_id: app.id, response_type: 'code', response_mode: 'auth_key', scope: 'log-in-with' },
    redirect_uri: app.callback,
  })
  assert.equal(answer.headers.get('cache-control'), 'no-store')
})

test('a token ends with its app, its consent, its session, its person and its hour (rule 13, attack 53)', async (t) => {
  const ends: [what: string, end: (house: TestHouse) => unknown, said: string][] = [
    ['app', (house) => suspendApp(house.at, app.id), 'invalid'],
    ['consent', (house) => house.at.db.deleteFrom('consents').execute(), 'invalid'],
    ['session', (house) => house.at.db.deleteFrom('sessions').execute(), 'invalid'],
    ['person', (house) => house.at.db.updateTable('users').set({ state: 'suspended' }).execute(), 'invalid'],
    ['hour', (house) => house.advance(3_600_000), 'expired'],
  ]
  for (const [what, end, said] of ends) {
    const house = await startHouse(t, 'sqlite')
    const token = await tokenFor(house.url, await getKey(house.url))
    house.advance(3_590_000)
    assert.ok((await get(house.url, '/api/get_user_info', { access_token: token })).user_info, what)
    await end(house)
    const answer = await get(house.url, '/api/get_user_info', { access_token: token })
    assert.deepEqual(answer, { error: true, message: `Bad Request, ${said} access_token` }, what)
  }
})

test('an app that lost the permission gets nothing for a key, nor a link that works', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const key = await getKey(house.url)
  await revokePermission(house.at, app.id, 'log-in-with')
  const { message } = await get(house.url, '/api/authorize', claim(key))
  assert.match(message ?? '', /doesn't exist or has been disabled$/)
  assert.equal((await fetch(`${house.url}${link()}`, { redirect: 'manual' })).status, 404)
})
