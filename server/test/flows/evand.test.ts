import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bearer,
  client,
  clientToken,
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
import { app, refresh } from '../kit/openid.ts'

const basic = { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` }

async function introspect(url: string, token = ''): Promise<Record<string, unknown>> {
  const body = new URLSearchParams({ token })
  return (await (await fetch(`${url}/oauth/introspect`, { method: 'POST', headers: basic, body })).json()) as Record<
    string,
    unknown
  >
}

test('client token, code, entry: the document’s three calls, and the tokens are those of the OIDC core, for the event alone', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = await clientToken(house.url)
  const sent = await sendCode(house.url, token, '09140000000')
  assert.deepEqual([sent.status, sent.body], [201, { data: { mobile: guest, expires_in: 120 } }])
  const code = await readCode(house.url)
  assert.match(code, /^[1-9]\d{4}$/)
  const entered = await enter(house.url, Number(code), { mobile: '9140000000', grant_type: ` ${guestGrant} ` })
  assert.equal(entered.status, 200, JSON.stringify(entered.body))
  assert.deepEqual(Object.keys(entered.body), ['token_type', 'expires_in', 'access_token', 'refresh_token'])
  const told = await introspect(house.url, entered.body.access_token)
  assert.deepEqual([told.active, told.scope, told.client_id], [true, 'event:77', app.id])
  assert.match(String(told.sub), /^\d{16}$/)
  const renewed = await refresh(house.url, entered.body.refresh_token)
  assert.deepEqual([renewed.status, renewed.scope], [200, 'event:77'])
  assert.equal((await introspect(house.url, renewed.access_token)).sub, told.sub)
  const wider = await refresh(house.url, renewed.refresh_token, { scope: 'openid' })
  assert.equal(wider.error, 'invalid_scope')
})

test('the grant stands at the standard endpoint too, under its name and its URN, by every way a client shows its secret', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = await clientToken(house.url)
  const ways: [string, Record<string, string>, Record<string, string>][] = [
    [guestGrant, client, {}],
    [guestUrn, {}, basic],
  ]
  for (const [i, [grant, fields, headers]] of ways.entries()) {
    house.advance(61_000)
    await sendCode(house.url, token)
    const code = await readCode(house.url, guest, i + 1)
    const form = { grant_type: grant, mobile: '09140000000', mobile_verification_code: code, event_id: '77', ...fields }
    const entered = await postForm(house.url, '/oauth/token', form, headers)
    assert.deepEqual([entered.status, entered.body.scope], [200, 'event:77'], JSON.stringify(entered.body))
    const again = await postForm(house.url, '/oauth/token', form, headers)
    assert.deepEqual([again.status, again.body.error], [400, 'invalid_grant'])
  }
  house.advance(61_000)
  await sendCode(house.url, token)
  const code = await readCode(house.url, guest, 3)
  const {
    client_id: _id,
    client_secret: _secret,
    ...bare
  } = { ...entry(code), event_id: '77', mobile_verification_code: code }
  const entered = await postForm(house.url, tokenPath, bare, basic)
  assert.equal(entered.status, 200, JSON.stringify(entered.body))
  assert.equal((await postJson(house.url, tokenPath, entry(code), bearer(token))).status, 400)
})
