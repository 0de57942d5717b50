import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suspendApp } from '../../src/capabilities/apps/index.ts'
import { checkCode, redeemProof } from '../../src/capabilities/verification/index.ts'
import { type Contact, type Mobile, Refusal, transact } from '../../src/kernel/index.ts'
import { callApi } from '../kit/api.ts'
import {
  bearer,
  client,
  clientToken,
  codesPath,
  type EvandAnswer,
  enter,
  guest,
  guestGrant,
  postForm,
  postJson,
  readCode,
  sendCode,
  stranger,
} from '../kit/evand.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, askUserinfo, authorizeUrl, exchange, refresh } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { proveNumber } from '../kit/phone.ts'
import { callPortal, person } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const minute = 61_000
const contactOf = (mobile: string): Contact => ({ kind: 'mobile', value: mobile as Mobile })

/** A fresh code on a guest's phone; the `count`-th that came to it. */
async function freshCode({ url }: TestHouse, token: string, mobile = guest, count = 1): Promise<string> {
  assert.equal((await sendCode(url, token, mobile)).status, 201)
  return readCode(url, mobile, count)
}

const otherThan = (code: string): string => String(code === '99999' ? 10_000 : Number(code) + 1)

/** The grant at both doors. */
const doors: Record<
  string,
  (url: string, code: string, change?: { mobile?: string; event_id?: string }) => Promise<EvandAnswer>
> = {
  'the platform’s': (url, code, change) => enter(url, code, change),
  'the standard one': (url, code, change) =>
    postForm(url, '/oauth/token', {
      grant_type: guestGrant,
      ...client,
      mobile: guest,
      mobile_verification_code: code,
      event_id: '77',
      ...change,
    }),
}

for (const [name, door] of Object.entries(doors)) {
  test(`wrong, used, old, replaced and absent codes, no guest, no event, a closed one: one answer, at ${name} door (attack 24)`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const { url, at } = house
    await applyFile(at, {
      settings: { 'verification.streakLength': 1000, 'verification.codesPerContact': { limit: 100, seconds: 86_400 } },
      events: [
        { id: 80, name: 'Closed', app: app.id, state: 'closed', guests: [guest] },
        { id: 81, name: 'Other’s', app: 'chophanphoi', guests: [guest] },
      ],
    })
    const token = await clientToken(url)
    const told: [string, EvandAnswer][] = []
    told.push(
      ['absent', await door(url, '12345')],
      ['absent, no guest', await door(url, '12345', { mobile: stranger })],
    )
    const first = await freshCode(house, token)
    told.push(['wrong', await door(url, otherThan(first))])
    told.push(['not five digits', await door(url, '1')], ['no digits', await door(url, 'abcde')])
    house.advance(minute)
    const second = await freshCode(house, token, guest, 2)
    if (first !== second) told.push(['replaced', await door(url, first)])
    told.push(['no event', await door(url, second, { event_id: '999999' })])
    told.push(['closed event', await door(url, second, { event_id: '80' })])
    house.advance(minute)
    const third = await freshCode(house, token, guest, 3)
    told.push(['another app’s event', await door(url, third, { event_id: '81' })])
    assert.equal((await door(url, third)).status, 200)
    told.push(['used', await door(url, third)])
    house.advance(minute)
    const fourth = await freshCode(house, token, guest, 4)
    house.advance(2 * minute)
    told.push(['old', await door(url, fourth)])
    const strange = await freshCode(house, token, stranger)
    told.push(['wrong, no guest', await door(url, otherThan(strange), { mobile: stranger })])
    told.push(['right, no guest', await door(url, strange, { mobile: stranger })])
    told.push(['again, no guest', await door(url, strange, { mobile: stranger })])
    const spell = ({ status, body, headers }: EvandAnswer) =>
      JSON.stringify([status, body, [...headers].filter(([name]) => name !== 'date').toSorted()])
    const [, [, example] = assert.fail()] = told
    assert.deepEqual([example.status, example.body.error], [400, 'invalid_grant'])
    for (const [about, answer] of told) assert.equal(spell(answer), spell(example), about)
  })

  test(`ten wrong codes pause a number, guest or not alike, and a new code forgives none, at ${name} door (attacks 17, 18 and 24)`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const { url } = house
    const token = await clientToken(url)
    const statuses: Record<string, unknown[]> = { [guest]: [], [stranger]: [] }
    for (let round = 1; round <= 4; round++) {
      for (const mobile of [guest, stranger]) {
        const code = await freshCode(house, token, mobile, round)
        for (let i = 0; i < 3; i++) {
          const { status, body } = await door(url, otherThan(code), { mobile })
          statuses[mobile]?.push([status, body.error])
        }
      }
      house.advance(minute)
    }
    const failed = [400, 'invalid_grant']
    const paused = [429, 'slow_down']
    assert.deepEqual(statuses[guest], [...Array.from({ length: 10 }, () => failed), paused, paused])
    assert.deepEqual(statuses[stranger], statuses[guest])
    const right = await door(url, await freshCode(house, token, guest, 5))
    assert.deepEqual([right.status, right.body.error], paused, 'not even the right one')
    assert.ok(Number(right.headers.get('retry-after')) > 80_000)
  })
}

