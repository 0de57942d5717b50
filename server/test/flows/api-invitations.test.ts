import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suspendApp } from '../../src/capabilities/apps/index.ts'
import { apply } from '../../src/dialects/operator/apply.ts'
import { type ApiAnswer, callApi } from '../kit/api.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app } from '../kit/openid.ts'
import { makeMember } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'

const token = 'dwt_invitations-of-the-shop-only'
const weaker = 'dwt_codes-only-and-nothing-else-x'
const returnUrl = 'http://127.0.0.1:8080/start'
const wish = { email: 'sara@example.com', returnUrl }

async function start(t: Parameters<typeof startHouse>[0]): Promise<TestHouse> {
  const house = await startHouse(t, 'sqlite')
  const permissions = ['invitations:write' as const, 'codes:send' as const]
  const tokens = [
    { token, permissions: ['invitations:write' as const] },
    { token: weaker, permissions: ['codes:send' as const] },
  ]
  await apply(house.at, { apps: [{ id: app.id, permissions, tokens }] })
  recordSecret(token, weaker)
  return house
}

interface Made {
  id: string
  url: string
  expiresAt: string
}

async function make(house: TestHouse, body: object = wish): Promise<Made> {
  const answer: ApiAnswer<Made> = await callApi(house.url, 'POST /api/v1/invitations', { token, body })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  assert.equal(answer.headers.get('cache-control'), 'no-store', 'attack 67')
  recordSecret(new URL(answer.body.url).searchParams.get('id') ?? undefined)
  return answer.body
}

const read = (house: TestHouse, id: string) => callApi(house.url, `GET /api/v1/invitations/${id}`, { token })

test('an app invites, asks what became of it, and takes it back, once', async (t) => {
  const house = await start(t)
  const made = await make(house)
  assert.deepEqual(Object.keys(made), ['id', 'url', 'expiresAt'])
  assert.match(made.url, new RegExp(`^${house.url}/invitation\\?id=[0-9a-f-]{36}$`))
  assert.ok(!made.url.includes(made.id), 'the id opens nothing')
  const open = await read(house, made.id)
  assert.deepEqual([open.status, open.body.state, open.body.expiresAt], [200, 'open', made.expiresAt])
  assert.deepEqual(
    Object.keys(open.body),
    ['id', 'state', 'createdAt', 'expiresAt'],
    'and tells nothing else (attack 32)',
  )
  const gone = await callApi(house.url, `DELETE /api/v1/invitations/${made.id}`, { token })
  assert.deepEqual([gone.status, gone.body], [204, undefined])
  assert.equal((await read(house, made.id)).body.state, 'cancelled')
  const twice = await callApi(house.url, `DELETE /api/v1/invitations/${made.id}`, { token })
  assert.deepEqual([twice.status, twice.body.code], [410, 'invitations.over'])
})

test('a newer invitation of the same app cancels the older, and a day ends one (attack 37)', async (t) => {
  const house = await start(t)
  const [older, newer] = [await make(house), await make(house, { ...wish, firstName: 'سارا' })]
  assert.equal((await read(house, older.id)).body.state, 'cancelled')
  assert.equal((await read(house, newer.id)).body.state, 'open')
  house.advance(25 * 3_600_000)
  assert.equal((await read(house, newer.id)).body.state, 'expired')
})

