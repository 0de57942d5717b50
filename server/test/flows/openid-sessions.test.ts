import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endConsentOf, listConsents } from '../../src/capabilities/consents/index.ts'
import { endOtherSessions, endSessionByUid, listSessions } from '../../src/capabilities/sessions/index.ts'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { findUserId, newUserId, transact, type UserId } from '../../src/kernel/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, authorizeUrl, discover, Surfer } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

/** Signs in, and gives the app a token that lives as long as the session. */
async function signIn(house: TestHouse, device: string): Promise<string> {
  const surfer = new Surfer(house.url, { 'user-agent': device })
  const back = await surfer.pass(await surfer.visit(authorizeUrl(house.url, { scope: 'openid email' })))
  const code = back.url.searchParams.get('code') ?? ''
  const body = { grant_type: 'authorization_code', code, redirect_uri: app.callback }
  const headers = { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }
  const answer = await fetch(`${house.url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(body) })
  const { access_token = '' } = (await answer.json()) as { access_token?: string }
  recordSecret(code, access_token)
  return access_token
}

const ownerOf = async (house: TestHouse, token: string): Promise<UserId | undefined> =>
  (await oidc(house.at).tokens.findAccess(token))?.userId

test('a person sees where they are signed in, and ends one session or all others, with their tokens (attack 58)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await discover(house.url)
  const tokens = [await signIn(house, 'Phone'), await signIn(house, 'Desk'), await signIn(house, 'Library')]
  const userId = (await ownerOf(house, tokens[0] ?? '')) ?? assert.fail('nobody')
  const { at } = house
  const listed = await listSessions(at, userId)
  assert.deepEqual(listed.map((one) => one.device).sort(), ['Desk', 'Library', 'Phone'])
  const uidOf = (device: string) => listed.find((one) => one.device === device)?.uid ?? ''
  assert.match(listed[0]?.address ?? '', /127\.0\.0\.1/)

  const stranger = newUserId(at)
  assert.equal(await transact(at, (tx) => endSessionByUid(at, tx, stranger, uidOf('Phone'))), false)
  assert.equal(await transact(at, (tx) => endSessionByUid(at, tx, userId, uidOf('Phone'))), true)
  assert.deepEqual(await Promise.all(tokens.map((one) => ownerOf(house, one))), [undefined, userId, userId])
  assert.equal(await transact(at, (tx) => endOtherSessions(at, tx, userId, uidOf('Desk'))), 1)
  assert.deepEqual(await Promise.all(tokens.map((one) => ownerOf(house, one))), [undefined, userId, undefined])
  assert.equal(await transact(at, (tx) => endOtherSessions(at, tx, userId)), 1)
  assert.deepEqual(await listSessions(at, userId), [])
})

test('a person sees what they allowed, and takes it back, with all tokens of it at once', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const config = await discover(house.url)
  const token = await signIn(house, 'Phone')
  const userId = (await ownerOf(house, token)) ?? assert.fail('nobody')
  const [consent] = await listConsents(house.at, userId)
  assert.deepEqual([consent?.appId, consent?.scopes, consent?.claims], [app.id, ['openid', 'email'], []])
  assert.equal(await endConsentOf(house.at, house.at.db, userId, 'chophanphoi'), false)
  assert.equal(await transact(house.at, (tx) => endConsentOf(house.at, tx, userId, app.id)), true)
  assert.equal(await ownerOf(house, token), undefined)
  assert.deepEqual(await listConsents(house.at, userId), [])
  assert.ok(config)
})

test('a session tells when and from where it was last seen', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url, { 'user-agent': 'Phone' })
  await surfer.pass(await surfer.visit(authorizeUrl(house.url)))
  const row = await house.at.db.selectFrom('sessions').select('user_id').executeTakeFirstOrThrow()
  const userId = findUserId(String(row.user_id)) ?? assert.fail()
  const [before] = await listSessions(house.at, userId)
  house.advance(3_600_000)
  surfer.headers['user-agent'] = 'Phone, updated'
  await surfer.visit(authorizeUrl(house.url, { prompt: 'none' }))
  const [after] = await listSessions(house.at, userId)
  assert.ok((after?.seenAt ?? 0) >= (before?.seenAt ?? 0) + 3_600_000)
  assert.equal(after?.device, 'Phone, updated')
})