test('a sweep of all codes is stopped after three, and the fourth right one lets nobody in (attacks 4 and 17)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const code = await freshCode(house, await clientToken(house.url))
  for (let i = 0; i < 3; i++) assert.equal((await enter(house.url, otherThan(code))).status, 400)
  assert.equal((await enter(house.url, code)).body.error, 'invalid_grant')
})

test('one code serves one use, the entry or the change of the mobile, whichever comes first (contracts/evand.md, Decisions)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = await clientToken(house.url)
  const wish = { purpose: 'mobile', contact: contactOf(guest), appId: app.id }
  const prove = async (code: string) => {
    const proof = await checkCode(house.at, wish, code)
    assert.equal(await transact(house.at, (tx) => redeemProof(tx, proof)), true)
  }
  const failed = (error: unknown) => error instanceof Refusal && error.code === 'verification.failed'
  const first = await freshCode(house, token)
  assert.equal((await enter(house.url, first)).status, 200)
  await assert.rejects(prove(first), failed)
  house.advance(minute)
  const second = await freshCode(house, token, guest, 2)
  await prove(second)
  assert.equal((await enter(house.url, second)).body.error, 'invalid_grant')
})

test('a code is the app’s that asked: another app’s guests do not enter by it', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const secret = 'client-secret-of-the-other-app-of-these-tests'
  const other = {
    id: 'other',
    name: 'Other',
    state: 'live',
    clientSecrets: [secret],
    permissions: ['codes:send', 'guests:enter'],
  }
  await applyFile(house.at, { apps: [other], events: [{ id: 82, name: 'Its own', app: 'other', guests: [guest] }] })
  const code = await freshCode(house, await clientToken(house.url))
  const its = { client_id: 'other', client_secret: secret, event_id: 82 }
  assert.equal((await enter(house.url, code, its)).body.error, 'invalid_grant')
  assert.equal((await enter(house.url, code)).status, 200)
})

