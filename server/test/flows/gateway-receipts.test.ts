import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { engines } from '../kit/database.ts'
import { clientToken, enter, guest, sendCode } from '../kit/evand.ts'
import { type GatewayServer, startGatewayServer } from '../kit/gateway-server.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { messageIn, messagesTo, textCode } from '../kit/texting.ts'

const publicUrl = 'https://id.example.com'
const mobile = '+989140000001'

async function houseWith(t: TestContext, smsUrl: string, engine: (typeof engines)[number] = 'sqlite') {
  const env = { SMS_URL: smsUrl, OUTGOING_PRIVATE_HOSTS: '127.0.0.1', PUBLIC_URL: publicUrl }
  return startHouse(t, engine, { env })
}

const own = (server: GatewayServer, name = 'own') =>
  `${server.url.replace('http://', 'http://a-token@')}/send?name=${name}`

/** The address that the gateway was told, at the server under test. */
function hookOf(house: TestHouse, callback: unknown): string {
  const url = new URL(String(callback))
  assert.equal(url.origin, publicUrl)
  recordSecret(url.searchParams.get('key') ?? undefined)
  return `${house.url}${url.pathname}${url.search}`
}

const tell = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    ...(body instanceof URLSearchParams
      ? { body, headers }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
  })

const receiptOf = async (house: TestHouse) => (await messagesTo(house.at, mobile)).at(-1)?.receipt
const metricsOf = async (house: TestHouse) => (await fetch(`${house.url}/metrics`)).text()

for (const engine of engines) {
  test(`a receipt is written on its message, counted, and the first word is the last, on ${engine}`, async (t) => {
    const gateway = await startGatewayServer(t, { status: 200, body: { id: 'own-1' } })
    const house = await houseWith(t, own(gateway), engine)
    await textCode(house.at, mobile)
    await messageIn(house.at, mobile, 'sent')
    const hook = hookOf(house, gateway.received[0]?.json.callback)
    for (const body of [{ id: 'own-1', status: 'queued' }, { id: 'other', status: 'delivered' }, { id: 7 }, {}]) {
      assert.equal((await tell(hook, body)).status, 200, 'what settles nothing is not said again')
    }
    assert.equal(await receiptOf(house), null)
    const crowd = Array.from({ length: 20 }, () => tell(hook, { id: 'own-1', status: 'delivered' }))
    for (const answer of await Promise.all(crowd)) assert.equal(answer.status, 200)
    assert.equal((await tell(hook, { id: 'own-1', status: 'failed' })).status, 200)
    assert.equal(await receiptOf(house), 'delivered')
    const line = /^diwan_messages_total\{channel="sms",kind="code",outcome="(delivered|undelivered)"\} (\d+)$/gm
    const counted = [...(await metricsOf(house)).matchAll(line)].map(([, outcome, count]) => [outcome, count])
    assert.deepEqual(counted, [['delivered', '1']])
  })
}

test('what was sent, delivered and typed right is counted by the calling code of the number', async (t) => {
  const gateway = await startGatewayServer(t)
  gateway.say(({ json }) => ({ status: 200, body: { id: `to ${json.to}` } }))
  const house = await houseWith(t, own(gateway))
  await applyFile(house.at, { settings: { 'spending.regions': ['IR', 'FR'] } })
  const token = await clientToken(house.url)
  const abroad = '+33612345678'
  for (const one of [guest, mobile, abroad]) {
    assert.equal((await sendCode(house.url, token, one)).status, 201)
    await messageIn(house.at, one, 'sent')
  }
  const toGuest = gateway.received.find(({ json }) => json.to === guest)?.json
  const hook = hookOf(house, toGuest?.callback)
  const outcomes = { [guest]: 'delivered', [mobile]: 'delivered', [abroad]: 'failed' }
  for (const [to, status] of Object.entries(outcomes)) await tell(hook, { id: `to ${to}`, status })
  const code = /\d{5,6}/.exec(String(toGuest?.text))?.[0]
  recordSecret(code)
  assert.equal((await enter(house.url, code ?? '', { mobile: guest })).status, 200)
  const line = /^diwan_texts_total\{prefix="(\+\d+)",outcome="(\w+)"\} (\d+)$/gm
  const counted = [...(await metricsOf(house)).matchAll(line)].map(([, ...told]) => told.join(' '))
  assert.deepEqual(
    counted.sort(),
    ['+33 sent 1', '+33 undelivered 1', '+98 delivered 2', '+98 sent 2', '+98 verified 1'].sort(),
  )
})

test('nobody speaks for a gateway without its key, nor with another gateway’s', async (t) => {
  const gateway = await startGatewayServer(t, { status: 200, body: { id: 'own-1' } })
  const house = await houseWith(t, `${own(gateway, 'a')} ${own(gateway, 'b')}`)
  await textCode(house.at, mobile)
  await messageIn(house.at, mobile, 'sent')
  const hook = hookOf(house, gateway.received[0]?.json.callback)
  const wrong = [
    hook.replace(/\?.*/, ''),
    hook.replace(/key=./, 'key='),
    hook.replace('/a?', '/b?'),
    hook.replace('/a?', '/c?'),
  ]
  for (const url of [...wrong, hook.replace('/a?', '/__proto__?')]) {
    const answer = await tell(url, { id: 'own-1', status: 'delivered' })
    assert.deepEqual([answer.status, await answer.json()], [404, { error: 'not_found' }], url.replace(/key=.*/, ''))
  }
  assert.equal(await receiptOf(house), null)
})

