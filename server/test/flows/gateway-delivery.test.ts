import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { enqueue } from '../../src/capabilities/messages/index.ts'
import { type Mobile, transact } from '../../src/kernel/index.ts'
import { type Engine, engines } from '../kit/database.ts'
import { type GatewayServer, startGatewayServer } from '../kit/gateway-server.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { arrivalsTo } from '../kit/letters.ts'
import { startMailServer } from '../kit/mail-server.ts'
import { callPortal, person } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { messageIn, messagesTo, textCode } from '../kit/texting.ts'
import { waitFor } from '../kit/wait.ts'

const own = (server: GatewayServer, name: string): string =>
  `${server.url.replace('http://', 'http://a-token@')}/send?name=${name}`

/** A server that sends text messages through these gateways, and tries again soon. */
async function houseWith(t: TestContext, engine: Engine, smsUrl: string, env = {}): Promise<TestHouse> {
  const reach = { SMS_URL: smsUrl, OUTGOING_PRIVATE_HOSTS: '127.0.0.1' }
  const house = await startHouse(t, engine, { env: { ...reach, ...env } })
  await applyFile(house.at, { settings: { 'messages.firstRetrySeconds': 1 } })
  return house
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => `+98914000000${i}`)
const eventsOf = (house: TestHouse, kind: string) =>
  house.at.db.selectFrom('events').select('facts').where('kind', '=', kind).execute()

for (const engine of engines) {
  test(`a gateway that hangs holds up nothing else, and each message leaves once when it goes on, on ${engine} (attack 78)`, async (t) => {
    const [gateway, mail] = [await startGatewayServer(t, 'hang'), await startMailServer(t)]
    const house = await houseWith(t, engine, own(gateway, 'a'), { SMTP_URL: mail.url })
    const all = numbers(9)
    for (const one of all) await textCode(house.at, one)
    await waitFor('a request that hangs', () => gateway.received.length > 0)
    const answer = await callPortal(house.url, { do: 'register', ...person('binh@example.com') })
    assert.equal(answer.ok, 1, answer.message)
    await arrivalsTo(mail, 'binh@example.com')
    assert.equal((await fetch(`${house.url}/health/ready`)).status, 200)
    gateway.say({ status: 200 })
    gateway.release()
    for (const one of all) await messageIn(house.at, one, 'sent')
    const keys = gateway.received.map(({ headers }) => headers['idempotency-key'])
    assert.equal(new Set(keys).size, all.length)
    assert.deepEqual(gateway.received.map(({ json }) => json.to).sort(), all)
  })

  test(`a gateway that is down is tried again within the message’s life; then it is dropped with an event, and never sent, on ${engine} (attack 78)`, async (t) => {
    const gateway = await startGatewayServer(t, { status: 503 })
    const house = await houseWith(t, engine, own(gateway, 'a'))
    const [patient = '', late = '', next = ''] = numbers(3)
    const tried = (mobile: string) =>
      waitFor('a failed attempt', async () => (await messagesTo(house.at, mobile)).find(({ problem }) => problem))
    await textCode(house.at, patient)
    const { state, problem } = await tried(patient)
    assert.deepEqual([state, problem], ['pending', 'GatewayRefusal a:HTTP503'])
    gateway.say({ status: 200 })
    assert.ok((await messageIn(house.at, patient, 'sent')).attempts > 1)

    gateway.say({ status: 503 })
    await textCode(house.at, late)
    await tried(late)
    house.advance(3_600_000)
    const before = gateway.received.length
    gateway.say({ status: 200 })
    await textCode(house.at, next)
    const dropped = await messageIn(house.at, late, 'expired')
    assert.deepEqual([dropped.sealed, dropped.problem], [null, 'GatewayRefusal a:HTTP503'])
    await messageIn(house.at, next, 'sent')
    const after = gateway.received.slice(before).map(({ json }) => json.to)
    assert.deepEqual(after, [next])
    assert.equal((await eventsOf(house, 'message.expired')).length, 1)
  })
}

test('an attempt is cut off when the message’s life ends, and none follows', async (t) => {
  const gateway = await startGatewayServer(t, 'hang')
  const house = await houseWith(t, 'sqlite', own(gateway, 'a'))
  const to = { kind: 'mobile', value: '+989140000001' as Mobile } as const
  const facts = { app: 'Shop', code: '482913', minutes: 1 }
  const expiresAt = Date.now() + 1500
  await transact(house.at, (tx) => enqueue(house.at, tx, { kind: 'code', to, language: 'fa', facts, expiresAt }))
  const dropped = await messageIn(house.at, to.value, 'expired')
  assert.equal(dropped.sealed, null)
  assert.equal(gateway.received.length, 1)
  const [event] = await eventsOf(house, 'message.expired')
  assert.deepEqual(JSON.parse(event?.facts ?? ''), { kind: 'code', attempts: 1 })
})

