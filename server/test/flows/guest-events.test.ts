import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApp, rotateCredential } from '../../src/capabilities/apps/index.ts'
import { callApi } from '../kit/api.ts'
import { bearer, clientToken, enter, guest, postJson, readCode, sendCode, stranger, tokenPath } from '../kit/evand.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { refresh } from '../kit/openid.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

interface Event {
  id: number
  name: string
  state: string
  createdAt: string
}
interface Guest {
  mobile: string
  addedAt: string
  enteredAt?: string
}

const listGuests = async (url: string, token: string, event: number, after = '') =>
  (await callApi<{ guests: Guest[] }>(url, `GET /api/v1/events/${event}/guests${after}`, { token })).body.guests

/** The token of another app that may do the same. */
async function otherToken({ at, url }: TestHouse): Promise<string> {
  await createApp(at, 'other', {
    name: 'Other',
    state: 'live',
    permissions: ['guests:write', 'guests:enter', 'codes:send'],
  })
  const client_secret = await rotateCredential(at, 'other', 'client-secret', 0)
  recordSecret(client_secret)
  const { body } = await postJson(url, tokenPath, {
    grant_type: 'client_credentials',
    client_id: 'Other',
    client_secret,
  })
  return body.access_token ?? assert.fail('no token')
}

test('an app makes events and lists of guests by the API, each number once however it is written', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  const made = await callApi<Event>(url, 'POST /api/v1/events', { token, body: { name: ' Nowruz ' } })
  assert.equal(made.status, 201)
  const { id } = made.body
  assert.deepEqual([made.body.name, made.body.state, id >= 1_000_000_000], ['Nowruz', 'open', true])
  const taken = await callApi(url, 'POST /api/v1/events', { token, body: { id: 77, name: 'Twice' } })
  assert.deepEqual([taken.status, taken.body.code], [409, 'guests.event-taken'])
  assert.equal((await callApi(url, 'POST /api/v1/events', { token, body: { id: 78, name: 'Own number' } })).status, 201)
  const { body: listed } = await callApi<{ events: Event[] }>(url, 'GET /api/v1/events?after=77', { token })
  assert.deepEqual(
    listed.events.map((one) => one.id),
    [78, id],
  )

  const mobiles = [
    '09121111111',
    '+989121111111',
    '00989121111111',
    '9121111111',
    '۰۹۱۲۱۱۱۱۱۱۱',
    'nobody',
    '09122222222',
  ]
  const path = `/api/v1/events/${id}/guests` as const
  const added = await callApi(url, `POST ${path}`, { token, body: { mobiles } })
  assert.deepEqual([added.status, added.body], [200, { added: 2, refused: [5] }])
  assert.deepEqual((await callApi(url, `POST ${path}`, { token, body: { mobiles } })).body, { added: 0, refused: [5] })
  assert.deepEqual(
    (await listGuests(url, token, id)).map((one) => one.mobile),
    ['+989121111111', '+989122222222'],
  )
  const after = `?after=${encodeURIComponent('+989121111111')}`
  assert.equal((await listGuests(url, token, id, after)).length, 1)
  assert.equal((await callApi(url, `DELETE ${path}/09121111111`, { token })).status, 204)
  assert.equal((await callApi(url, `DELETE ${path}/09121111111`, { token })).status, 204)
  assert.equal((await listGuests(url, token, id)).length, 1)

  const change = await callApi<Event>(url, `PATCH /api/v1/events/${id}`, {
    token,
    body: { name: 'Yalda', state: 'closed' },
  })
  assert.deepEqual([change.body.name, change.body.state], ['Yalda', 'closed'])
  assert.deepEqual((await callApi<Event>(url, `GET /api/v1/events/${id}`, { token })).body, change.body)
})

