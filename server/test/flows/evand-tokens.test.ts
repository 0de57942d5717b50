import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApp, rotateCredential, suspendApp } from '../../src/capabilities/apps/index.ts'
import { callApi } from '../kit/api.ts'
import {
  bearer,
  client,
  clientToken,
  codesPath,
  type EvandAnswer,
  enter,
  entry,
  guest,
  guestGrant,
  guestUrn,
  postForm,
  postJson,
  readCode,
  sendCode,
  tokenPath,
} from '../kit/evand.ts'
import { startHouse } from '../kit/house.ts'
import { app } from '../kit/openid.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { sendWire } from '../kit/wire.ts'

const own = { grant_type: 'client_credentials', ...client }

/** Every problem of the token endpoint has the keys of RFC 6749 §5.2, in ASCII, and the platform's `message`. */
function assertProblem({ status, body }: EvandAnswer, expected: [number, string], about: string): void {
  assert.deepEqual([status, body.error], expected, `${about}: ${JSON.stringify(body)}`)
  assert.deepEqual(Object.keys(body), ['error', 'error_description', 'message'], about)
  assert.match(body.error_description ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/, about)
  assert.ok((body.message ?? '').length > 5, about)
}

test('a client gets a token for itself: JSON or form, its id or its name, body or Basic, and never a refresh token', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const { client_secret } = client
  const basicOf = (id: string) => ({ authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${client_secret}`)}` })
  const grant = { grant_type: 'client_credentials' }
  const answers = [
    await postJson(url, tokenPath, own),
    await postJson(url, tokenPath, { ...own, grant_type: ' client_credentials ' }),
    await postJson(url, tokenPath, { ...own, client_id: 1001 }),
    await postJson(url, tokenPath, { ...own, client_id: 'Shop' }),
    await postJson(url, tokenPath, { ...own, scope: 'anything', extra: { deep: true } }),
    await postJson(url, tokenPath, own, { 'content-type': 'application/json; charset=utf-8' }),
    await postForm(url, tokenPath, own),
    await postForm(url, tokenPath, { ...own, client_id: 'Shop' }),
    await postJson(url, tokenPath, grant, basicOf(app.id)),
    await postForm(url, tokenPath, grant, basicOf('Shop')),
  ]
  for (const { status, body } of answers) {
    assert.equal(status, 200, JSON.stringify(body))
    assert.deepEqual(Object.keys(body), ['token_type', 'expires_in', 'access_token'])
    assert.deepEqual([body.token_type, body.expires_in], ['Bearer', 3600])
  }
  assert.equal(new Set(answers.map(({ body }) => body.access_token)).size, answers.length)
})

