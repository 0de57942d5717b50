import assert from 'node:assert/strict'
import { generateKeyPairSync, verify } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { fcmChannel } from '../../src/adapters/channels/push/fcm.ts'
import { readServiceAccount } from '../../src/adapters/channels/push/service-account.ts'
import { createOutgoing } from '../../src/adapters/outgoing.ts'
import { enqueue } from '../../src/capabilities/messages/index.ts'
import { transact } from '../../src/kernel/index.ts'
import { testFolder } from '../kit/database.ts'
import { type Received, type Said, startGatewayServer } from '../kit/gateway-server.ts'
import { startHouse } from '../kit/house.ts'
import { recordSecret } from '../kit/secrets.ts'
import { messageIn } from '../kit/texting.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
/** As https://firebase.google.com/docs/cloud-messaging/send/v1-api has it. */
const taken: Said = { status: 200, body: { name: 'projects/shop-1/messages/0:1500415314455276%31bd1c9631bd1c96' } }

/** A house whose pushes leave through a local FCM, with a local token endpoint. */
async function pushHouse(t: TestContext) {
  const [google, fcm] = [await startGatewayServer(t), await startGatewayServer(t, taken)]
  google.say(() => ({
    status: 200,
    body: { access_token: `ya29.token-${google.received.length}`, expires_in: 3599, token_type: 'Bearer' },
  }))
  const folder = testFolder()
  mkdirSync(folder, { recursive: true })
  const file = {
    type: 'service_account',
    project_id: 'shop-1',
    client_email: 'push@shop-1.example',
    private_key: pem,
    token_uri: `${google.url}/token`,
  }
  writeFileSync(`${folder}/key.json`, JSON.stringify(file))
  recordSecret('ya29.token-1', 'ya29.token-2', pem)
  let shift = 0
  const clock = { now: () => Date.now() + shift }
  const outgoing = createOutgoing({ ownHosts: new Set(['127.0.0.1']) })
  const channel = fcmChannel(readServiceAccount(`${folder}/key.json`), clock, outgoing, fcm.url)
  const house = await startHouse(t, 'sqlite', { channels: [channel], clock })
  const push = async (token: string) => {
    const facts = { app: 'Shop', code: '482913', minutes: 2 }
    const to = { kind: 'device', value: token } as const
    const expiresAt = clock.now() + 120_000
    await transact(house.at, (tx) => enqueue(house.at, tx, { kind: 'code', to, language: 'fr', facts, expiresAt }))
  }
  const advance = (milliseconds: number) => {
    shift += milliseconds
  }
  return { google, fcm, house, push, advance }
}

test('a push leaves through FCM, with an access token that a signed assertion got, and is kept for an hour', async (t) => {
  const { google, fcm, house, push, advance } = await pushHouse(t)
  await push('device-1')
  const sent = await messageIn(house.at, 'device-1', 'sent')
  assert.deepEqual([sent.channel, sent.gateway], ['push', 'fcm'])
  assert.equal(sent.gateway_ref, '0:1500415314455276%31bd1c9631bd1c96')
  const [asked] = google.received
  assert.equal(asked?.form.grant_type, 'urn:ietf:params:oauth:grant-type:jwt-bearer')
  const [head = '', claims = '', signature = ''] = asked?.form.assertion?.split('.') ?? []
  assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url')))
  const { iat, exp, ...told } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const scope = 'https://www.googleapis.com/auth/firebase.messaging'
  assert.deepEqual(told, { iss: 'push@shop-1.example', scope, aud: `${google.url}/token` })
  assert.equal(exp - iat, 3600)
  const { path, headers, json } = fcm.received[0] as Received
  assert.deepEqual([path, headers.authorization], ['/v1/projects/shop-1/messages:send', 'Bearer ya29.token-1'])
  const { notification, token } = json.message as { notification: { title: string; body: string }; token: string }
  assert.deepEqual([token, notification.title], ['device-1', 'Votre code'])
  assert.match(notification.body, /^Votre code pour Shop :\n482913\n/)

  await push('device-2')
  await messageIn(house.at, 'device-2', 'sent')
  assert.equal(google.received.length, 1, 'the token is kept')
  advance(3_600_000)
  await push('device-3')
  await messageIn(house.at, 'device-3', 'sent')
  assert.equal(google.received.length, 2)
})

test('a token that nobody has any more is given up at once; an outage, and a refused access token, are not', async (t) => {
  const { google, fcm, house, push } = await pushHouse(t)
  // https://firebase.google.com/docs/cloud-messaging/error-codes
  const fcmError = (code: number, status: string, errorCode: string): Said => ({
    status: code,
    body: {
      error: {
        code,
        message: 'sekret words of the gateway',
        status,
        details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }],
      },
    },
  })
  for (const [i, said] of [
    fcmError(404, 'NOT_FOUND', 'UNREGISTERED'),
    fcmError(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT'),
  ].entries()) {
    fcm.say(said)
    await push(`gone-${i}`)
    assert.equal((await messageIn(house.at, `gone-${i}`, 'dead')).attempts, 1)
  }
  fcm.say(() => (fcm.received.length % 2 === 1 ? fcmError(503, 'UNAVAILABLE', 'UNAVAILABLE') : taken))
  await push('patient')
  const patient = await messageIn(house.at, 'patient', 'sent')
  assert.equal(patient.attempts, 2)
  assert.equal(google.received.length, 1)
  const before = fcm.received.length
  fcm.say(() =>
    fcm.received.length === before + 1 ? { status: 401, body: { error: { status: 'UNAUTHENTICATED' } } } : taken,
  )
  await push('refused')
  await messageIn(house.at, 'refused', 'sent')
  assert.deepEqual([google.received.length, fcm.received.at(-1)?.headers.authorization], [2, 'Bearer ya29.token-2'])
  assert.ok(!house.logs.join('').includes('sekret'))
})
