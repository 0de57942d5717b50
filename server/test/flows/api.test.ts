import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suspendApp } from '../../src/capabilities/apps/index.ts'
import { callApi } from '../kit/api.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, authorizeUrl, Surfer } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

/** An access token of the demo person with these scopes. */
async function tokenOf(house: TestHouse, scope: string): Promise<string> {
  const surfer = new Surfer(house.url)
  const back = await surfer.pass(await surfer.visit(authorizeUrl(house.url, { scope })))
  const code = back.url.searchParams.get('code') ?? ''
  const answer = await fetch(`${house.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: app.callback }),
  })
  const { access_token, id_token } = (await answer.json()) as Record<string, string>
  recordSecret(app.secret, code, access_token, id_token)
  assert.ok(access_token)
  return access_token
}

test('the API tells a person’s own facts by the scopes of the token, and ends with the app (attack 53)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const bare = await callApi(house.url, 'GET /api/v1/me', { token: await tokenOf(house, 'openid') })
  assert.deepEqual([bare.status, Object.keys(bare.body)], [200, ['id']])
  const token = await tokenOf(house, 'openid profile email')
  const { body, headers } = await callApi(house.url, 'GET /api/v1/me', { token })
  assert.deepEqual({ ...body, id: '' }, { id: '', name: 'Ali', email: 'ali@example.com', emailVerified: true })
  assert.equal(headers.get('cache-control'), 'no-store')
  await suspendApp(house.at, app.id)
  assert.equal((await callApi(house.url, 'GET /api/v1/me', { token })).status, 401)
})

test('what the API declines has one shape, in the language of the request (RFC 9457)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { status, headers, body } = await callApi(house.url, 'GET /api/v1/me', { headers: { 'accept-language': 'fr' } })
  assert.equal(status, 401)
  assert.equal(headers.get('www-authenticate'), 'Bearer')
  assert.deepEqual(Object.keys(body), ['title', 'status', 'code', 'message', 'request'])
  assert.deepEqual([body.status, body.code], [401, 'sessions.not-signed-in'])
  assert.match(String(body.message), /^Envoyez /)
})

const wrong: [call: `${string} /${string}`, status: number, code: string][] = [
  ['GET /api/v1', 404, 'pages.not-found'],
  ['GET /api/v1/', 404, 'pages.not-found'],
  ['GET /api/v1/nothing', 404, 'pages.not-found'],
  ['GET /api/v1/me/more', 404, 'pages.not-found'],
  ['POST /api/v1/me', 405, 'input.unknown-verb'],
  ['DELETE /api/v1/me', 405, 'input.unknown-verb'],
  ['OPTIONS /api/v1/me', 405, 'input.unknown-verb'],
]

test(`${wrong.length} paths and methods that are not there say so`, async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  for (const [call, status, code] of wrong) {
    const answer = await callApi(url, call, { headers: { origin: 'https://evil.example' } })
    assert.deepEqual([answer.status, answer.body.code], [status, code], call)
    assert.equal(answer.headers.get('allow'), status === 405 ? 'GET' : null, call)
  }
})

test('what does not belong is refused, and a bearer of no shape is no bearer', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = await tokenOf(house, 'openid')
  const refusals: [call: `${string} /${string}`, wish: Parameters<typeof callApi>[2], status: number, code: string][] =
    [
      ['GET /api/v1/me?admin=1', { token }, 400, 'input.unknown'],
      ['GET /api/v1/me?lang=en&lang=fr', { token }, 400, 'input.duplicate'],
      ['GET /api/v1/me?lang=%ff', { token }, 400, 'input.malformed'],
      ['GET /api/v1/me', { token: 'x'.repeat(50_000) }, 401, 'sessions.not-signed-in'],
      ['GET /api/v1/me', { headers: { authorization: `Basic ${btoa('a:b')}` } }, 401, 'sessions.not-signed-in'],
      ['GET /api/v1/me?lang=en', { token }, 200, 'undefined'],
    ]
  for (const [call, wish, status, code] of refusals) {
    const answer = await callApi(house.url, call, wish)
    assert.deepEqual([answer.status, String(answer.body.code)], [status, code], call)
  }
})

test('no page of another origin, and none of a file, reads the API (attack 65)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = await tokenOf(house, 'openid')
  for (const origin of ['https://evil.example', 'null', house.url]) {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await callApi(house.url, `${method} /api/v1/me`, { token, headers: { origin } })
      assert.deepEqual(
        [...headers.keys()].filter((name) => name.startsWith('access-control')),
        [],
        `${method} ${origin}`,
      )
    }
  }
})
