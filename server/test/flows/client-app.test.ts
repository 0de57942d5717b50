import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAppClient } from '../../../client/src/index.ts'
import { failsWith } from '../kit/client.ts'
import { readCode } from '../kit/evand.ts'
import { startHouse } from '../kit/house.ts'
import { returnUrl, sara, shopToken } from '../kit/invitations.ts'
import { app as shop } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

test('an app’s own server invites, keeps events and their guests, and lets a guest in by a code', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(shop.secret, shopToken)
  let asked = 0
  const app = createAppClient({
    issuer: house.url,
    clientId: shop.id,
    clientSecret: shop.secret,
    async fetch(url, init) {
      asked += String(url).endsWith('/api/oauth2/token') ? 1 : 0
      return fetch(url, init)
    },
  })
  recordSecret(await app.token())

  const made = await app.invitations.create({
    email: sara.Email,
    returnUrl,
    firstName: 'سارا',
    birthDate: '1990-05-14',
  })
  recordSecret(new URL(made.url).searchParams.get('id') ?? undefined)
  assert.equal((await app.invitations.read(made.id)).state, 'open')
  assert.equal(await app.invitations.cancel(made.id), undefined)
  await failsWith('invitations.over', app.invitations.cancel(made.id))
  const wrong = await failsWith('input.invalid', app.invitations.create({ email: 'sara', returnUrl }))
  assert.deepEqual([wrong.field, wrong.rule, wrong.status], ['email', 'email', 400])
  assert.match(wrong.request ?? '', /\S/)

  const event = await app.events.create({ name: 'Concert' })
  assert.ok((await app.events.list()).some(({ id }) => id === event.id))
  assert.deepEqual(await app.events.addGuests(event.id, ['09141111111', 'nobody']), { added: 1, refused: [1] })
  assert.equal((await app.events.listGuests(event.id))[0]?.mobile, '+989141111111')
  await app.events.removeGuest(event.id, '09141111111')
  assert.equal((await app.events.change(event.id, { state: 'closed' })).state, 'closed')
  assert.equal((await app.events.read(event.id)).name, 'Concert')
  await failsWith('guests.event-unknown', app.events.read(999_999))

  const sent = await app.guests.sendCode('09140000000')
  assert.deepEqual(sent, { mobile: '+989140000000', expiresInSeconds: 120 })
  const again = await failsWith('limits.exhausted', app.guests.sendCode('09140000000'))
  assert.ok((again.retryAfterSeconds ?? 0) > 0)
  const bad = await failsWith('input.refused', app.guests.sendCode('12'))
  assert.deepEqual(Object.keys(bad.fields), ['mobile'])
  const code = await readCode(house.url, '+989140000000')
  const tokens = await app.guests.enter({ mobile: '09140000000', code, eventId: 77 })
  recordSecret(tokens.accessToken, tokens.refreshToken)
  assert.ok(tokens.expiresInSeconds > 0)
  await failsWith('oauth.invalid_grant', app.guests.enter({ mobile: '09140000000', code, eventId: 77 }))
  assert.equal(asked, 3, 'one token for the app serves every call; the other two are the guest’s')

  const bearer = createAppClient({ issuer: house.url, token: shopToken })
  await failsWith('apps.not-permitted', bearer.call('GET', '/events'))
  await failsWith('client.no-credentials', bearer.guests.enter({ mobile: '0914', code: '1', eventId: 77 }))
  const stranger = createAppClient({ issuer: house.url, clientId: shop.id, clientSecret: 'wrong wrong wrong' })
  await failsWith('oauth.invalid_client', stranger.token())
})
