import assert from 'node:assert/strict'
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import { changeApp } from '../../src/capabilities/apps/index.ts'
import { changeProfile } from '../../src/capabilities/users/index.ts'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { findCalendarDate, findUserId } from '../../src/kernel/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import {
  app,
  askToken,
  askUserinfo,
  authorizeUrl,
  discover,
  exchange,
  getCode,
  refresh,
  Surfer,
  type TokenAnswer,
} from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

const insecure = { [oauth.allowInsecureRequests]: true }
const partOf = (jwt: string | undefined, part: 0 | 1): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt?.split('.')[part] ?? '', 'base64url').toString())
const basic = { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }
const own = 'https://shop.example'

/** Goes through an authorization as another certified client library does it, which checks every answer (RFC 9207). */
async function authorizeBy(house: TestHouse, change: Record<string, string> = {}) {
  const issuer = new URL(house.url)
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const pkce = { code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }
  const surfer = new Surfer(house.url)
  const wish = { scope: 'openid email offline_access', prompt: 'consent', state, ...pkce, ...change }
  const back = await surfer.pass(await surfer.visit(authorizeUrl(house.url, wish)))
  const party: oauth.Client = { client_id: app.id }
  const params = oauth.validateAuthResponse(server, party, back.url, state)
  recordSecret(app.secret, params.get('code') ?? '', verifier)
  return { server, party, params, verifier, back, state }
}

test('a token bound to a key is of no use without it, and no proof counts twice (RFC 9449)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { server, party, params, verifier } = await authorizeBy(house)
  const keys = await oauth.generateKeyPair('ES256')
  const dpop = oauth.DPoP(party, keys)
  const ask = () =>
    oauth.authorizationCodeGrantRequest(
      server,
      party,
      oauth.ClientSecretBasic(app.secret),
      params,
      app.callback,
      verifier,
      { DPoP: dpop, ...insecure },
    )
  const tokens = await oauth.processAuthorizationCodeResponse(server, party, await ask())
  recordSecret(tokens.access_token, tokens.refresh_token, tokens.id_token)
  assert.equal(tokens.token_type, 'dpop')
  const info = await oauth.userInfoRequest(server, party, tokens.access_token, { DPoP: dpop, ...insecure })
  assert.equal(info.status, 200)
  assert.equal(await askUserinfo(house.url, tokens.access_token), undefined)

  const proof = proofFor(`${house.url}/oauth/userinfo`, 'GET', tokens.access_token)
  const stolen = { authorization: `DPoP ${tokens.access_token}`, dpop: proof }
  assert.equal((await fetch(`${house.url}/oauth/userinfo`, { headers: stolen })).status, 401, 'another key')

  const bearer = { authorization: `Bearer ${tokens.access_token}` }
  for (const path of ['/oauth/userinfo', '/api/v1/me']) {
    assert.equal((await fetch(`${house.url}${path}`, { headers: bearer })).status, 401, path)
  }
  const once = { ...basic, dpop: proofFor(`${house.url}/oauth/token`, 'POST') }
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const all = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${house.url}/oauth/token`, { method: 'POST', headers: once, body })),
  )
  assert.equal(all.filter((one) => one.status === 200).length, 1, 'a proof is replayed by nobody')
  for (const one of all) recordSecret(((await one.json()) as TokenAnswer).access_token)
})

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A proof by a key of the test's own (RFC 9449 §4.2). */
function proofFor(htu: string, htm: string, token?: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  const ath = token && { ath: createHash('sha256').update(token).digest('base64url') }
  const claims = { jti: String(Math.random()), htm, htu, iat: Math.floor(Date.now() / 1000), ...ath }
  const input = `${encode({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${encode(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

test('a pushed request is used once, and by the app that pushed it (RFC 9126)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await changeApp(house.at, app.id, { redirectUrls: [app.callback] })
  const config = await discover(house.url)
  const url = await client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: app.callback,
    scope: 'openid',
    state: 'pushed',
  })
  assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
  const surfer = new Surfer(house.url)
  const back = await surfer.pass(await surfer.visit(url))
  assert.equal(back.url.searchParams.get('state'), 'pushed')
  assert.ok(back.url.searchParams.get('code'))
  recordSecret(back.url.searchParams.get('code') ?? '')
  const again = await surfer.visit(url)
  assert.deepEqual([again.status, again.url.origin], [400, house.url])
  const foreign = new URL(url)
  foreign.searchParams.set('client_id', 'chophanphoi')
  assert.equal((await surfer.visit(foreign)).status, 400)
})

test('an app asks for tokens to its own services: JWTs of five minutes, for that service and nothing of ours (attack 51)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const code = await getCode(house.url, { resource: own, scope: 'openid email offline_access' })
  const tokens = await exchange(house.url, code, { resource: own })
  assert.equal(tokens.status, 200, JSON.stringify(tokens))
  const [header, claims] = [partOf(tokens.access_token, 0), partOf(tokens.access_token, 1)]
  assert.deepEqual([header.typ, header.alg], ['at+jwt', 'RS256'])
  assert.deepEqual([claims.aud, claims.client_id, claims.iss, claims.scope], [own, app.id, house.url, 'email'])
  assert.equal(Number(claims.exp) - Number(claims.iat), 300)
  assert.match(String(claims.sub), /^\d{16}$/)
  assert.equal(await askUserinfo(house.url, tokens.access_token), undefined, 'it is not for us')
  assert.equal(await oidc(house.at).tokens.findAccess(tokens.access_token ?? ''), undefined)

  const issuer = new URL(house.url)
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const request = new Request(own, { headers: { authorization: `Bearer ${tokens.access_token}` } })
  const valid = await oauth.validateJwtAccessToken(server, request, own, insecure)
  assert.equal(valid.sub, claims.sub)
  await assert.rejects(oauth.validateJwtAccessToken(server, request, 'https://other.example', insecure))
  const unsigned = `${Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url')}.${tokens.access_token?.split('.')[1]}.`
  assert.equal(await askUserinfo(house.url, unsigned), undefined)

  const plain = await refresh(house.url, tokens.refresh_token)
  assert.ok(await askUserinfo(house.url, plain.access_token), 'without naming it, the token is for us')
  for (const resource of [
    'https://other.example',
    'https://chophanphoi.com',
    `${own}/path`,
    'http://shop.example',
    `${own}#x`,
  ]) {
    assert.equal((await refresh(house.url, plain.refresh_token, { resource })).error, 'invalid_target', resource)
  }
  const machine = await askToken(house.url, { grant_type: 'client_credentials', resource: own })
  assert.equal(partOf(machine.access_token, 1).sub, app.id)
  assert.equal(findUserId(app.id), undefined, 'which no person can be (attack 49)')
})

test('single claims are asked for, shown, allowed and told, and no others (OpenID Connect Core §5.5)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const claims = JSON.stringify({
    userinfo: { name: null },
    id_token: { email: { essential: true }, acr: { values: ['1'] } },
  })
  const tokens = await exchange(house.url, await getCode(house.url, { scope: 'openid', claims, acr_values: '2 1' }))
  const told = partOf(tokens.id_token, 1)
  assert.deepEqual([told.email, told.acr, told.amr, told.name], ['ali@example.com', '1', ['pwd'], undefined])
  assert.ok(Number(told.auth_time) > 1e9)
  const info = await askUserinfo(house.url, tokens.access_token)
  assert.deepEqual(Object.keys(info ?? {}).sort(), ['name', 'sub', 'username'])
  const strong = JSON.stringify({ id_token: { acr: { essential: true, value: '2' } } })
  const silent = await new Surfer(house.url).visit(authorizeUrl(house.url, { claims: strong, prompt: 'none' }))
  assert.equal(silent.url.searchParams.get('error'), 'login_required')
})

