import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { testFolder } from '../kit/database.ts'
import { type GatewayServer, type Received, startGatewayServer } from '../kit/gateway-server.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { messageIn, messagesTo, textCode } from '../kit/texting.ts'
import { waitFor } from '../kit/wait.ts'

const here = { OUTGOING_PRIVATE_HOSTS: '127.0.0.1' }

/** A server whose gateways are the descriptors of a file, in their order. */
async function houseOf(
  t: TestContext,
  descriptors: readonly object[],
  env: Record<string, string> = here,
): Promise<TestHouse> {
  const folder = testFolder()
  mkdirSync(folder, { recursive: true })
  const path = `${folder}/gateways.json`
  writeFileSync(path, JSON.stringify(descriptors), { mode: 0o600 })
  const house = await startHouse(t, 'sqlite', { env: { SMS_URL: `file:${path}`, ...env } })
  await applyFile(house.at, { settings: { 'messages.firstRetrySeconds': 1 } })
  return house
}

/** Asked by GET, and answers in plain text; it has no name for a message. */
const getter = (server: GatewayServer) => ({
  name: 'getter',
  url: `${server.url}/{user}/send?team=7`,
  method: 'GET',
  number: 'iran',
  query: { to: '{to}', text: '{text}', sender: '{from}', life: '{ttlSeconds}', told: '{callback}' },
  headers: { 'x-account': '{user}', authorization: 'Basic {basic}' },
  success: { matches: '^OK\\b' },
  user: 'a/shop',
  password: 'the-password-of-the-getter',
})

/** Asked by POST, in JSON, and answers so. */
const poster = (server: GatewayServer) => ({
  name: 'poster',
  url: `${server.url}/v2/messages`,
  number: 'digits',
  headers: { 'x-api-key': '{password}' },
  json: { from: '{from:number}', to: ['{to}'], message: { body: '{text}', flash: false }, tag: '{kind}-{language}' },
  success: { status: [202], path: 'result.state', equals: 'queued' },
  reference: 'result.parts.0.uid',
  problem: 'result.reason',
  password: 'the-key-of-the-poster',
  from: '30004505',
})

const tried = (house: TestHouse, mobile: string, problem: string) =>
  waitFor(`an attempt at ${mobile} that ends as ${problem}`, async () =>
    (await messagesTo(house.at, mobile)).find((one) => one.problem === problem),
  )

test('gateways of one’s own description are asked by GET and by POST as it says, and no answer without its mark is a success', async (t) => {
  const [a, b] = [await startGatewayServer(t), await startGatewayServer(t)]
  const basic = Buffer.from('a/shop:the-password-of-the-getter').toString('base64')
  recordSecret('the-password-of-the-getter', basic, 'the-key-of-the-poster')
  const house = await houseOf(t, [getter(a), poster(b)])
  const [first, second, third, fourth] = ['+989140000001', '+989140000002', '+989140000003', '+989140000004']

  a.say({ status: 200, body: 'OK 17' })
  await textCode(house.at, first)
  const taken = await messageIn(house.at, first, 'sent')
  assert.deepEqual([taken.gateway, taken.gateway_ref, taken.attempts, taken.problem], ['getter', null, 1, null])
  const [asked] = a.received as [Received]
  assert.deepEqual([asked.method, asked.path, asked.body], ['GET', '/a%2Fshop/send', ''])
  const { text = '', life, ...fields } = Object.fromEntries(asked.query)
  assert.deepEqual(fields, { team: '7', to: '09140000001' }, 'what has no value is left out')
  assert.match(text, /^کد شما .+\d{6}/s)
  assert.ok(Number(life) > 60 && Number(life) <= 14_400, String(life))
  assert.deepEqual([asked.headers['x-account'], asked.headers.authorization], ['a/shop', `Basic ${basic}`])
  assert.equal(asked.headers['content-type'], undefined)

  a.say({ status: 200, body: 'NOT OK' })
  b.say({ status: 202, body: { result: { state: 'queued', parts: [{ uid: 90_071 }] } } })
  await textCode(house.at, second, 'fr')
  await tried(house, second, 'GatewayRefusal getter:HTTP200')
  const other = await messageIn(house.at, second, 'sent')
  assert.deepEqual([other.gateway, other.gateway_ref, other.attempts], ['poster', '90071', 2])
  const [posted] = b.received as [Received]
  assert.deepEqual([posted.method, posted.path, String(posted.query)], ['POST', '/v2/messages', ''])
  assert.deepEqual(posted.json, {
    from: 30_004_505,
    to: ['989140000002'],
    message: { body: a.received[1]?.query.get('text'), flash: false },
    tag: 'code-fr',
  })
  assert.equal(posted.headers['x-api-key'], 'the-key-of-the-poster')

  b.say(({ json }) =>
    String(json.to) === third.slice(1)
      ? { status: 202, body: { result: { state: 'rejected', reason: 'no-credit' } } }
      : { status: 200, body: { result: { state: 'queued', parts: [{ uid: 1 }] } } },
  )
  for (const one of [third, fourth]) await textCode(house.at, one)
  const problems = ['no-credit', 'HTTP200'].map((code) => `GatewayRefusal poster:${code}`)
  for (const [i, one] of [third, fourth].entries()) {
    const { state, gateway, gateway_ref } = await tried(house, one, problems[i] ?? '')
    assert.deepEqual([state, gateway, gateway_ref], ['pending', null, null])
  }
})

test('a gateway at an address of our own network gets nothing unless the operator names its host (attack 77)', async (t) => {
  const server = await startGatewayServer(t, { status: 200, body: 'OK' })
  recordSecret('the-password-of-the-getter')
  const house = await houseOf(t, [getter(server)], {})
  await textCode(house.at, '+989140000001')
  const { state, gateway } = await tried(house, '+989140000001', 'Unanswered EADDRESSNOTALLOWED')
  assert.deepEqual([state, gateway, server.received.length], ['pending', null, 0])
})

test('neither a redirect nor what is filled into an address leads a message to another host (attack 77)', async (t) => {
  const inner = await startGatewayServer(t, { status: 200, body: 'OK' })
  const location = `${inner.url}/latest/meta-data`
  const outer = await startGatewayServer(t, { status: 302, body: 'OK', headers: { location } })
  const { port } = new URL(inner.url)
  const { method, query, success } = getter(outer)
  const led = { name: 'led', url: `${outer.url}/send`, method, query, success }
  const filled = { ...led, name: 'filled', url: `http://local{from}:${port}/send`, from: 'host' }
  const house = await houseOf(t, [led, filled], { OUTGOING_PRIVATE_HOSTS: '127.0.0.1,localhost' })
  const mobile = '+989140000001'
  await textCode(house.at, mobile)
  const { state, gateway } = await tried(house, mobile, 'GatewayRefusal led:HTTP302')
  assert.deepEqual([state, gateway, outer.received.length], ['pending', null, 1])
  const after = await tried(house, mobile, 'Unanswered EHOSTNOTALLOWED')
  assert.deepEqual([after.state, after.gateway, inner.received.length], ['pending', null, 0])
})
