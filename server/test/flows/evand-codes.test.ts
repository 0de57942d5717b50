import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf, type Random } from '../../src/kernel/index.ts'
import {
  bearer,
  clientToken,
  codesPath,
  type EvandAnswer,
  enter,
  guest,
  postJson,
  readCode,
  sendCode,
  stranger,
} from '../kit/evand.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app } from '../kit/openid.ts'
import { applyFile } from '../kit/ports.ts'
import { sendWire } from '../kit/wire.ts'

const minute = 61_000
const day = 24 * 3_600_000

const ask = (url: string, token: string, body: unknown, path = codesPath): Promise<EvandAnswer> =>
  postJson(url, path, body, bearer(token))

test('one number however it is written, at both paths, and its code in five digits by SMS', async (t) => {
  const { url, advance } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  const ways: [unknown, string][] = [
    ['+989140000000', codesPath],
    ['00989140000000', `/api${codesPath}`],
    ['09140000000', codesPath],
    ['9140000000', `/api${codesPath}`],
  ]
  for (const [i, [mobile, path]] of ways.entries()) {
    const sent = await ask(url, token, { mobile }, path)
    assert.deepEqual([sent.status, sent.body], [201, { data: { mobile: guest, expires_in: 120 } }], String(mobile))
    assert.match(await readCode(url, guest, i + 1), /^[1-9]\d{4}$/)
    advance(minute)
  }
  advance(day)
  const tomorrow = await clientToken(url)
  for (const [mobile, language, script, count] of [
    ['۰۹۱۴۰۰۰۰۰۰۰', '', /\p{Script=Arabic}/u, 5],
    [9_140_000_000, 'en', /^[\P{Script=Arabic}]+$/u, 6],
  ] as const) {
    assert.equal(
      (await postJson(url, codesPath, { mobile }, { ...bearer(tomorrow), 'accept-language': language })).status,
      201,
    )
    await readCode(url, guest, count)
    const inbox = await fetch(`${url}/dev/inbox.json?to=${encodeURIComponent(guest)}`)
    const [message] = (await inbox.json()) as { channel: string; text: string; kind: string }[]
    assert.deepEqual([message?.channel, message?.kind], ['sms', 'code'])
    assert.match(message?.text ?? '', script)
    advance(minute)
  }
})

test('known or not, guest or not: the same answer, the same message, the same event (attack 24)', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  const told: unknown[] = []
  for (const mobile of [guest, stranger]) {
    const { status, body, headers } = await sendCode(url, token, mobile)
    await readCode(url, mobile)
    const kept = [...headers].filter(([name]) => name !== 'date').toSorted()
    told.push({ status, body: JSON.stringify(body).replace(mobile, ''), kept })
  }
  assert.deepEqual(told[0], told[1])
  const rows = await at.db
    .selectFrom('events')
    .select(['kind', 'facts'])
    .where('kind', 'like', 'verification.%')
    .execute()
  assert.deepEqual(rows[0], rows[1])
  assert.equal(rows.length, 2)
})

test('who may ask: a client’s token, a long-lived one, a guest’s; nobody else (attack 51)', async (t) => {
  const { url, at, advance } = await startHouse(t, 'sqlite')
  await applyFile(at, {
    apps: [{ id: app.id, tokens: [{ token: 'a-token-of-the-tests-that-sends-codes', permissions: ['codes:send'] }] }],
  })
  const token = await clientToken(url)
  assert.equal((await sendCode(url, token)).status, 201)
  const { body } = await enter(url, await readCode(url))
  assert.equal((await ask(url, 'a-token-of-the-tests-that-sends-codes', { mobile: '09121111111' })).status, 201)
  assert.equal((await ask(url, body.access_token ?? '', { mobile: '09122222222' })).status, 201)
  const refused = [
    await postJson(url, codesPath, { mobile: guest }),
    await ask(url, 'nonsense', { mobile: guest }),
    await ask(url, body.refresh_token ?? '', { mobile: guest }),
    await ask(url, app.secret, { mobile: guest }),
    await postJson(url, codesPath, { mobile: guest }, { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }),
  ]
  advance(3_700_000)
  refused.push(await ask(url, token, { mobile: guest }))
  for (const answer of refused) {
    assert.deepEqual([answer.status, Object.keys(answer.body)], [401, ['message']])
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/)
  }
  const narrow = await ask(url, 'demo-token-of-the-shop-1001-to-invite', { mobile: guest })
  assert.deepEqual([narrow.status, Object.keys(narrow.body)], [403, ['message']])
})