test('the first proven entry makes the account, and it is the same one everywhere (rule 6)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url, at } = house
  await applyFile(at, { events: [{ id: 83, name: 'Second', app: app.id, guests: [guest, '09140000001'] }] })
  // An account that only says it has the number is not the person (attack 33).
  const registered = await callPortal(url, {
    do: 'register',
    ...person('claims@example.com'),
    User_Mobile: '09140000000',
  })
  assert.equal(registered.ok, 1)
  const users = async () => (await at.db.selectFrom('users').select('id').execute()).length
  const before = await users()
  const token = await clientToken(url)
  const subjects: (number | undefined)[] = []
  for (const [i, event_id] of [77, 83, 77].entries()) {
    const { body } = await enter(url, await freshCode(house, token, guest, i + 1), { event_id })
    assert.ok(body.access_token, JSON.stringify(body))
    const row = await at.db
      .selectFrom('guests')
      .select('user_id')
      .where('event_id', '=', event_id)
      .where('mobile', '=', guest)
      .executeTakeFirst()
    subjects.push(row?.user_id ?? undefined)
    house.advance(minute)
  }
  assert.equal(new Set(subjects).size, 1)
  assert.notEqual(subjects[0], Number(registered.data.User_ID))
  assert.equal(await users(), before + 1, 'who waits for an e-mail waits on')
  const contacts = await at.db.selectFrom('contacts').selectAll().where('value', '=', guest).execute()
  assert.deepEqual(
    new Map(contacts.map((one) => [one.user_id, one.proven_at !== null])),
    new Map([
      [Number(registered.data.User_ID), false],
      [subjects[0], true],
    ]),
  )
})

/** Whose an access token is, as the app is told (RFC 7662 §2.2). */
async function introspect(url: string, token: string | undefined): Promise<unknown> {
  const { body } = await postForm(url, '/oauth/introspect', { token: token ?? '', ...client })
  return (body as { sub?: string }).sub
}

test('a guest who signs in on the page with the number is the person of the guest’s token, and no entry revives a number that lay idle (decision 0021)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url } = house
  const asGuest = await enter(url, await freshCode(house, await clientToken(url)))
  const sub = await introspect(url, asGuest.body.access_token)
  assert.match(String(sub), /^\d+$/)
  const wish = { scope: 'openid phone' }
  const asked = await openPage(newJar(url), authorizeUrl(url, wish))
  const allowed = await proveNumber(house, asked, guest, { kept: guest, count: 2 })
  const back = await allowed.submit({}, 'allow')
  const code = back.url.searchParams.get('code') ?? assert.fail(back.text)
  recordSecret(code)
  const info = await askUserinfo(url, (await exchange(url, code)).access_token)
  assert.deepEqual([info?.sub, info?.phone_number], [sub, guest])
  house.advance(181 * 86_400_000)
  const again = await enter(url, await freshCode(house, await clientToken(url), guest, 3))
  assert.equal(await introspect(url, again.body.access_token), sub)
  const still = await proveNumber(house, await openPage(newJar(url), '/sign-in'), guest, { kept: guest, count: 4 })
  assert.equal(still.title, 'Is this account still yours?')
})

test('what a guest is given opens the one event: no profile, no API of persons, no other app, and it dies with the app (attacks 51 and 53)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url, at } = house
  const { body } = await enter(url, await freshCode(house, await clientToken(url)))
  const token = body.access_token ?? ''
  const info = await fetch(`${url}/oauth/userinfo`, { headers: bearer(token) })
  assert.ok([401, 403].includes(info.status), String(info.status))
  assert.equal((await callApi(url, 'GET /api/v1/me', { token })).status, 403)
  assert.equal((await callApi(url, 'GET /api/v1/events', { token })).status, 401, 'a person’s token is no app’s')
  await suspendApp(at, app.id)
  assert.equal((await postJson(url, codesPath, { mobile: guest }, bearer(token))).status, 401)
  assert.notEqual((await refresh(url, body.refresh_token)).status, 200)
})

test('a refresh token that is used again late ends what came of the entry (rule 13)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { body } = await enter(house.url, await freshCode(house, await clientToken(house.url)))
  const renewed = await refresh(house.url, body.refresh_token)
  assert.equal(renewed.status, 200)
  house.advance(30_000)
  assert.equal((await refresh(house.url, body.refresh_token)).error, 'invalid_grant')
  assert.equal((await refresh(house.url, renewed.refresh_token)).error, 'invalid_grant')
  const sent = await postJson(house.url, codesPath, { mobile: guest }, bearer(renewed.access_token ?? ''))
  assert.equal(sent.status, 401)
})