test('after a failed delivery the next gateway is tried, and the one that was down rests behind it for a while', async (t) => {
  const [a, b] = [await startGatewayServer(t, { status: 503 }), await startGatewayServer(t, { status: 200 })]
  const house = await houseWith(t, 'sqlite', `${own(a, 'a')} ${own(b, 'b')}`)
  const [first = '', second = '', third = ''] = numbers(3)
  await textCode(house.at, first)
  const sent = await messageIn(house.at, first, 'sent')
  assert.deepEqual([sent.attempts, sent.gateway], [2, 'b'])
  await textCode(house.at, second)
  assert.deepEqual((await messageIn(house.at, second, 'sent')).attempts, 1, 'nobody asks the one that is down')
  assert.deepEqual([a.received.length, b.received.length], [1, 2])
  a.say({ status: 200 })
  house.advance(31_000)
  await textCode(house.at, third)
  assert.equal((await messageIn(house.at, third, 'sent')).gateway, 'a')
})

test('where an answer is lost, a gateway that takes an id once is asked again by it; another is left for the next (attack 78)', async (t) => {
  const [a, b] = [await startGatewayServer(t, 'break'), await startGatewayServer(t)]
  const house = await houseWith(t, 'sqlite', own(a, 'a'))
  a.say(() => (a.received.length === 1 ? 'break' : { status: 200 }))
  await textCode(house.at, '+989140000001')
  assert.equal((await messageIn(house.at, '+989140000001', 'sent')).attempts, 1)
  const keys = a.received.map(({ headers }) => headers['idempotency-key'])
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1])

  a.say('break')
  b.say({ status: 200, body: { messages: [{ status: '0', 'message-id': 'X1' }] } })
  const vonage = (server: GatewayServer, name: string) => `vonage://key:secret@Diwan?name=${name}&url=${server.url}`
  const other = await houseWith(t, 'sqlite', `${vonage(a, 'a')} ${vonage(b, 'b')}`)
  await textCode(other.at, '+989140000001')
  const sent = await messageIn(other.at, '+989140000001', 'sent')
  assert.deepEqual([sent.attempts, sent.gateway, sent.gateway_ref], [2, 'b', 'X1'])
  assert.deepEqual([a.received.length, b.received.length], [3, 1])
})

test('a number is given up only after every gateway has refused it for good', async (t) => {
  const refusal = { status: 422, body: { code: 'number-refused' } }
  const [a, b] = [await startGatewayServer(t, refusal), await startGatewayServer(t, refusal)]
  const house = await houseWith(t, 'sqlite', `${own(a, 'a')} ${own(b, 'b')}`)
  await textCode(house.at, '+989140000001')
  const dead = await messageIn(house.at, '+989140000001', 'dead')
  assert.deepEqual([dead.attempts, a.received.length, b.received.length], [2, 1, 1])
  assert.equal((await eventsOf(house, 'message.dead')).length, 1)
})

test('a voice says a code and carries nothing else', async (t) => {
  const voice = await startGatewayServer(t, { status: 200, body: { return: { status: 200 }, entries: [] } })
  const house = await houseWith(t, 'sqlite', `kavenegar-voice://key@1000?url=${voice.url}`)
  await textCode(house.at, '+989140000001')
  await messageIn(house.at, '+989140000001', 'sent')
  assert.match(voice.received[0]?.form.message ?? '', /^کد شما برای .+ این است: \d(، \d){5}\. یک بار دیگر: /)
  const to = { kind: 'mobile', value: '+989140000002' as Mobile } as const
  const facts = { app: 'Shop', website: 'shop.example', at: '' }
  const notice = { kind: 'password-changed', to, language: 'fa', facts, expiresAt: Date.now() + 60_000 } as const
  await transact(house.at, (tx) => enqueue(house.at, tx, notice))
  await messageIn(house.at, to.value, 'dead')
  assert.equal(voice.received.length, 1)
})

test('messages to test numbers go to the inbox, and to no gateway', async (t) => {
  const gateway = await startGatewayServer(t)
  const house = await houseWith(t, 'sqlite', own(gateway, 'a'))
  const [tester = '', other = ''] = numbers(2)
  await applyFile(house.at, { settings: { 'messages.testNumbers': [tester] } })
  for (const one of [tester, other]) await textCode(house.at, one)
  for (const one of [tester, other]) await messageIn(house.at, one, 'sent')
  assert.deepEqual(
    gateway.received.map(({ json }) => json.to),
    [other],
  )
  const inbox = await (await fetch(`${house.url}/dev/inbox.json`)).json()
  assert.deepEqual(
    (inbox as { to: string; channel: string }[]).map(({ to, channel }) => [to, channel]),
    [[tester, 'sms']],
  )
})
