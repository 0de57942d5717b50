import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyForms } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { assertDeclined, authWith, call, client, signUpWith } from '../kit/oneentry.ts'

const provider = '/users-auth-providers/marker/open'
const rows: readonly (readonly [method: string, path: string])[] = [
  ...['sign-up', 'generate-code', 'check-code', 'activate', 'auth', 'refresh', 'change-password'].map(
    (name) => ['POST', `${provider}/users/${name}`] as const,
  ),
  ['POST', `${provider}/oauth`],
  ['PUT', '/users/me'],
  ['POST', '/form-data'],
  ['POST', '/form-data/marker/every'],
  ['PUT', '/form-data/1'],
  ['PUT', '/form-data/%00/update-status'],
  ['POST', '/files'],
]

const names = [
  'userIdentifier',
  'code',
  'refreshToken',
  'authData',
  'formData',
  'notificationData',
  'state',
  'langCode',
]
const long = 'ا'.repeat(400_000)

/** What is wrong whoever asks: no JSON, another shape, names twice, values of another type, very long ones. */
const bodies: readonly string[] = [
  'null',
  '[]',
  '"text"',
  '{',
  '{"a":1,"a":2}',
  '{"\\ud800":1}',
  '{"userIdentifier":"a\\u0000b","code":"x"}',
  `{"userIdentifier":"${long}"}`,
  ...names.flatMap((name) => [5, null, [[]], { a: { b: [] } }].map((value) => JSON.stringify({ [name]: value }))),
  JSON.stringify({ formIdentifier: 'every', authData: [{ marker: 'login', value: long }], formData: [] }),
  JSON.stringify({ authData: [null, 5, { marker: 5 }, { value: 'x' }], formData: [null, 5, []], notificationData: [] }),
]

test('nothing that is sent to the CMS’s surface is a bug: each wrong body is declined in its shape, and changes nothing', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyForms(house.at)
  const api = client(house.url)
  await signUpWith(api, 'open', 'omid')
  const { accessToken } = await authWith(api, 'open', 'omid')
  const bearer = { authorization: `Bearer ${accessToken}` }
  const before = (await call(house.url, 'GET', '/users/me', undefined, bearer)).body
  for (const [method, path] of rows) {
    for (const body of bodies) {
      const answer = await call(house.url, method, path, body, bearer)
      // A person's own state is theirs to write, and the language alone changes none of the rest.
      const isTaken = answer.status < 300 && method === 'PUT' && /^\{"(state|langCode|notificationData)"/.test(body)
      if (!isTaken && answer.status >= 300) assertDeclined(answer.body, answer.status)
      assert.ok(answer.status < 500 || answer.status === 503, `${path} ${body.slice(0, 60)}: ${answer.text}`)
    }
    const broken = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
    const headers = { 'content-type': 'application/json', 'x-app-token': 'demo-site-key-of-the-shop-1001', ...bearer }
    const answer = await fetch(`${house.url}/api/content${path}`, { method, headers, body: broken })
    assertDeclined(await answer.json(), answer.status)
  }
  for (const query of ['offset=-1', 'limit=x', 'offset=99999999999999999999', 'langCode=%00', 'langCode[]=1']) {
    const answer = await call(house.url, 'GET', `/forms?${query}`)
    assert.ok([200, 400].includes(answer.status), answer.text)
  }
  const after = (await call(house.url, 'GET', '/users/me', undefined, bearer)).body
  const lasting = ({ identifier, formData, groups, isActive }: Record<string, unknown>) => [
    identifier,
    formData,
    groups,
    isActive,
  ]
  assert.deepEqual(lasting(after as never), lasting(before as never))
  assert.ok(!house.logs.some((line) => line.includes('a bug')))
})
