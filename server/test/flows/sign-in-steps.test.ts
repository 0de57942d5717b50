import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dumpTables, settleMessages } from '../kit/dump.ts'
import { startHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl } from '../kit/openid.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'
import { eventsOf, isSignedIn, phrase, prove, signedIn } from '../kit/sign-in.ts'

const later = ['code', 'details', 'new-password', 'go-on'] as const
const actions = { code: 'check', details: 'create', 'new-password': 'save', 'go-on': 'go-on' } as const

test('no step can be taken before its turn: the page whose turn it is comes instead, and nothing changes (attack 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const start = await openPage(jar, '/sign-in')
  const before = await dumpTables(house.at.db)
  for (const step of later) {
    assert.equal((await openPage(jar, `/sign-in/${step}`)).address, '/sign-in', step)
    const forged = { do: actions[step], code: '123456', password: phrase, name: 'Eve' }
    assert.equal((await start.forge(forged, `/sign-in/${step}`)).address, '/sign-in', step)
  }
  assert.equal(await dumpTables(house.at.db), before)

  const code = await start.submit({ email: ali.email }, 'code')
  await settleMessages(house.at.db)
  const asked = await dumpTables(house.at.db)
  for (const step of later.slice(1)) {
    assert.equal((await openPage(jar, `/sign-in/${step}`)).address, '/sign-in/code', step)
    const forged = { do: actions[step], password: phrase, name: 'Eve' }
    assert.equal((await code.forge(forged, `/sign-in/${step}`)).address, '/sign-in/code', step)
  }
  assert.equal(await dumpTables(house.at.db), asked)
  assert.equal(await isSignedIn(jar), false)
})

test('consent cannot be given before the sign-in, nor for another page’s asking (attack 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const page = await openPage(newJar(house.url), authorizeUrl(house.url))
  const same = await page.forge({ do: 'allow' })
  assert.equal(same.title, 'Sign in to Shop')
  assert.deepEqual(await eventsOf(house, 'consent.given'), [])
})

test('a code proves the address that this journey asked for, and no other (attack 39)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const own = await (await openPage(jar, '/sign-in')).submit({ email: 'eve@example.com' }, 'code')
  const code = await readCode(house.url, 'eve@example.com')
  const victim = await (await openPage(jar, '/sign-in')).submit({ email: ali.email }, 'code')
  const refused = await victim.submit({ code }, 'check')
  assert.match(refused.problems.join(), /The code is wrong/)
  const named = await own.forge({ do: 'check', code, email: 'eve@example.com' })
  assert.equal(named.status, 400)
  assert.equal(await isSignedIn(jar), false)
})

test('a proof does not carry over to an address that is typed after it (attack 39)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const details = await prove(house, await openPage(jar, '/sign-in/sign-up'), 'eve@example.com')
  await (await openPage(jar, '/sign-in/forgot')).submit({ email: ali.email }, 'code')
  const stale = await details.submit({ name: 'Eve', password: phrase }, 'create')
  assert.equal(stale.address, '/sign-in/code')
  assert.deepEqual(await eventsOf(house, 'user.registered'), [])
})

test('the address on the details page cannot be written over (attacks 29, 39, 57)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const details = await prove(house, await openPage(newJar(house.url), '/sign-in/sign-up'), 'eve@example.com')
  await details.submit({ name: 'Eve', email: 'victim@example.com', password: phrase }, 'create')
  const contacts = await house.at.db.selectFrom('contacts').select('value').execute()
  assert.deepEqual(contacts.map((one) => one.value).sort(), [ali.email, 'eve@example.com'])
})

test('fields that no form of ours has are refused, and change nothing (attacks 57, 74)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const details = await prove(house, await openPage(newJar(house.url), '/sign-in/sign-up'), 'eve@example.com')
  await settleMessages(house.at.db)
  const before = await dumpTables(house.at.db)
  for (const name of ['id', 'verified', 'isActive', 'permissions', 'app_id', 'state', 'birthDate', '__proto__']) {
    const answer = await details.forge({ do: 'create', name: 'Eve', password: phrase, [name]: '1' })
    assert.equal(answer.status, 400, name)
  }
  assert.equal((await details.forge({ do: 'make-admin' })).status, 400)
  assert.equal(await dumpTables(house.at.db), before)
})

test('two tabs and the back button need no luck (attack 40)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const one = await (await openPage(jar, '/sign-in/sign-up')).submit({ email: 'two@example.com' }, 'code')
  const other = await openPage(jar, '/sign-in/code')
  const code = await readCode(house.url, 'two@example.com')
  assert.equal((await one.submit({ code }, 'check')).address, '/sign-in/details')
  const details = await other.submit({ code }, 'check')
  assert.equal(details.address, '/sign-in/details', 'the other tab is led to where the journey stands')
  assert.equal((await openPage(jar, '/sign-in/code')).address, '/sign-in/details', 'and so is the back button')
  await details.submit({ name: 'Two', password: phrase }, 'create')
  const back = await details.submit({ name: 'Two again', password: phrase }, 'create')
  assert.equal(back.status, 403, 'the form was drawn for who was not signed in yet')
  assert.equal((await eventsOf(house, 'user.registered')).length, 1)
  assert.equal(await isSignedIn(jar), true)
})