test('an access token that begins as the long-lived ones do, by chance, is one all the same', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  const { bytes } = at.random
  const mark = Buffer.from('dwt_', 'base64url')
  const chance: Random = { bytes: (count) => Buffer.concat([mark, bytes(count)]).subarray(0, count) }
  const usual = at.random
  Object.assign(at, { random: chance })
  const token = await clientToken(url)
  Object.assign(at, { random: usual })
  assert.match(token, /^dwt_/)
  assert.equal((await sendCode(url, token)).status, 201)
})

test('a number that cannot be is 422 by its field, broken JSON 400, and nothing is sent', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  const wrong: [unknown, string][] = [
    [{ mobile: '12345' }, 'mobile'],
    [{ mobile: '0914000000' }, 'mobile'],
    [{ mobile: '+1 2' }, 'mobile'],
    [{ mobile: 'ali@example.com' }, 'mobile'],
    [{ mobile: '' }, 'mobile'],
    [{ mobile: null }, 'mobile'],
    [{ mobile: ['09140000000'] }, 'mobile'],
    [{ mobile: { number: '09140000000' } }, 'mobile'],
    [{ mobile: true }, 'mobile'],
    [{ mobile: 1e300 }, 'mobile'],
    [{ mobile: '9'.repeat(1024 * 1024) }, 'mobile'],
    [{}, 'mobile'],
    [{ mobile: guest, purpose: 'sign-in' }, 'purpose'],
    [{ mobile: guest, app_id: 'chophanphoi' }, 'app_id'],
    ['{"mobile":"09140000000","mobile":"09120000000"}', 'mobile'],
    ['{"__proto__":1}', '__proto__'],
  ]
  for (const [body, field] of wrong) {
    const answer = await ask(url, token, body)
    const about = JSON.stringify(body).slice(0, 80)
    assert.deepEqual([answer.status, Object.keys(answer.body)], [422, ['message', 'errors']], about)
    assert.deepEqual(answer.body.errors, { [field]: [answer.body.message] }, about)
  }
  for (const body of ['', '{', '[]', '"x"', '{"mobile":"\\ud800"}']) {
    const answer = await ask(url, token, body)
    assert.deepEqual([answer.status, Object.keys(answer.body)], [400, ['message']], body)
  }
  const form = await postJson(url, codesPath, 'mobile=09140000000', {
    ...bearer(token),
    'content-type': 'application/x-www-form-urlencoded',
  })
  assert.equal(form.status, 400)
  assert.equal((await ask(url, token, { mobile: '9'.repeat(3 * 1024 * 1024) })).status, 413)
  const got = await sendWire(url, { method: 'GET', path: codesPath })
  assert.deepEqual([got.status, got.headers.allow], [405, 'POST'])
  assert.equal((await at.db.selectFrom('messages').select('id').execute()).length, 0)
})

test('within a minute, and past five a day, the answer is 429 with the wait, and the code before stays good (attack 16)', async (t) => {
  const { url, advance } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  assert.equal((await sendCode(url, token)).status, 201)
  const soon = await sendCode(url, token)
  assert.deepEqual([soon.status, Object.keys(soon.body)], [429, ['message']])
  const wait = Number(soon.headers.get('retry-after'))
  assert.ok(wait > 50 && wait <= 60, String(wait))
  assert.equal((await enter(url, await readCode(url))).status, 200)
  for (let sent = 2; sent <= 5; sent++) {
    advance(minute)
    assert.equal((await sendCode(url, token)).status, 201)
    // Delivered before the clock moves on: a code that is over is not sent any more.
    await readCode(url, guest, sent)
  }
  advance(minute)
  const sixth = await sendCode(url, token)
  assert.equal(sixth.status, 429)
  assert.ok(Number(sixth.headers.get('retry-after')) > 80_000)
  assert.equal((await sendCode(url, token, stranger)).status, 201, 'another number')
  advance(-minute)
  assert.equal((await enter(url, await readCode(url, guest, 5))).status, 200)
  advance(day + minute)
  assert.equal((await sendCode(url, await clientToken(url))).status, 201)
})

