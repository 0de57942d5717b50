import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../kit/database.ts'
import { startHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl, exchange } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'
import { eventsOf, signedIn } from '../kit/sign-in.ts'

test('the consent names every field with the person’s own value, masked, and what is not filled in apart', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const profile = { name: 'Ali', gender: 'male', birthDate: '1989-05-24' }
  await house.at.db
    .updateTable('users')
    .set({ profile: JSON.stringify(profile) })
    .execute()
  const { id } = await house.at.db.selectFrom('users').select('id').executeTakeFirstOrThrow()
  const mobile = { user_id: id, kind: 'mobile', value: '+989121234567', proven_at: null, created_at: 1 }
  await house.at.db.insertInto('contacts').values(mobile).execute()
  const jar = await signedIn(house, ali)
  const scope = 'openid profile email phone offline_access'
  const page = await openPage(jar, authorizeUrl(house.url, { scope, prompt: 'consent' }))
  assert.equal(page.title, 'Sign in to Shop with this account?')
  for (const said of [
    'shop.example',
    'signed in as Ali',
    'your full name Ali',
    'a••••@example.com',
    '+98912•••67',
    'Male',
    '24 May 1989',
  ])
    assert.ok(page.words.includes(said), `${said}: ${page.words}`)
  assert.doesNotMatch(page.words, /ali@example\.com|9121234567/)
  assert.match(page.words, /If you ever fill them in, also: your last name your user name/)
  assert.match(page.words, /also while you are away/)
  assert.deepEqual(page.buttons, ['allow', 'cancel'])
  assert.doesNotMatch(page.text, /class="tag"/, 'where all is new nothing stands out')
})

test('“Log in with” names every one of the fourteen fields that are sent', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  const page = await openPage(jar, `/api/oauth?app_id=${app.id}`)
  const fields = ['ID of your account', 'user name', 'e-mail address', 'first name', 'last name', 'gender', 'birthday']
  const more = [
    'your picture',
    'cover picture',
    'when you registered',
    'address is confirmed',
    'relationship',
    'say about yourself',
    'website',
  ]
  for (const field of [...fields, ...more]) assert.ok(page.words.includes(field), `${field}: ${page.words}`)
})

test('single claims are named, and what is new is marked while all is listed', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  const first = await openPage(jar, authorizeUrl(house.url, { scope: 'openid email' }))
  await first.submit({}, 'allow')
  const claims = JSON.stringify({ userinfo: { phone_number: null, website: null } })
  const page = await openPage(jar, authorizeUrl(house.url, { scope: 'openid email', claims }))
  assert.match(page.words, /your e-mail address a••••/)
  assert.match(page.words, /your phone number new/)
  assert.match(page.words, /your website new/)
  assert.doesNotMatch(page.words, /your e-mail address new/)
})

test('“no” leads back to the app with an error, and nothing is allowed', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const page = await openPage(await signedIn(house, ali), authorizeUrl(house.url))
  const back = await page.submit({}, 'cancel')
  assert.ok(back.url.href.startsWith(`${app.callback}?error=access_denied`), back.url.href)
  assert.deepEqual(await house.at.db.selectFrom('consents').selectAll().execute(), [])
  assert.deepEqual(await eventsOf(house, 'consent.given'), [])
})

for (const engine of engines) {
  test(`consent that is sent often, at once and again, is one consent and one code, on ${engine} (attack 15)`, async (t) => {
    const house = await startHouse(t, engine)
    recordSecret(ali.password)
    const jar = await signedIn(house, ali)
    const page = await openPage(jar, authorizeUrl(house.url))
    const token = /name="token" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
    const send = () => jar.ask(page.url, { method: 'POST', body: new URLSearchParams({ token, do: 'allow' }) })
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    const statuses = new Set(answers.map((one) => one.status))
    for (const status of statuses) assert.ok([303, 403, 404].includes(status), String(status))
    const to = answers.find((one) => one.status === 303)?.headers.get('location') ?? ''
    const back = await openPage(jar, to)
    const code = back.url.searchParams.get('code') ?? ''
    assert.ok(code, back.url.href)
    recordSecret(code)
    assert.equal((await exchange(house.url, code)).status, 200)
    assert.equal((await house.at.db.selectFrom('consents').selectAll().execute()).length, 1)
    const late = await page.submit({}, 'allow')
    assert.deepEqual([late.status, late.title], [404, 'This sign-in is over'])
  })
}

test('an app that asks for less than it has been allowed is let through without a question', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  await (await openPage(jar, authorizeUrl(house.url, { scope: 'openid email profile' }))).submit({}, 'allow')
  const back = await openPage(jar, authorizeUrl(house.url, { scope: 'openid email' }))
  assert.ok(back.url.href.startsWith(`${app.callback}?code=`), back.url.href)
  const more = await openPage(newJar(house.url), authorizeUrl(house.url))
  assert.equal(more.title, 'Sign in to Shop', 'another browser is asked who it is')
})

test('the consent names what every single claim asks for: none is sent that was not said', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  const wordsFor = async (names: readonly string[]) => {
    const claims = JSON.stringify({ userinfo: Object.fromEntries(names.map((name) => [name, null])) })
    return (await openPage(jar, authorizeUrl(house.url, { claims, prompt: 'consent' }))).words
  }
  const discovery = await (await fetch(`${house.url}/.well-known/openid-configuration`)).json()
  const silent = ['sub', 'sid', 'auth_time', 'acr', 'amr', 'iss', 'username']
  const told = (discovery as { claims_supported: string[] }).claims_supported.filter((one) => !silent.includes(one))
  assert.ok(told.includes('national_code') && told.includes('iban'), String(told))
  const bare = await wordsFor([])
  for (const claim of told) assert.notEqual(await wordsFor([claim]), bare, claim)
  assert.match(await wordsFor(['national_code', 'iban']), /your national code your account number \(IBAN\)/)
})