test('what a gateway cannot mean is refused and is no bug', async (t) => {
  const gateway = await startGatewayServer(t, { status: 200, body: { id: 'own-1' } })
  const house = await houseWith(t, own(gateway))
  await textCode(house.at, mobile)
  await messageIn(house.at, mobile, 'sent')
  const hook = hookOf(house, gateway.received[0]?.json.callback)
  const json = { 'content-type': 'application/json' }
  for (const body of ['', '[]', 'null', '{"id":"a","id":"b"}', '{"__proto__":{}}', '{', 'x'.repeat(70_000)]) {
    const { status } = await fetch(hook, { method: 'POST', headers: json, body })
    assert.equal(status, 400, body.slice(0, 20))
  }
  for (const query of ['&id=a&id=b', '&id=%ff']) assert.equal((await fetch(hook + query)).status, 400, query)
  assert.equal((await tell(hook, { id: { a: 1 }, status: ['delivered'] })).status, 200)
  assert.equal(await receiptOf(house), null)
})

test('Twilio’s receipts count with Twilio’s signature alone, over our public address', async (t) => {
  const gateway = await startGatewayServer(t, { status: 201, body: { sid: 'SM1', status: 'queued' } })
  const house = await houseWith(t, `twilio://AC1:the-auth-token@+15005550006?url=${gateway.url}`)
  recordSecret('the-auth-token')
  await textCode(house.at, mobile)
  await messageIn(house.at, mobile, 'sent')
  const callback = gateway.received[0]?.form.StatusCallback ?? ''
  const hook = hookOf(house, callback)
  // https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
  const form = {
    SmsSid: 'SM1',
    SmsStatus: 'undelivered',
    MessageStatus: 'undelivered',
    To: mobile,
    MessageSid: 'SM1',
    ErrorCode: '30003',
  }
  const sign = (token: string, url: string) => {
    const fields = Object.entries(form)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => name + value)
    return createHmac('sha1', token)
      .update(url + fields.join(''))
      .digest('base64')
  }
  for (const signature of ['', 'x', sign('another token', callback), sign('the-auth-token', hook)]) {
    const answer = await tell(hook, new URLSearchParams(form), { 'x-twilio-signature': signature })
    assert.equal(answer.status, 403)
  }
  assert.equal(await receiptOf(house), null)
  const signed = { 'x-twilio-signature': sign('the-auth-token', callback) }
  assert.equal((await tell(hook, new URLSearchParams(form), signed)).status, 200)
  assert.equal(await receiptOf(house), 'failed')
})

test('Vonage tells by GET, Kavenegar by a form: each is understood', async (t) => {
  const gateway = await startGatewayServer(t)
  gateway.say(({ path }) =>
    path === '/sms/json'
      ? { status: 200, body: { messages: [{ status: '0', 'message-id': '0A01' }] } }
      : { status: 200, body: { return: { status: 200 }, entries: [{ messageid: 8792343 }] } },
  )
  const house = await houseWith(t, `vonage://key:secret@Diwan?url=${gateway.url}`)
  await textCode(house.at, mobile)
  await messageIn(house.at, mobile, 'sent')
  const hook = hookOf(house, gateway.received[0]?.form.callback)
  // https://developer.vonage.com/messaging/sms/guides/delivery-receipts
  const told = { msisdn: '989140000001', to: 'Diwan', messageId: '0A01', status: 'expired', 'err-code': '3' }
  assert.equal((await fetch(`${hook}&${new URLSearchParams(told)}`)).status, 200)
  assert.equal(await receiptOf(house), 'failed')
  assert.ok(!house.logs.join('').includes('0A01'))

  const other = await houseWith(t, `kavenegar://key@1000?url=${gateway.url}`)
  await textCode(other.at, mobile)
  await messageIn(other.at, mobile, 'sent')
  const { receiptUrl } = await import('../../src/kernel/index.ts')
  const url = hookOf(other, receiptUrl(other.at, 'kavenegar'))
  assert.equal((await tell(url, new URLSearchParams({ messageid: '8792343', status: '10' }))).status, 200)
  assert.equal(await receiptOf(other), 'delivered')
})

test('who asks again after a message that never arrived is sent the next one through another gateway', async (t) => {
  const gateway = await startGatewayServer(t)
  gateway.say(() => ({ status: 200, body: { id: `m-${gateway.received.length}` } }))
  const house = await houseWith(t, `${own(gateway, 'a')} ${own(gateway, 'b')}`)
  await textCode(house.at, mobile)
  assert.equal((await messageIn(house.at, mobile, 'sent')).gateway, 'a')
  await tell(hookOf(house, gateway.received[0]?.json.callback), { id: 'm-1', status: 'failed' })
  house.advance(61_000)
  await textCode(house.at, mobile)
  const second = await messageIn(house.at, mobile, 'sent')
  assert.deepEqual([second.gateway, second.attempts], ['b', 1])
  house.advance(3_700_000)
  await textCode(house.at, mobile)
  assert.equal((await messageIn(house.at, mobile, 'sent')).gateway, 'a', 'it is forgotten after an hour')
})
