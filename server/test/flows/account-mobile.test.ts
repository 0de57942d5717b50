import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findHolder, findUser } from '../../src/capabilities/users/index.ts'
import type { Contact, Mobile, UserId } from '../../src/kernel/index.ts'
import { makePerson, post, signIn, signInWithTokens, tokenOf } from '../kit/account.ts'
import { callApi } from '../kit/api.ts'
import { engines } from '../kit/database.ts'
import { bearer, codesPath, enter, postJson, readCode as readShortCode } from '../kit/evand.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import type { Surfer } from '../kit/openid.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { applyFile } from '../kit/ports.ts'
import { waitFor } from '../kit/wait.ts'

const page = '/account/contacts/mobile'
const [first, second, third] = ['+989120000001', '+989120000002', '+989120000003']
const asContact = (value: string): Contact => ({ kind: 'mobile', value: value as Mobile })

async function change(origin: string, jar: Surfer, typed: string, mobile: string, count = 1) {
  const asked = await (await openPage(jar, page)).submit({ mobile: typed }, 'send')
  assert.match(asked.text, /<div class="code-field" data-otp>/, 'the browser may offer the code of the message')
  return asked.submit({ code: await readCode(origin, mobile, count) }, 'prove')
}

async function mobilesOf({ at }: TestHouse, id: UserId): Promise<string[]> {
  const user = (await findUser(at, at.db, id)) ?? assert.fail()
  return user.contacts.filter(({ kind, provenAt }) => kind === 'mobile' && provenAt).map(({ value }) => value)
}

const inbox = async (url: string, to: string): Promise<{ kind: string; text: string }[]> =>
  (await (await fetch(`${url}/dev/inbox.json?to=${encodeURIComponent(to)}`)).json()) as { kind: string; text: string }[]

/** Waits until so many messages of a kind have reached somebody. */
const heard = (url: string, to: string, kind: string, count = 1) =>
  waitFor(`${kind} to ${to}`, async () => (await inbox(url, to)).filter((one) => one.kind === kind).length === count)

