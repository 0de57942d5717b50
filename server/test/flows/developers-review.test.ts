import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowInsecureRequests, ClientSecretBasic, clientCredentialsGrant, discovery } from 'openid-client'
import { findApp, issueToken } from '../../src/capabilities/apps/index.ts'
import type { UserId } from '../../src/kernel/index.ts'
import { callApi } from '../kit/api.ts'
import { runDiwan } from '../kit/command.ts'
import { engines } from '../kit/database.ts'
import { details, registerOwn, sara, signedIn } from '../kit/developers.ts'
import { startHouse, type TestHouse, testEnv } from '../kit/house.ts'
import { openPage } from '../kit/pages.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const strict = { settings: { 'apps.review': 'required' } }
const { server: _server, ...plain } = details

/** The token of an operator's program. */
async function judgeToken(house: TestHouse, id = 'judge', owner?: string): Promise<string> {
  await applyFile(house.at, { apps: [{ id, name: `Judge ${id}`, state: 'live', permissions: ['apps:review'], owner }] })
  const { token } = await issueToken(house.at, id, { permissions: ['apps:review'] })
  recordSecret(token)
  return token
}

test('an app is handed in, sent back with a reason, handed in again, approved, and its name stays as it was approved', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, strict)
  const env = testEnv(house.databaseUrl)
  const jar = await signedIn(house)
  const { id, clientSecret } = await registerOwn(jar)
  const stateOf = async () => (await findApp(house.at.db, id))?.state
  const address = `/developers/apps/${id}`
  const enter = () =>
    discovery(new URL(house.url), id, undefined, ClientSecretBasic(clientSecret), {
      execute: [allowInsecureRequests],
    }).then(clientCredentialsGrant)
  assert.equal(await stateOf(), 'draft')
  await assert.rejects(enter(), 'a draft is served to nobody')

  assert.match((await (await openPage(jar, address)).submit({}, 'submit')).words, /An operator is looking at this app/)
  const waiting = await runDiwan(['app', 'list', '--in-review'], env)
  assert.match(waiting.out, new RegExp(`^${id}  in-review  Bookshop`))
  assert.equal(
    (await runDiwan(['app', 'send-back', id, '--reason', 'Tell us who you are <b>'], env)).out,
    `${id} is draft\n`,
  )
  const back = await openPage(jar, address)
  assert.match(back.words, /The operator sent it back: Tell us who you are <b>/)
  assert.doesNotMatch(back.text, /<b>/, 'attack 72')

  await back.submit({}, 'submit')
  await (await openPage(jar, `${address}/edit`)).submit({ ...plain, description: 'We are a bookshop' }, 'save')
  assert.equal(await stateOf(), 'draft', 'what was changed is looked at anew')
  const early = await runDiwan(['app', 'approve', id], env)
  assert.deepEqual([early.code, await stateOf()], [1, 'draft'])
  await (await openPage(jar, address)).submit({}, 'submit')
  assert.equal((await runDiwan(['app', 'approve', id], env)).out, `${id} is live\n`)
  recordSecret((await enter()).access_token)

  const edit = await openPage(jar, `${address}/edit`)
  for (const field of ['name', 'logo', 'domain']) assert.equal(edit.field(field), undefined)
  for (const change of [{ name: 'Bank' }, { logo: 'https://bank.example/logo.png' }, { domain: 'bank.example' }]) {
    const forged = await edit.forge({ ...plain, description: 'We are a bookshop', ...change })
    assert.equal(forged.status, 409)
  }
  for (const field of ['redirectUrls', 'returnUrls', 'resetUrl', 'backchannelLogoutUrl'] as const) {
    const elsewhere = await edit.forge({
      ...plain,
      description: 'We are a bookshop',
      [field]: 'https://evil.example/in',
    })
    assert.equal(elsewhere.status, 409, field)
    assert.match(elsewhere.words, /was approved/)
  }
  const { name: _name, logo: _logo, domain: _domain, ...rest } = plain
  await edit.submit({ ...rest, redirectUrls: 'https://books.example/new' }, 'save')
  const app = await findApp(house.at.db, id)
  assert.deepEqual([app?.state, app?.name, app?.redirectUrls], ['live', 'Bookshop', ['https://books.example/new']])
})