test('who the client is, is one answer: unknown, wrong secret, another’s secret, suspended (attacks 24 and 53)', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  await createApp(at, 'other', { name: 'Other', state: 'live' })
  const secret = await rotateCredential(at, 'other', 'client-secret', 0)
  recordSecret(secret)
  const ask = (change: Record<string, unknown>) => postJson(url, tokenPath, { ...own, ...change })
  const told: EvandAnswer[] = [
    await ask({ client_id: 'nobody' }),
    await ask({ client_secret: 'wrong wrong wrong' }),
    await ask({ client_secret: secret }),
    await ask({ client_id: 'other' }),
    await ask({ client_secret: app.secret.toUpperCase() }),
  ]
  await suspendApp(at, 'other')
  told.push(await ask({ client_id: 'other', client_secret: secret }))
  for (const answer of told) assertProblem(answer, [401, 'invalid_client'], 'the client')
  assert.equal(new Set(told.map(({ body }) => JSON.stringify(body))).size, 1)
  const basic = await postForm(
    url,
    tokenPath,
    { grant_type: 'client_credentials' },
    { authorization: `Basic ${btoa('1001:wrong')}` },
  )
  assert.match(basic.headers.get('www-authenticate') ?? '', /^Basic/)
  for (const broken of ['Basic !', `Basic ${btoa('1001')}`, `Basic ${btoa(':x')}`, `Basic ${btoa('%ff:%ff')}`]) {
    const answer = await postForm(url, tokenPath, own, { authorization: broken })
    assert.ok([400, 401].includes(answer.status) || broken === 'Basic !', broken)
  }
  const twice = await postForm(url, tokenPath, own, { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` })
  assertProblem(twice, [400, 'invalid_request'], 'two ways at once')
  for (let i = 0; i < 30; i++) await ask({ client_secret: 'wrong wrong wrong' })
  const many = await ask({ client_secret: 'wrong wrong wrong' })
  assertProblem(many, [429, 'slow_down'], 'many wrong secrets')
  assert.ok(Number(many.headers.get('retry-after')) > 0)
  assert.equal((await ask({})).status, 200, 'the right one is never refused for them (attack 22)')
})

test('bad input at the token endpoint is a problem of RFC 6749, never 500, and changes nothing', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  await sendCode(url, token)
  const code = await readCode(url)
  const good = entry(code)
  const without = (field: keyof typeof good) =>
    Object.fromEntries(Object.entries(good).filter(([name]) => name !== field))
  const bodies: [string, unknown, [number, string]?][] = [
    ['nothing', ''],
    ['the trailing comma of the document', '{"grant_type": "client_credentials", "client_id": "1001", }'],
    ['a list', [own]],
    ['a bare text', '"x"'],
    ['a name twice', '{"grant_type":"a","grant_type":"client_credentials"}'],
    ['__proto__', '{"__proto__":{"grant_type":"client_credentials"}}'],
    ['half a character', '{"grant_type":"\\ud800"}'],
    ['deep', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, [413, 'invalid_request']],
    ['no grant', without('grant_type')],
    ['an empty grant', { ...good, grant_type: '' }],
    ['a grant that is no text', { ...good, grant_type: 7 }],
    ['no client', without('client_id')],
    ['no secret', without('client_secret')],
    ['a secret that is no text', { ...good, client_secret: ['x'] }],
    ['no mobile', without('mobile')],
    ['no number', { ...good, mobile: '12' }],
    ['a mobile of 1 MB', { ...good, mobile: '9'.repeat(1024 * 1024) }],
    ['no code', without('mobile_verification_code')],
    ['a code that is null', { ...good, mobile_verification_code: null }],
    ['a code that is a list', { ...good, mobile_verification_code: [code] }],
    ['a code with a fraction', { ...good, mobile_verification_code: 1.5 }],
    ['no event', without('event_id')],
    ['event 0', { ...good, event_id: 0 }],
    ['event -77', { ...good, event_id: -77 }],
    ['event 77.5', { ...good, event_id: 77.5 }],
    ['event 077', { ...good, event_id: '077' }],
    ['event x', { ...good, event_id: 'x' }],
    ['event of 30 digits', { ...good, event_id: '7'.repeat(30) }],
    ['another grant', { ...good, grant_type: 'password' }, [400, 'unsupported_grant_type']],
    ['a grant of a neighbour', { ...good, grant_type: 'refresh_token' }, [400, 'unsupported_grant_type']],
    ['3 MB', { ...good, mobile: '9'.repeat(3 * 1024 * 1024) }, [413, 'invalid_request']],
  ]
  for (const [about, body, expected = [400, 'invalid_request'] as [number, string]] of bodies) {
    assertProblem(await postJson(url, tokenPath, body), expected, about)
  }
  assertProblem(
    await postJson(url, tokenPath, own, { 'content-type': 'text/plain' }),
    [400, 'invalid_request'],
    'text/plain',
  )
  const octets = Buffer.from('7b226772616e745f74797065223a22ff227d', 'hex')
  const raw = { method: 'POST', path: tokenPath, body: octets, headers: { 'content-type': 'application/json' } }
  assert.equal((await sendWire(url, raw)).status, 400)
  const form = 'grant_type=client_credentials&client_id=1001&client_id=1001&client_secret=x'
  const twice = { ...raw, body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  assert.equal((await sendWire(url, twice)).status, 400)
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const answer = await sendWire(url, { method, path: tokenPath })
    assert.deepEqual([answer.status, answer.headers.allow], [405, 'POST'])
  }
  const streaks = await at.db.selectFrom('code_streaks').selectAll().execute()
  assert.deepEqual(streaks, [], 'no try was spent')
  assert.equal((await enter(url, code)).status, 200)
})

test('bad input at the standard endpoint is a problem of RFC 6749 under both names of the grant, spends no try, and says each fault', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  await sendCode(url, await clientToken(url))
  const code = await readCode(url)
  type Field = [name: string, value: string]
  const good = Object.entries(entry(code)).map(([name, value]): Field => [name, String(value)])
  const without = (field: string) => good.filter(([name]) => name !== field)
  const change = (field: string, value: string): Field[] => [...without(field), [field, value]]
  const invalid = (about: string, fields: Field[]) => [about, fields, [400, 'invalid_request']] as const
  const bodies = [
    ...['mobile', 'mobile_verification_code', 'event_id'].flatMap((field) => [
      invalid(`no ${field}`, without(field)),
      invalid(`an empty ${field}`, change(field, '')),
    ]),
    ...['grant_type', 'mobile', 'mobile_verification_code', 'event_id'].map((field) =>
      invalid(`${field} twice`, [...good, ...good.filter(([name]) => name === field)]),
    ),
    ...['12', 'x', '9'.repeat(40), '\u0000'].map((value) => invalid(`mobile ${value}`, change('mobile', value))),
    ...['0', 'x', '-77', '077', '77.5', '7'.repeat(30)].map((value) =>
      invalid(`event ${value}`, change('event_id', value)),
    ),
    invalid('no grant', without('grant_type')),
    ['a grant of nobody', change('grant_type', 'event_mobile'), [400, 'unsupported_grant_type']],
    ['no client', without('client_id').filter(([name]) => name !== 'client_secret'), [400, 'invalid_request']],
    ['no secret', without('client_secret'), [401, 'invalid_client']],
    ['a wrong secret', change('client_secret', 'wrong wrong wrong'), [401, 'invalid_client']],
  ] as const
  for (const grant of [guestGrant, guestUrn]) {
    for (const [about, fields, expected] of bodies) {
      const named = fields.map(([name, value]): Field => [name, value === guestGrant ? grant : value])
      const { status, body } = await postForm(url, '/oauth/token', named)
      assert.deepEqual([status, body.error], expected, `${about}: ${JSON.stringify(body)}`)
      assert.match(body.error_description ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/, about)
    }
  }
  assert.equal((await postJson(url, '/oauth/token', entry(code))).body.error, 'invalid_request', 'JSON')
  assert.deepEqual(await at.db.selectFrom('code_streaks').selectAll().execute(), [], 'no try was spent')
  assert.equal((await postForm(url, '/oauth/token', Object.fromEntries(good))).status, 200)
})

test('messages are in the language that is asked for, and Persian where none is', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const say = async (language?: string) =>
    (
      await postJson(
        url,
        tokenPath,
        { ...own, client_secret: 'wrong' },
        language ? { 'accept-language': language } : {},
      )
    ).body.message ?? ''
  assert.match(await say(), /\p{Script=Arabic}/u)
  assert.equal(new Set([await say(), await say('ar'), await say('vi'), await say('fr'), await say('en')]).size, 5)
  assert.equal(await say('fa'), await say())
})

test('an app without the permission gets a token and sends no code, and lets nobody in', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  await createApp(at, 'plain', { name: 'Plain', state: 'live' })
  const client_secret = await rotateCredential(at, 'plain', 'client-secret', 0)
  recordSecret(client_secret)
  const its = { client_id: 'plain', client_secret }
  const { body } = await postJson(url, tokenPath, { grant_type: 'client_credentials', ...its })
  const sent = await postJson(url, codesPath, { mobile: guest }, bearer(body.access_token ?? ''))
  assert.deepEqual([sent.status, Object.keys(sent.body)], [403, ['message']])
  assertProblem(await enter(url, '12345', its), [400, 'unauthorized_client'], 'the grant')
  const grant = {
    grant_type: 'event_mobile_verification',
    mobile: guest,
    mobile_verification_code: '12345',
    event_id: '77',
  }
  const standard = await postForm(url, '/oauth/token', { ...grant, ...its })
  assert.equal(standard.status, 400)
})

test('the token of an app whose secret is public asks for codes, and may nothing else (contracts/evand.md, Decisions)', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  await applyFile(at, { apps: [{ id: app.id, publicSecret: true }] })
  const standard = await postForm(url, '/oauth/token', own)
  for (const token of [await clientToken(url), standard.body.access_token ?? '']) {
    const events = await callApi(url, 'GET /api/v1/events', { token })
    assert.deepEqual([events.status, events.body.code], [403, 'apps.not-permitted'])
    const exists = await fetch(`${url}/v1/client/EmailExist?Email=ali%40example.com`, { headers: bearer(token) })
    assert.equal(exists.status, 403)
  }
  assert.equal((await sendCode(url, await clientToken(url))).status, 201)
  assert.equal((await enter(url, await readCode(url))).status, 200, 'its guests come in')
})