for (const engine of engines) {
  test(`a person gives their mobile by its code, changes it, and the old number and the e-mail are told, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const mina = await makePerson(house, 'mina@example.com')
    const jar = await signIn(house, mina)
    const added = await change(house.url, jar, '۰۹۱۲ ۰۰۰ ۰۰۰۱', first)
    assert.equal(added.address, '/account/contacts?done=mobile-changed')
    assert.deepEqual(await mobilesOf(house, mina.id), [first])
    assert.equal((await change(house.url, jar, '00989120000002', second)).status, 200)
    assert.deepEqual(await mobilesOf(house, mina.id), [second], 'there is one')
    assert.equal(await findHolder(house.at.db, asContact(first)), undefined, 'the old one is free')
    await heard(house.url, first, 'contact-removed')
    await heard(house.url, mina.email, 'contact-added', 2)
    const list = await openPage(jar, '/account/contacts')
    const place = [...list.text.matchAll(/href="([^"]*\/remove)"/g)].map(([, one = '']) => one).at(-1) ?? ''
    await (await openPage(jar, place)).submit({}, 'remove')
    assert.deepEqual(await mobilesOf(house, mina.id), [])
    await heard(house.url, second, 'contact-removed')
  })
}

test('a number that somebody holds is answered like any other until its code is shown (attack 24), and stays theirs', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [mina, omid] = [await makePerson(house, 'mina@example.com'), await makePerson(house, 'omid@example.com')]
  await change(house.url, await signIn(house, omid), first, first)
  const jar = await signIn(house, mina, newJar(house.url))
  const answers = []
  house.advance(61_000)
  for (const mobile of [first, second]) {
    const asked = await (await openPage(jar, page)).submit({ mobile }, 'send')
    answers.push([asked.status, asked.text.replaceAll(mobile, '…')])
    if (mobile === first) await asked.submit({}, 'other')
  }
  assert.deepEqual(answers[0], answers[1])
  await (await openPage(jar, page)).submit({}, 'other')
  house.advance(61_000)
  const refused = await change(house.url, jar, first, first, 3)
  assert.equal(refused.status, 400)
  assert.equal(await findHolder(house.at.db, asContact(first)), omid.id)
  assert.deepEqual(await mobilesOf(house, mina.id), [])
})

test('what is no mobile is refused beside its field, and who signed in long ago signs in again first (attack 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signIn(house)
  const bad = await (await openPage(jar, page)).submit({ mobile: '12' }, 'send')
  assert.deepEqual([bad.status, bad.field('mobile')], [400, '12'])
  const token = await tokenOf(jar)
  house.advance(601_000)
  const late = await post(jar, page, { token, mobile: first, do: 'send' })
  assert.notEqual(late.status, 303)
  assert.match((await jar.ask(new URL(page, house.url))).headers.get('location') ?? '', /^\/sign-in\?again=1/)
  assert.deepEqual(await inbox(house.url, first), [])
})

test('a code that was sent in time changes nothing once the sign-in is old, for that reason alone (attack 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  house.advance(400_000)
  const asked = await (await openPage(jar, page)).submit({ mobile: first }, 'send')
  const code = await readCode(house.url, first)
  house.advance(210_000)
  const late = await asked.submit({ code }, 'prove')
  assert.equal(late.status, 401)
  assert.deepEqual(await mobilesOf(house, mina.id), [])
  assert.match((await openPage(jar, page)).address, /^\/sign-in\?again=1/)
  house.advance(-210_000)
  const back = await openPage(jar, page)
  assert.equal((await back.submit({ code }, 'prove')).address, '/account/contacts?done=mobile-changed')
  assert.deepEqual(await mobilesOf(house, mina.id), [first])
})

test('an app changes the mobile by the API: with the scope, a code of its own, soon after the sign-in (RFC 9470), and the old number is told', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = newJar(house.url)
  const weak = await signInWithTokens(house, jar, 'openid phone', mina)
  const strong = await signInWithTokens(house, jar, 'openid phone mobile:write', mina)
  const ask = (call: `${string} /${string}`, body?: object, token = strong.access_token) =>
    callApi<{ code?: string; mobile?: string }>(house.url, call, { token: token ?? '', ...(body && { body }) })
  assert.equal((await ask('POST /api/v1/me/mobile/codes', { mobile: first }, weak.access_token)).status, 403)
  assert.equal((await ask('POST /api/v1/me/mobile/codes', { mobile: '12' })).status, 400)
  const sent = await ask('POST /api/v1/me/mobile/codes', { mobile: '۰۹۱۲۰۰۰۰۰۰۱' })
  assert.deepEqual([sent.status, sent.body.mobile], [202, first])
  const code = await readCode(house.url, first)
  assert.equal((await ask('PUT /api/v1/me/mobile', { mobile: second, code })).body.code, 'verification.failed')
  assert.equal((await ask('PUT /api/v1/me/mobile', { mobile: first, code })).status, 204)
  assert.equal((await ask('PUT /api/v1/me/mobile', { mobile: first, code })).status, 400, 'once')
  assert.deepEqual(await mobilesOf(house, mina.id), [first])
  house.advance(400_000)
  assert.equal((await ask('POST /api/v1/me/mobile/codes', { mobile: second })).status, 202)
  const inTime = { mobile: second, code: await readCode(house.url, second) }
  house.advance(201_000)
  for (const late of [
    await ask('POST /api/v1/me/mobile/codes', { mobile: third }),
    await ask('PUT /api/v1/me/mobile', inTime),
    await ask('DELETE /api/v1/me/mobile'),
  ]) {
    assert.deepEqual([late.status, late.body.code], [401, 'sessions.not-fresh'])
    assert.match(late.headers.get('www-authenticate') ?? '', /insufficient_user_authentication.*max_age="600"/)
  }
  assert.deepEqual(await inbox(house.url, third), [])
  assert.deepEqual(await mobilesOf(house, mina.id), [first])
  house.advance(-201_000)
  assert.equal((await ask('PUT /api/v1/me/mobile', inTime)).status, 204, 'no try of it was spent')
  assert.deepEqual(await mobilesOf(house, mina.id), [second])
  await heard(house.url, first, 'contact-removed')
  await heard(house.url, mina.email, 'contact-added', 2)
})

test('a code of Evand’s surface changes the mobile or lets a guest in, whichever comes first (contracts/evand.md)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, { events: [{ id: 77, guests: [first, second] }] })
  const mina = await makePerson(house, 'mina@example.com')
  const { access_token = '' } = await signInWithTokens(house, newJar(house.url), 'openid mobile:write', mina)
  const put = (mobile: string, code: string) =>
    callApi(house.url, 'PUT /api/v1/me/mobile', { token: access_token, body: { mobile, code } })
  const send = (mobile: string) => postJson(house.url, codesPath, { mobile }, bearer(access_token))
  assert.equal((await send(first)).status, 201)
  const code = await readShortCode(house.url, first)
  assert.equal((await put(first, code)).status, 204)
  assert.equal((await enter(house.url, code, { mobile: first })).status, 400)
  assert.equal((await send(second)).status, 201)
  const other = await readShortCode(house.url, second)
  assert.equal((await enter(house.url, other, { mobile: second })).status, 200)
  assert.equal((await put(second, other)).status, 400)
})