for (const engine of engines) {
  test(`suspending an app ends its tokens and its secrets at once, from the command line and by the API (attack 53), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const own = await registerOwn(await signedIn(house))
    const token = await judgeToken(house)
    const config = await discovery(new URL(house.url), own.id, undefined, ClientSecretBasic(own.clientSecret), {
      execute: [allowInsecureRequests],
    })
    const draw = async () => {
      const { access_token } = await clientCredentialsGrant(config)
      recordSecret(access_token)
      return access_token
    }
    const status = async (bearer: string) => (await callApi(house.url, 'GET /api/v1/apps', { token: bearer })).body
    const first = await draw()
    assert.equal((await status(first)).code, 'apps.not-permitted', 'it is known')
    assert.equal((await callApi(house.url, `POST /api/v1/apps/${own.id}/suspend`, { token })).body.state, 'suspended')
    assert.equal((await status(first)).code, 'apps.not-authenticated')
    await assert.rejects(draw())
    assert.equal((await callApi(house.url, `POST /api/v1/apps/${own.id}/resume`, { token })).body.state, 'live')
    const second = await draw()
    assert.equal((await status(first)).code, 'apps.not-authenticated', 'what died stays dead')
    assert.equal((await status(second)).code, 'apps.not-permitted')
    const said = await runDiwan(['app', 'suspend', own.id], testEnv(house.databaseUrl))
    assert.equal(said.out, `${own.id} is suspended\n`)
    assert.equal((await status(second)).code, 'apps.not-authenticated')
    await assert.rejects(draw())
  })
}

test('an operator’s program lists, approves what it looked at, grants and revokes', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, strict)
  const jar = await signedIn(house)
  const { id } = await registerOwn(jar)
  await (await openPage(jar, `/developers/apps/${id}`)).submit({}, 'submit')
  const token = await judgeToken(house)
  const { body } = await callApi<{ apps: { id: string; revision: number }[] }>(
    house.url,
    'GET /api/v1/apps?state=in-review',
    { token },
  )
  assert.deepEqual(
    body.apps.map((one) => one.id),
    [id],
  )
  const revision = body.apps[0]?.revision ?? 0
  const call = (rest: string, sent?: unknown) =>
    callApi(house.url, rest as `${string} /${string}`, { token, body: sent })
  assert.equal(
    (await call(`POST /api/v1/apps/${id}/approve`, { revision: revision + 1 })).body.code,
    'apps.not-in-review',
  )
  assert.equal((await call(`POST /api/v1/apps/${id}/approve`, { revision })).body.state, 'live')
  assert.equal((await call(`POST /api/v1/apps/${id}/approve`, {})).status, 409)
  assert.deepEqual((await call(`PUT /api/v1/apps/${id}/permissions/portal`)).body.permissions, [
    'log-in-with',
    'portal',
  ])
  assert.deepEqual((await call(`DELETE /api/v1/apps/${id}/permissions/portal`)).body.permissions, ['log-in-with'])
  assert.equal((await call('GET /api/v1/apps/999999999999')).status, 404)
  assert.equal((await call('GET /api/v1/apps?after=zzz')).status, 200)
})

test('no developer approves, grants or judges what is theirs, by any form, body or token (attack 60)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, strict)
  const jar = await signedIn(house)
  const { id } = await registerOwn(jar)
  await (await openPage(jar, `/developers/apps/${id}`)).submit({}, 'submit')
  const before = await findApp(house.at.db, id)
  const form = await openPage(jar, `/developers/apps/${id}/edit`)
  for (const action of ['approve', 'resume', 'grant', 'live', 'submit', 'send-back']) {
    const forged = await form.forge({ do: action }, `/developers/apps/${id}`)
    assert.ok(forged.status >= 400, action)
  }
  // A program that an operator gave to this very developer, too.
  const own = await judgeToken(house, 'own-judge', 'ali@example.com')
  const calls = [
    'POST /approve',
    'POST /send-back',
    'POST /suspend',
    'POST /resume',
    'PUT /permissions/portal',
    'DELETE /permissions/log-in-with',
  ]
  for (const call of calls) {
    const [method, path] = call.split(' ')
    const body = path === '/approve' ? {} : path === '/send-back' ? { reason: 'x' } : undefined
    for (const target of [id, 'own-judge']) {
      const answer = await callApi(house.url, `${method} /api/v1/apps/${target}${path}`, { token: own, body })
      assert.deepEqual([answer.status, answer.body.code], [403, 'apps.not-permitted'], `${call} ${target}`)
    }
  }
  const grant = await callApi(house.url, `PUT /api/v1/apps/${id}/permissions/apps:review`, {
    token: await judgeToken(house),
  })
  assert.equal(grant.status, 400, 'the right to judge is given at the command line alone')
  assert.deepEqual(await findApp(house.at.db, id), before)
})

test('state, permissions, owner, id and what else is not a developer’s are taken from no form and no body (attack 57)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, strict)
  const jar = await signedIn(house)
  await signedIn(house, sara)
  const foreign = {
    id: '1001',
    app_id: '1001',
    state: 'live',
    isActive: 'true',
    verified: 'true',
    permissions: 'portal',
    ownerId: '1125899906842624',
    policy: '{}',
    revision: '9',
    domains: 'bank.example',
    __proto__: 'x',
    proven_at: '1',
    reviewNote: 'fine',
  }
  const register = await openPage(jar, '/developers/register')
  for (const [name, value] of Object.entries(foreign).concat([['__proto__', 'x']])) {
    assert.equal((await register.forge({ ...details, [name]: value })).status, 400, name)
  }
  const { id } = await registerOwn(jar)
  const before = await findApp(house.at.db, id)
  const edit = await openPage(jar, `/developers/apps/${id}/edit`)
  for (const [name, value] of Object.entries(foreign)) {
    assert.equal((await edit.forge({ ...plain, description: 'Changed', [name]: value })).status, 400, name)
  }
  assert.deepEqual(await findApp(house.at.db, id), before)
  assert.equal(before?.ownerId, (await findApp(house.at.db, id))?.ownerId as UserId)

  const token = await judgeToken(house)
  for (const field of ['state', 'permissions', 'ownerId', 'name', 'id']) {
    const answer = await callApi(house.url, `POST /api/v1/apps/${id}/approve`, { token, body: { [field]: 'live' } })
    assert.deepEqual([answer.status, answer.body.code], [400, 'input.unknown'], field)
  }
  const secrets = await openPage(jar, `/developers/apps/${id}/secrets`)
  const none = await secrets.forge({
    do: 'token',
    label: 'x',
    life: 'year',
    'may-portal': 'yes',
    'may-apps:review': 'yes',
  })
  assert.equal(none.status, 400, 'a token gives nothing that the app may not')
})
