import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listSessions } from '../../src/capabilities/sessions/index.ts'
import { findUserId } from '../../src/kernel/index.ts'
import { makePerson, post, signIn, tokenOf } from '../kit/account.ts'
import { dumpTables } from '../kit/dump.ts'
import { startHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'

const pages = [
  '/account',
  '/account/profile',
  '/account/profile/about',
  '/account/profile/numbers',
  '/account/profile/language',
  '/account/contacts',
  '/account/contacts/add',
  '/account/password',
  '/account/sessions',
  '/account/apps',
  '/account/data',
  '/account/data/download',
  '/account/data/delete',
]
/** What asks for a sign-in of the last ten minutes, and what each would do. */
const guarded: readonly (readonly [address: string, fields: Record<string, string>])[] = [
  ['/account/contacts/add', { do: 'send', email: 'other@example.com' }],
  ['/account/contacts/add', { do: 'prove', code: '123456' }],
  ['/account/contacts/0123456789abcdef/prefer', { do: 'prefer' }],
  ['/account/contacts/0123456789abcdef/remove', { do: 'remove' }],
  ['/account/password', { password: 'quite another long phrase' }],
  ['/account/data/download', { do: 'download' }],
  ['/account/data/delete', { do: 'erase', word: 'delete' }],
]
const open: typeof guarded = [
  ['/account/profile/about', { do: 'save', name: 'Somebody Else' }],
  ['/account/profile/language', { language: 'vi' }],
  ['/account/sessions', { do: 'end-others' }],
  [`/account/apps/${app.id}`, { do: 'revoke' }],
]

test('the account is for whoever is signed in: others sign in first, and a form of theirs changes nothing (attack 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(app.secret)
  const jar = newJar(house.url)
  for (const address of pages) {
    const answer = await jar.ask(new URL(address, house.url))
    assert.equal(answer.status, 303, address)
    assert.equal(answer.headers.get('location'), `/sign-in?${new URLSearchParams({ next: address })}`)
  }
  const token = await tokenOf(jar, String(authorizeUrl(house.url)))
  for (const [address, fields] of [...guarded, ...open]) {
    const before = await dumpTables(house.at.db)
    assert.equal((await post(jar, address, { ...fields, token })).status, 401, address)
    assert.deepEqual(await dumpTables(house.at.db), before, address)
  }
})

test('changes of contacts, password and all data want a fresh sign-in, from a direct POST too (attack 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signIn(house)
  const token = await tokenOf(jar, '/account/password')
  house.advance(11 * 60_000)
  for (const address of new Set(guarded.map(([address]) => address))) {
    const answer = await jar.ask(new URL(address, house.url))
    assert.equal(answer.status, 303, address)
    assert.equal(answer.headers.get('location'), `/sign-in?${new URLSearchParams({ again: '1', next: address })}`)
  }
  for (const [address, fields] of guarded) {
    const before = await dumpTables(house.at.db)
    const refused = await post(jar, address, { ...fields, token })
    assert.equal(refused.status, 401, address)
    assert.match(await refused.text(), /href="\/sign-in\?again[^"]+next[^"]+">Sign in<\/a>/, 'and says how to go on')
    assert.deepEqual(await dumpTables(house.at.db), before, address)
  }
  for (const address of ['/account', '/account/profile', '/account/sessions', '/account/apps', '/account/data']) {
    assert.equal((await jar.ask(new URL(address, house.url))).status, 200, `${address} needs none`)
  }
})

test('no form of the account works without the word of this browser and session, sign-out included (attacks 56, 64)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house)
  const foreign = await tokenOf(await signIn(house, mina))
  for (const [address, fields] of [...guarded, ...open, ['/sign-out', { do: 'sign-out' }] as const]) {
    const before = await dumpTables(house.at.db)
    for (const token of ['', foreign]) {
      assert.equal((await post(jar, address, { ...fields, token })).status, 403, address)
    }
    const right = await tokenOf(jar, '/account/password')
    const origin = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const body = new URLSearchParams({ ...fields, token: right })
    const sent = await jar.ask(new URL(address, house.url), { method: 'POST', body, headers: origin })
    assert.equal(sent.status, 403, address)
    assert.deepEqual(await dumpTables(house.at.db), before, address)
  }
  assert.equal((await openPage(jar, '/sign-out')).title, 'Sign out?')
  assert.equal((await jar.ask(new URL('/account', house.url))).status, 200, 'looking signs nobody out (attack 56)')
})

test('signing out ends the session, and says so', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signIn(house)
  const row = await house.at.db.selectFrom('sessions').select('user_id').executeTakeFirstOrThrow()
  const done = await (await openPage(jar, '/sign-out')).submit({}, 'sign-out')
  assert.equal(done.title, 'You are signed out')
  assert.deepEqual(await listSessions(house.at, findUserId(String(row.user_id)) ?? assert.fail()), [])
  assert.equal((await jar.ask(new URL('/account', house.url))).status, 303)
})

test('nothing of the account is kept by browsers or caches, and no page sends its address on (attacks 67, 68)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signIn(house)
  for (const address of pages) {
    const answer = await jar.ask(new URL(address, house.url))
    assert.equal(answer.status, 200, address)
    assert.equal(answer.headers.get('cache-control'), 'no-store', address)
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer', address)
    assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, address)
  }
  const page = await openPage(jar, '/account')
  assert.ok(page.text.replaceAll('<wbr>', '').includes(ali.email))
})