/** Asks from an address, as a proxy tells it. */
const from = (url: string, token: string, address: string, mobile: string) =>
  postJson(url, codesPath, { mobile }, { ...bearer(token), 'x-forwarded-for': address, 'x-forwarded-proto': 'https' })

const mobileOf = (n: number) => `09121${String(100_000 + n)}`

async function open(
  t: Parameters<typeof startHouse>[0],
  env: Record<string, string>,
  settings: object,
): Promise<TestHouse> {
  const house = await startHouse(t, 'sqlite', { env })
  await applyFile(house.at, { settings, apps: [{ id: app.id, publicSecret: true }] })
  return house
}

test('where people’s own devices ask, an address has its budget: one /64 is one address, however it is written (attack 19)', async (t) => {
  const settings = { 'verification.codesPerAddress': { limit: 2, seconds: 3600 } }
  const { url } = await open(t, { TRUST_PROXY: '127.0.0.1' }, settings)
  const token = await clientToken(url)
  const addresses = ['2001:db8::1', '2001:0DB8:0000:0000:ffff::2', '2001:db8:0:0:1:2:3:4', '2001:db8:0:1::1']
  const statuses: number[] = []
  for (const [i, address] of addresses.entries()) statuses.push((await from(url, token, address, mobileOf(i))).status)
  assert.deepEqual(statuses, [201, 201, 429, 201])
  assert.equal((await from(url, token, '192.0.2.1', mobileOf(10))).status, 201)
  assert.equal((await from(url, token, '::ffff:192.0.2.1', mobileOf(11))).status, 201)
  assert.equal((await from(url, token, '::ffff:c000:201', mobileOf(12))).status, 429)
  assert.equal(
    (await from(url, token, '198.51.100.7', mobileOf(2))).status,
    201,
    'who was refused took nothing from the number',
  )
  const aliases = ['2001:db8::1', '2001:DB8:0::0:1', '2001:db8:0:0:8000::1%eth0']
  assert.deepEqual(new Set(aliases.map(networkOf)), new Set(['2001:db8:0:0::/64']))
  assert.deepEqual(['::1', '::ffff:1.2.3.4', '1.2.3.4'].map(networkOf), ['0:0:0:0::/64', '1.2.3.4', '1.2.3.4'])
})

test('an address that is only claimed counts for nothing (attack 20), and an app’s server is counted by the app', async (t) => {
  const settings = { 'verification.codesPerAddress': { limit: 2, seconds: 3600 } }
  const { url, at } = await open(t, {}, settings)
  const token = await clientToken(url)
  const statuses: number[] = []
  for (let i = 0; i < 4; i++) statuses.push((await from(url, token, `192.0.2.${i}`, mobileOf(i))).status)
  assert.deepEqual(statuses, [201, 201, 429, 429])
  await applyFile(at, {
    apps: [{ id: app.id, publicSecret: false }],
    settings: { 'verification.codesPerApp': { limit: 5, seconds: 3600 } },
  })
  const more: number[] = []
  for (let i = 10; i < 14; i++) more.push((await ask(url, token, { mobile: mobileOf(i) })).status)
  assert.deepEqual(more, [201, 201, 201, 429])
})

test('one person’s token asks for so many codes and no more (attack 23)', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  await applyFile(at, { settings: { 'verification.codesPerPerson': { limit: 2, seconds: 3600 } } })
  const token = await clientToken(url)
  await sendCode(url, token)
  const { body } = await enter(url, await readCode(url))
  const statuses: number[] = []
  for (let i = 0; i < 3; i++) statuses.push((await ask(url, body.access_token ?? '', { mobile: mobileOf(i) })).status)
  assert.deepEqual(statuses, [201, 201, 429])
})
