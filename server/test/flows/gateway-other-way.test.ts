import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GatewayServer, startGatewayServer } from '../kit/gateway-server.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { type HostedPage, newJar, openPage } from '../kit/pages.ts'
import { number } from '../kit/phone.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { messageIn, messagesTo, textCode } from '../kit/texting.ts'

const own = (server: GatewayServer, name: string): string =>
  `${server.url.replace('http://', 'http://a-token@')}/send?name=${name}`
const voiceSaid = { status: 200, body: { return: { status: 200 }, entries: [{ messageid: 7 }] } }
const voiceOf = (server: GatewayServer): string => `kavenegar-voice://key@1000?url=${server.url}`

async function houseWith(t: Parameters<typeof startHouse>[0], smsUrl: string): Promise<TestHouse> {
  const house = await startHouse(t, 'sqlite', { env: { SMS_URL: smsUrl, OUTGOING_PRIVATE_HOSTS: '127.0.0.1' } })
  await applyFile(house.at, { settings: { 'messages.firstRetrySeconds': 1 } })
  return house
}

/** Which gateway took each message to the number, the last of them once it has left. */
async function gatewaysOf({ at }: TestHouse, count: number): Promise<(string | null)[]> {
  const to = number.kept
  while ((await messagesTo(at, to)).length < count) await new Promise((resolve) => setTimeout(resolve, 10))
  await messageIn(at, to, 'sent')
  return (await messagesTo(at, to)).map(({ gateway }) => gateway)
}

/** Presses a button of the page that waits for a code, once a code may be sent again. */
async function press(house: TestHouse, page: HostedPage, button: 'resend' | 'other-way'): Promise<HostedPage> {
  house.advance(61_000)
  return page.submit({}, button)
}

test('another way is the gateway behind the one that sent last: a voice says the code, and it works', async (t) => {
  const [texts, voice] = [await startGatewayServer(t), await startGatewayServer(t, voiceSaid)]
  const house = await houseWith(t, `${own(texts, 'texts')} ${voiceOf(voice)}`)
  const asked = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.typed }, 'code')
  assert.deepEqual(await gatewaysOf(house, 1), ['texts'])
  const twice = await press(house, asked, 'resend')
  assert.deepEqual(await gatewaysOf(house, 2), ['texts', 'texts'], 'the same way once more')
  const other = await press(house, twice, 'other-way')
  assert.deepEqual(await gatewaysOf(house, 3), ['texts', 'texts', 'kavenegar-voice'])
  assert.equal(voice.received.length, 1)
  const spoken = voice.received[0]?.form.message ?? ''
  const code = (/((\d, )+\d)/.exec(spoken)?.[0] ?? assert.fail(spoken)).replaceAll(', ', '')
  recordSecret(code)
  assert.equal((await other.submit({ code }, 'check')).title, 'Create your account')
})

test('a message after one that did not arrive, asked for another way or not, goes by the next gateway, and around', async (t) => {
  const [a, b, c] = [await startGatewayServer(t), await startGatewayServer(t), await startGatewayServer(t)]
  const house = await houseWith(t, `${own(a, 'a')} ${own(b, 'b')} ${own(c, 'c')}`)
  const fail = () => house.at.db.updateTable('messages').set({ receipt: 'failed' }).execute()
  const asked = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.typed }, 'code')
  assert.deepEqual(await gatewaysOf(house, 1), ['a'])
  await fail()
  house.advance(61_000)
  const jar = newJar(house.url)
  await (await openPage(jar, '/sign-in')).submit({ email: number.typed }, 'code')
  assert.deepEqual(await gatewaysOf(house, 2), ['a', 'b'], 'a first code of another browser')
  await fail()
  await press(house, await openPage(jar, '/sign-in/code'), 'other-way')
  assert.deepEqual(await gatewaysOf(house, 3), ['a', 'b', 'c'])
  await fail()
  await press(house, asked, 'resend')
  assert.deepEqual(await gatewaysOf(house, 4), ['a', 'b', 'c', 'a'])
})

test('a message that begins with the second gateway is given up only after the first has refused it too', async (t) => {
  const [a, b] = [await startGatewayServer(t), await startGatewayServer(t)]
  const house = await houseWith(t, `${own(a, 'a')} ${own(b, 'b')}`)
  await textCode(house.at, number.kept)
  assert.deepEqual(await gatewaysOf(house, 1), ['a'])
  await house.at.db.updateTable('messages').set({ receipt: 'failed' }).execute()
  for (const one of [a, b]) one.say({ status: 422, body: { code: 'number-refused' } })
  house.advance(61_000)
  await textCode(house.at, number.kept)
  const dead = await messageIn(house.at, number.kept, 'dead')
  assert.deepEqual([dead.attempts, a.received.length, b.received.length], [2, 2, 1])
})

test('where text messages fail a voice says the code, and no notice', async (t) => {
  const [texts, voice] = [await startGatewayServer(t, { status: 503 }), await startGatewayServer(t, voiceSaid)]
  const house = await houseWith(t, `${own(texts, 'texts')} ${voiceOf(voice)}`)
  await textCode(house.at, number.kept)
  const { gateway, attempts } = await messageIn(house.at, number.kept, 'sent')
  assert.deepEqual([gateway, attempts, voice.received.length], ['kavenegar-voice', 2, 1])
  assert.match(voice.received[0]?.form.message ?? '', /\d(، \d){5}/)
})