test('bad input is refused by its field and changes nothing; another app’s event is as good as none (attacks 57 and 58)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url } = house
  const token = await clientToken(url)
  const bad: [string, unknown, string][] = [
    ['POST /api/v1/events', { name: '' }, 'name'],
    ['POST /api/v1/events', { name: 'a\u0007b' }, 'name'],
    ['POST /api/v1/events', { name: 'A', id: 0 }, 'id'],
    ['POST /api/v1/events', { name: 'A', id: 1.5 }, 'id'],
    ['POST /api/v1/events', { name: 'A', id: '5' }, 'id'],
    ['POST /api/v1/events', { name: 'A', appId: 'chophanphoi' }, 'appId'],
    ['POST /api/v1/events', { name: 'A', state: 'closed' }, 'state'],
    ['PATCH /api/v1/events/77', { state: 'gone' }, 'state'],
    ['PATCH /api/v1/events/77', { id: 78 }, 'id'],
    ['POST /api/v1/events/77/guests', { mobiles: [] }, 'mobiles'],
    ['POST /api/v1/events/77/guests', { mobiles: [9_140_000_000] }, 'mobiles.0'],
    ['POST /api/v1/events/77/guests', { mobiles: ['1'], user_id: 1 }, 'user_id'],
    ['GET /api/v1/events?after=x', undefined, 'after'],
    ['GET /api/v1/events/0', undefined, 'event'],
    ['DELETE /api/v1/events/77/guests/nobody', undefined, 'mobile'],
  ]
  for (const [call, body, field] of bad) {
    const answer = await callApi(url, call as 'GET /', { token, ...(body !== undefined && { body }) })
    assert.deepEqual([answer.status, answer.body.field], [400, field], `${call} ${JSON.stringify(body)}`)
  }
  const [{ name, state } = {}] = (await callApi<{ events: Event[] }>(url, 'GET /api/v1/events', { token })).body.events
  assert.deepEqual([name, state], ['Conference', 'open'])
  const other = await otherToken(house)
  for (const call of ['GET /api/v1/events/77', 'GET /api/v1/events/79', 'GET /api/v1/events/77/guests'] as const) {
    const answer = await callApi(url, call, { token: other })
    assert.deepEqual([answer.status, answer.body.code], [404, 'guests.event-unknown'], call)
  }
  for (const [call, body] of [
    ['PATCH /api/v1/events/77', { name: 'Mine' }],
    ['POST /api/v1/events/77/guests', { mobiles: [stranger] }],
    ['DELETE /api/v1/events/77/guests/09140000000', undefined],
  ] as const) {
    assert.equal((await callApi(url, call, { token: other, ...(body && { body }) })).status, 404)
  }
  assert.equal(
    (await callApi(url, 'GET /api/v1/events/77', { token: 'demo-token-of-the-shop-1001-to-invite' })).status,
    403,
  )
})

test('who is taken from the list is out at once; a closed event lets nobody in, and leaves who is inside', async (t) => {
  const { url, advance } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  await sendCode(url, token)
  const first = await enter(url, await readCode(url))
  assert.equal(first.status, 200)
  assert.ok((await listGuests(url, token, 77)).find((one) => one.mobile === guest)?.enteredAt)

  await callApi(url, 'PATCH /api/v1/events/77', { token, body: { state: 'closed' } })
  const renewed = await refresh(url, first.body.refresh_token)
  assert.equal(renewed.status, 200)
  advance(61_000)
  await sendCode(url, token)
  const code = await readCode(url, guest, 2)
  assert.equal((await enter(url, code)).body.error, 'invalid_grant')
  await callApi(url, 'PATCH /api/v1/events/77', { token, body: { state: 'open' } })
  assert.equal((await enter(url, code)).status, 200, 'a closed door uses no code up')

  assert.equal((await callApi(url, 'DELETE /api/v1/events/77/guests/09140000000', { token })).status, 204)
  assert.equal((await refresh(url, renewed.refresh_token)).error, 'invalid_grant')
  const answer = await fetch(`${url}/mobile/verification-codes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(renewed.access_token ?? '') },
    body: '{"mobile":"09120000000"}',
  })
  assert.equal(answer.status, 401, 'the access token is dead too')
})

test('events of an applied file are made so as often as it is applied, and its faults are told by their places', async (t) => {
  const { at, url } = await startHouse(t, 'sqlite')
  const file = { events: [{ id: 90, name: 'Fair', app: '1001', guests: ['09121111111', '9121111111', '09122222222'] }] }
  for (let i = 0; i < 2; i++) assert.ok((await applyFile(at, file)).includes('event 90'))
  const token = await clientToken(url)
  assert.equal((await listGuests(url, token, 90)).length, 2)
  await applyFile(at, { events: [{ id: 90, state: 'closed' }] })
  const { body } = await callApi<Event>(url, 'GET /api/v1/events/90', { token })
  assert.deepEqual([body.name, body.state], ['Fair', 'closed'])
  for (const events of [
    [{ id: 0 }],
    [{ id: 91, app: '1001', color: 'red' }],
    [{ id: 91, guests: 'all' }],
    [{ id: 91 }],
  ])
    await assert.rejects(async () => applyFile(at, { events }), /events/)
})