test('the names of PayPing’s endpoints and scopes work, with queries as its clients write them (contracts/payping.md, 4)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { id } = await house.at.db.selectFrom('contacts').select('user_id as id').executeTakeFirstOrThrow()
  const userId = findUserId(String(id)) ?? assert.fail()
  const fields = { userName: 'ali', nationalCode: '0499370899', iban: 'IR062960000000100324200001' }
  await changeProfile(house.at, undefined, userId, { fields: { ...fields, birthDate: findCalendarDate('1990-01-01') } })
  recordSecret('0499370899', 'IR062960000000100324200001')
  const surfer = new Surfer(house.url)
  const scope = 'openid profile email nationalcode birthday shaba phone pay:read coupon:*'
  const raw = `${house.url}/connect/authorize?scope=${scope}&response_type=code&client_id=${app.id}&redirect_uri=${app.callback}&state=s`
  const back = await surfer.pass(await surfer.visit(raw))
  const code = back.url.searchParams.get('code') ?? ''
  assert.equal(back.url.searchParams.get('state'), 's')
  const form = {
    grant_type: 'authorization_code',
    client_id: app.id,
    client_secret: app.secret,
    code,
    redirect_uri: app.callback,
  }
  const response = await fetch(`${house.url}/connect/token`, { method: 'POST', body: new URLSearchParams(form) })
  const tokens = (await response.json()) as TokenAnswer
  recordSecret(code, app.secret, tokens.access_token, tokens.id_token)
  assert.deepEqual([response.status, tokens.token_type, tokens.expires_in], [200, 'Bearer', 3600])
  const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(form) }
  assert.equal((await fetch(`${house.url}/connect/token`, json)).status, 400)
  const headers = { authorization: `Bearer ${tokens.access_token}` }
  for (const method of ['GET', 'POST']) {
    const info = await fetch(`${house.url}/connect/userinfo`, { method, headers })
    const told = (await info.json()) as Record<string, unknown>
    assert.deepEqual(
      [told.username, told.national_code, told.iban, told.birthdate, told.email],
      ['ali', '0499370899', 'IR062960000000100324200001', '1990-01-01', 'ali@example.com'],
    )
  }
})