const wrong: [body: unknown, status: number, code: string, field: string | undefined, rule?: string][] = [
  [{ returnUrl }, 400, 'input.missing', 'email'],
  [{ ...wish, email: ' ' }, 400, 'input.missing', 'email'],
  [{ ...wish, email: 'sara' }, 400, 'input.invalid', 'email', 'email'],
  [{ ...wish, email: ['sara@example.com'] }, 400, 'input.invalid', 'email', 'type'],
  [{ ...wish, returnUrl: 'https://evil.example/start' }, 400, 'input.invalid', 'returnUrl', 'return-url'],
  [{ ...wish, returnUrl: `${returnUrl}/../evil` }, 400, 'input.invalid', 'returnUrl', 'return-url'],
  [{ ...wish, nationalCode: '1234567890' }, 400, 'input.invalid', 'nationalCode', 'national-code'],
  [{ ...wish, iban: 'IR000000000000000000000000' }, 400, 'input.invalid', 'iban', 'iban'],
  [{ ...wish, firstName: 'x'.repeat(50_000) }, 400, 'input.invalid', 'firstName', 'text'],
  [{ ...wish, verified: true }, 400, 'input.unknown', 'verified'],
  [{ ...wish, appId: '1002' }, 400, 'input.unknown', 'appId'],
  [{ ...wish, state: 'finished' }, 400, 'input.unknown', 'state'],
  ['{"email":"a@example.com","email":"b@example.com"}', 400, 'input.duplicate', 'email'],
  ['{"__proto__":{"email":"a@example.com"}}', 400, 'input.unknown', '__proto__'],
  ['{"email":', 400, 'input.not-json', undefined],
  ['[]', 400, 'input.not-json', undefined],
  [`{"email":"${'x'.repeat(100_000)}"}`, 413, 'input.too-large', undefined],
]

test(`${wrong.length} wrong invitations name their field, and none of them is kept (attacks 36, 57)`, async (t) => {
  const house = await start(t)
  for (const [body, status, code, field, rule] of wrong) {
    const answer = await callApi(house.url, 'POST /api/v1/invitations', { token, body })
    const said = [answer.status, answer.body.code, answer.body.field, answer.body.rule]
    assert.deepEqual(said, [status, code, field, rule], JSON.stringify(body).slice(0, 80))
  }
  assert.deepEqual(await house.at.db.selectFrom('invitations').select('id').execute(), [])
})

test('a form is not JSON, whatever it says', async (t) => {
  const house = await start(t)
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
    const headers = { 'content-type': type }
    const answer = await callApi(house.url, 'POST /api/v1/invitations', { token, body: wish, headers })
    assert.deepEqual([answer.status, answer.body.code], [400, 'input.not-json'], type)
  }
})

test('only a live app with the permission gets in, and only to its own (attacks 31, 53, 58)', async (t) => {
  const house = await start(t)
  const made = await make(house)
  const other = 'dwt_invitations-of-another-app-xx'
  recordSecret(other)
  const terms = { state: 'live' as const, permissions: ['invitations:write' as const] }
  await apply(house.at, { apps: [{ id: 'other', name: 'Other', ...terms, tokens: [{ token: other }] }] })
  const call = `GET /api/v1/invitations/${made.id}` as const
  const refused: [wish: { token?: string }, status: number, code: string, challenge: string | null][] = [
    [{}, 401, 'apps.not-authenticated', 'Bearer'],
    [{ token: 'dwt_nobody-has-this' }, 401, 'apps.not-authenticated', 'Bearer error="invalid_token"'],
    [{ token: app.secret }, 401, 'apps.not-authenticated', 'Bearer error="invalid_token"'],
    [{ token: weaker }, 403, 'apps.not-permitted', 'Bearer error="insufficient_scope"'],
    [{ token: other }, 404, 'invitations.unknown', null],
  ]
  for (const [how, status, code, challenge] of refused) {
    const { status: said, body, headers } = await callApi(house.url, call, how)
    assert.deepEqual([said, body.code, headers.get('www-authenticate')], [status, code, challenge])
  }
  const erased = await callApi(house.url, `DELETE /api/v1/invitations/${made.id}`, { token: other })
  assert.equal(erased.status, 404)
  await suspendApp(house.at, app.id)
  assert.deepEqual((await callApi(house.url, call, { token })).body.code, 'apps.not-live')
})

test('an id of any other shape is refused by the name of its parameter', async (t) => {
  const house = await start(t)
  for (const id of ['x', '%00', '..%2f', "'", '1e3', '%F0%9F%98%80']) {
    const { status, body } = await read(house, id)
    assert.deepEqual([status, body.field], [400, 'id'], id)
  }
})

test('that an e-mail has an account is said, and no account is touched (attack 28)', async (t) => {
  const house = await start(t)
  await makeMember(house.url, 'known@example.com')
  const answer = await callApi(house.url, 'POST /api/v1/invitations', {
    token,
    body: { ...wish, email: 'known@example.com' },
  })
  assert.deepEqual([answer.status, answer.body.code], [409, 'users.contact-taken'])
})