test('another browser with the same link has a journey of its own (attack 30)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const first = await openPage(jar, authorizeUrl(house.url))
  await prove(house, await first.follow('Create an account'), 'own@example.com')
  const other = newJar(house.url)
  const details = `${first.url.pathname}/details`
  const over = await openPage(other, details)
  assert.deepEqual([over.status, over.title], [404, 'This sign-in is over'])
  assert.equal((await openPage(other, '/sign-in/details')).address, '/sign-in')
  assert.equal((await openPage(jar, details)).title, 'Create your account')
})

test('looking consumes nothing: GET and HEAD of every page leave everything as it was (attack 69)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const details = await prove(house, await openPage(jar, '/sign-in/sign-up'), ali.email)
  assert.equal(details.title, 'You already have an account')
  await settleMessages(house.at.db)
  const before = await dumpTables(house.at.db, ['limits'])
  for (const step of ['', ...later.map((one) => `/${one}`), '/sign-up', '/forgot']) {
    for (const method of ['GET', 'HEAD']) await jar.ask(new URL(`/sign-in${step}?do=go-on`, house.url), { method })
  }
  assert.equal(await dumpTables(house.at.db, ['limits']), before)
})

test('a fresh proof is asked of the person who is signed in, and of nobody else (attacks 39, 41)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  for (const address of [authorizeUrl(house.url, { prompt: 'login' }), '/sign-in?again=1&next=/account']) {
    const page = await openPage(jar, address)
    assert.equal(page.title, 'Is it still you?')
    assert.equal(page.field('email'), ali.email)
    const wrong = await page.submit({ email: 'eve@example.com', password: 'not the phrase' }, 'sign-in')
    assert.equal(wrong.title, 'Is it still you?')
    const right = await wrong.submit({ email: 'eve@example.com', password: ali.password }, 'sign-in')
    assert.ok(right.title === 'Sign in to Shop with this account?' || right.address === '/account', right.title)
  }
  // The protocol's library tells the age of a sign-in by the machine's own clock.
  await new Promise((resolve) => setTimeout(resolve, 2100))
  const old = await openPage(jar, authorizeUrl(house.url, { max_age: '1' }))
  assert.equal(old.title, 'Is it still you?')
  const byCode = await old.submit({}, 'code')
  const consent = await byCode.submit({ code: await readCode(house.url, ali.email) }, 'check')
  assert.equal(consent.title, 'Sign in to Shop with this account?')
})

test('a proof that was left lying does not pass for a fresh one later (attack 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const page = await prove(house, await openPage(jar, '/sign-in/sign-up'), 'sara@example.com')
  assert.equal(page.address, '/sign-in/details')
  house.advance(29 * 60_000)
  assert.equal((await openPage(jar, '/sign-in/details')).address, '/sign-in/details', 'time to fill in a form')
  house.advance(2 * 60_000)
  assert.equal((await openPage(jar, '/sign-in/details')).address, '/sign-in')
  const late = await page.submit({ name: 'Sara', password: phrase }, 'create')
  assert.equal(late.address, '/sign-in')
  assert.equal(await isSignedIn(jar), false)
})

test('with prompt=none nobody is asked anything (attack 41)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const page = await openPage(newJar(house.url), authorizeUrl(house.url, { prompt: 'none' }))
  assert.ok(page.url.href.startsWith(`${app.callback}?error=login_required`), page.url.href)
})

test('who is not the one that is signed in uses another account, at the consent and at the fresh proof', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const first = newJar(house.url)
  const details = await prove(house, await openPage(first, '/sign-in/sign-up'), 'sara@example.com')
  await details.submit({ name: 'Sara', password: phrase }, 'create')
  const begin = async (prompt: string) => {
    const jar = await signedIn(house, ali)
    const page = await openPage(jar, authorizeUrl(house.url, { prompt }))
    const other = await page.follow('Not you? Use another account')
    assert.equal(other.title, 'Sign in to Shop')
    return { page, next: await other.submit({ email: 'sara@example.com', password: phrase }, 'sign-in') }
  }
  const { page, next: consent } = await begin('consent')
  assert.match(consent.words, /You are signed in as Sara/)
  const stale = await page.forge({ do: 'allow' })
  assert.notEqual(stale.status, 200, 'the page that named the other person allows nothing any more')
  const back = await consent.submit({}, 'allow')
  assert.ok(back.url.href.startsWith(`${app.callback}?code=`), back.url.href)
  const { next } = await begin('login')
  assert.ok(next.url.href.startsWith(`${app.callback}?code=`), 'Sara has allowed it already, and Ali never did')
})

test('a session whose person was suspended meanwhile leads to the sign-in, and round in no circle', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  await house.at.db.updateTable('users').set({ state: 'suspended' }).execute()
  for (const address of ['/account', authorizeUrl(house.url)]) {
    const page = await openPage(jar, address)
    assert.equal(page.status, 200, String(address))
    const refused = await page.submit({ password: ali.password }, 'sign-in')
    assert.equal(refused.status, 400, String(address))
  }
  const silent = await openPage(jar, authorizeUrl(house.url, { prompt: 'none' }))
  assert.equal(silent.url.searchParams.get('error'), 'login_required')
  assert.equal(house.logs.filter((line) => line.includes('a bug')).length, 0)
})
