import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientCredentialsGrant } from 'openid-client'
import {
  changeApp,
  findAppByToken,
  issueToken,
  listCredentials,
  type Permission,
  revokeCredential,
  revokePermission,
  suspendApp,
  writeUses,
} from '../../src/capabilities/apps/index.ts'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { readBearerApp } from '../../src/http/index.ts'
import { Refusal } from '../../src/kernel/index.ts'
import { runDiwan } from '../kit/command.ts'
import { engines } from '../kit/database.ts'
import { startHouse, type TestHouse, testEnv } from '../kit/house.ts'
import { ali, app, discover, Surfer } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

/** Who a bearer is and may be, or why not. */
async function callerBy(house: TestHouse, authorization: string | undefined, permission: Permission): Promise<string> {
  try {
    return (await readBearerApp(house.at, oidc(house.at).tokens, authorization, permission)).id
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code
  }
}

async function makeToken(house: TestHouse, permissions: Permission[], lifeMs?: number) {
  const expiresAt = lifeMs === undefined ? undefined : house.at.clock.now() + lifeMs
  const made = await issueToken(house.at, app.id, { permissions, expiresAt, name: 'Nightly' })
  recordSecret(made.token)
  return made
}

for (const engine of engines) {
  test(`several long-lived tokens open each its own part of the app's permissions, until revoked or over, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    await changeApp(house.at, app.id, { permissions: ['users:exist', 'invitations:write'] })
    const both = await makeToken(house, ['users:exist', 'invitations:write'])
    const narrow = await makeToken(house, ['users:exist'], 3_600_000)
    assert.match(narrow.token, /^dwt_[\w-]{32}$/)

    assert.equal(await callerBy(house, `Bearer ${both.token}`, 'invitations:write'), app.id)
    assert.equal(await callerBy(house, `bearer ${narrow.token}`, 'users:exist'), app.id)
    assert.equal(await callerBy(house, `Bearer ${narrow.token}`, 'invitations:write'), 'apps.not-permitted')
    assert.deepEqual((await findAppByToken(house.at, narrow.token))?.permissions, ['users:exist'])

    const listed = await listCredentials(house.at, app.id)
    const told = listed.find((one) => one.id === narrow.id)
    assert.deepEqual(
      [told?.prefix, told?.name, told?.permissions],
      [narrow.token.slice(0, 8), 'Nightly', ['users:exist']],
    )
    assert.equal(JSON.stringify(listed).includes(narrow.token), false)

    await revokePermission(house.at, app.id, 'users:exist')
    assert.equal(await callerBy(house, `Bearer ${both.token}`, 'users:exist'), 'apps.not-permitted')
    assert.equal(await revokeCredential(house.at, 'another', both.id), false, 'an app ends its own secrets only')
    assert.equal(await revokeCredential(house.at, app.id, both.id), true)
    assert.equal(await revokeCredential(house.at, app.id, both.id), false)
    assert.equal(await callerBy(house, `Bearer ${both.token}`, 'invitations:write'), 'apps.not-authenticated')
    house.advance(3_600_000)
    assert.equal(await callerBy(house, `Bearer ${narrow.token}`, 'users:exist'), 'apps.not-authenticated')
  })

  test(`an app calls with an access token that it got for itself, but never with a person's (attack 51), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const permissions: Permission[] = ['log-in-with', 'users:exist']
    await changeApp(house.at, app.id, { permissions })
    const config = await discover(house.url)
    const { access_token: own } = await clientCredentialsGrant(config)
    recordSecret(own)
    assert.equal(await callerBy(house, `Bearer ${own}`, 'users:exist'), app.id)
    assert.equal(await callerBy(house, `Bearer ${own}`, 'forms'), 'apps.not-permitted')

    const surfer = new Surfer(house.url)
    const url = new URL('/oauth/authorize', house.url)
    const query = { client_id: app.id, redirect_uri: app.callback, response_type: 'code', response_mode: 'auth_key' }
    for (const [name, value] of Object.entries({ ...query, scope: 'log-in-with' })) url.searchParams.set(name, value)
    const key = (await surfer.pass(await surfer.visit(url), ali)).url.searchParams.get('auth_key') ?? ''
    const persons = await oidc(house.at).tokens.redeemAuthKey(app.id, key)
    recordSecret(key, persons)
    assert.equal(await callerBy(house, `Bearer ${persons}`, 'users:exist'), 'apps.not-authenticated')

    const long = await makeToken(house, ['users:exist'])
    await suspendApp(house.at, app.id)
    assert.equal(await callerBy(house, `Bearer ${own}`, 'users:exist'), 'apps.not-authenticated', 'it died (attack 53)')
    assert.equal(await callerBy(house, `Bearer ${long.token}`, 'users:exist'), 'apps.not-live')
  })
}

test('what is no bearer, or somebody else’s secret, calls for no app', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(app.secret)
  const wrong = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${app.secret}`,
    `Bearer ${app.secret}`,
    'Bearer dwt_x',
    'Bearer a b',
  ]
  for (const one of wrong)
    assert.equal(await callerBy(house, one, 'users:exist'), 'apps.not-authenticated', String(one))
})

test('a use is noted once a minute at most, and no request waits for it', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await changeApp(house.at, app.id, { permissions: ['users:exist'] })
  const { id, token } = await makeToken(house, ['users:exist'])
  const usedAt = async () => (await listCredentials(house.at, app.id)).find((one) => one.id === id)?.lastUsedAt
  for (let i = 0; i < 50; i++) await callerBy(house, `Bearer ${token}`, 'users:exist')
  assert.equal(await usedAt(), undefined, 'a request writes nothing')
  await writeUses(house.at)
  const first = await usedAt()
  assert.ok(first !== undefined && Math.abs(first - house.at.clock.now()) < 10_000)
  await writeUses(house.at)
  assert.equal(await usedAt(), first)
})

test('an operator makes, lists and revokes tokens from the command line', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await changeApp(house.at, app.id, { permissions: ['users:exist'] })
  const env = testEnv(house.databaseUrl)
  const made = await runDiwan(
    ['app', 'token', app.id, '--permission', 'users:exist', '--expires', '2099-01-31', '--name', 'CRM'],
    env,
  )
  const token = /^token: (dwt_\S+)$/m.exec(made.out)?.[1] ?? ''
  recordSecret(token)
  assert.equal(await callerBy(house, `Bearer ${token}`, 'users:exist'), app.id)
  const list = await runDiwan(['app', 'tokens', app.id], env)
  assert.match(
    list.out,
    new RegExp(`^\\S+  token  ${token.slice(0, 8)}…  “CRM”  users:exist  since .* until 2099-01-31`, 'm'),
  )
  const refused = await runDiwan(['app', 'token', app.id, '--permission', 'forms'], env)
  assert.deepEqual([refused.code, refused.out], [1, ''])
  assert.equal((await runDiwan(['app', 'revoke-secret', app.id, token.slice(0, 8)], env)).code, 0)
  assert.equal(await callerBy(house, `Bearer ${token}`, 'users:exist'), 'apps.not-authenticated')
})
