import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { sweepSigningKeys } from '../../src/capabilities/keys/index.ts'
import { runDiwan } from '../kit/command.ts'
import { newDatabase } from '../kit/database.ts'
import { startHouse, type TestHouse, testEnv, testSecret } from '../kit/house.ts'
import { app, discover, exchange, getCode } from '../kit/openid.ts'
import { waitFor } from '../kit/wait.ts'

const kidOf = (token = '') => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string

async function readKids(house: TestHouse): Promise<string[]> {
  const { keys } = (await (await fetch(`${house.url}/oauth/jwks`)).json()) as { keys: Record<string, string>[] }
  for (const key of keys) assert.equal(key.d ?? key.p, undefined, 'nothing private is told')
  return keys.map((key) => key.kid ?? '')
}

/** Checks the signature as a relying party does that fetches the keys itself. */
async function verify(house: TestHouse, idToken = ''): Promise<void> {
  const server = await oauth
    .discoveryRequest(new URL(house.url), { [oauth.allowInsecureRequests]: true })
    .then((response) => oauth.processDiscoveryResponse(new URL(house.url), response))
  const body = JSON.stringify({ access_token: 'x', token_type: 'bearer', id_token: idToken })
  const response = new Response(body, { headers: { 'content-type': 'application/json' } })
  const client = { client_id: app.id }
  await oauth.processAuthorizationCodeResponse(server, client, response)
  await oauth.validateApplicationLevelSignature(server, response, { [oauth.allowInsecureRequests]: true })
}

test('keys rotate under a running server: new ones sign within seconds, old ones verify until nothing of theirs is left', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  const house = await startHouse(t, 'sqlite', { databaseUrl })
  await discover(house.url)
  const before = await exchange(house.url, await getCode(house.url))
  await verify(house, before.id_token)
  const old = await readKids(house)
  assert.equal(old.length, 2)

  const ran = await runDiwan(['keys', 'rotate'], testEnv(databaseUrl, { DIWAN_SECRET: testSecret }))
  assert.equal(ran.code, 0, ran.err)
  assert.match(ran.out, /RS256 [0-9a-f-]{36}/)
  const all = await waitFor('the new keys', async () => {
    const kids = await readKids(house)
    return kids.length === 4 ? kids : undefined
  })
  assert.ok(old.every((kid) => all.includes(kid)))
  const after = await exchange(house.url, await getCode(house.url))
  assert.ok(!old.includes(kidOf(after.id_token)), 'a new key signs')
  await verify(house, before.id_token)
  await verify(house, after.id_token)

  house.advance(14 * 86_400_000)
  await sweepSigningKeys(house.at)
  assert.equal((await readKids(house)).length, 4)
  house.advance(2 * 86_400_000)
  await sweepSigningKeys(house.at)
  house.advance(5000)
  assert.deepEqual((await readKids(house)).sort(), all.filter((kid) => !old.includes(kid)).sort())
})
