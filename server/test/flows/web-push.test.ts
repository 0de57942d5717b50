import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { drawPushKey } from '../../src/adapters/channels/push/push-key.ts'
import { pushChannel, webPushTo } from '../../src/adapters/channels/push/web-push.ts'
import { createOutgoing } from '../../src/adapters/outgoing.ts'
import { setOwnPassword } from '../../src/capabilities/account/index.ts'
import {
  dropSubscription,
  findSubscription,
  listSubscriptions,
  subscribe,
} from '../../src/capabilities/devices/index.ts'
import { enqueue } from '../../src/capabilities/messages/index.ts'
import { findUser } from '../../src/capabilities/users/index.ts'
import { type Ports, type PushSubscription, Refusal, transact, type UserId } from '../../src/kernel/index.ts'
import { makePerson, signInWithTokens } from '../kit/account.ts'
import { certificate } from '../kit/certificate.ts'
import { runDiwan } from '../kit/command.ts'
import { newDatabase, testFolder } from '../kit/database.ts'
import { startHouse, testEnv } from '../kit/house.ts'
import { newJar } from '../kit/pages.ts'
import { Browser, readProof, startPushService } from '../kit/push-service.ts'
import { recordSecret } from '../kit/secrets.ts'
import { messageIn, messagesTo } from '../kit/texting.ts'

const key: { subject: string; publicKey: string; privateKey: string } = JSON.parse(
  await drawPushKey('mailto:push@shop.example'),
)
const hour = 3_600_000

/** A house whose pushes to browsers leave; the push service is at loopback, and the house is told of it or not. */
async function pushHouse(t: TestContext, ownHosts: readonly string[] = ['books.example']) {
  recordSecret(key.privateKey)
  const service = await startPushService(t)
  let at: Ports | undefined
  let shift = 0
  const clock = { now: () => Date.now() + shift }
  const own = new Set(ownHosts)
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  const toBrowsers = webPushTo({
    key,
    clock,
    outgoing: createOutgoing({ ownHosts: own, authority: certificate, resolve }),
    subscriptions: {
      find: async (id) => at && findSubscription(at, id),
      drop: async (id) => at && dropSubscription(at, id),
    },
    ownHosts: own,
  })
  const house = await startHouse(t, 'sqlite', { channels: [pushChannel(undefined, toBrowsers)], clock })
  at = house.at
  const { id: userId } = (await at.db.selectFrom('users').select('id').executeTakeFirstOrThrow()) as { id: UserId }
  const add = (subscription: PushSubscription) => subscribe(house.at, { userId, appId: '1001' }, subscription)
  const push = async (id: string) => {
    const facts = { app: 'Shop', code: '482913', minutes: 2 }
    const to = { kind: 'browser', value: id } as const
    const expiresAt = clock.now() + 120_000
    await transact(house.at, (tx) => enqueue(house.at, tx, { kind: 'code', to, language: 'fr', facts, expiresAt }))
  }
  const stateOf = (id: string, state: string) => messageIn(house.at, `browser:${id}`, state)
  const advance = (by: number) => {
    shift += by
  }
  return { service, house, userId, add, push, stateOf, advance }
}

test('the tests read what RFC 8291 shows as an example', () => {
  const browser = new Browser('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'BTBZMqHH6r4Tts7J_aSIgg')
  const body =
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN'
  assert.equal(browser.read(Buffer.from(body, 'base64url')), 'When I grow up, I want to be a watermelon')
})

test('a push reaches a browser encrypted for it alone (RFC 8291), with a proof of who sends (RFC 8292) and the life of the message (RFC 8030)', async (t) => {
  const { service, house, add, push, stateOf } = await pushHouse(t)
  const browser = new Browser()
  const id = await add(browser.subscriptionAt(`${service.origin}/push/one`))
  recordSecret('482913')
  await push(id)
  const sent = await stateOf(id, 'sent')
  assert.deepEqual([sent.channel, sent.gateway], ['push', 'web-push'])
  const [{ path, headers, body }] = service.pushed as [(typeof service.pushed)[number]]
  assert.equal(path, '/push/one')
  assert.deepEqual([headers['content-encoding'], headers.urgency], ['aes128gcm', 'high'])
  const ttl = Number(headers.ttl)
  assert.ok(ttl > 100 && ttl <= 120, String(ttl))
  assert.equal(headers.topic, sent.id.replaceAll('-', ''))
  const { title, body: text, kind } = JSON.parse(browser.read(body))
  assert.deepEqual([title, kind], ['Votre code', 'code'])
  assert.match(text, /^Votre code pour Shop :\n482913\n/)
  const { aud, exp, sub } = readProof(String(headers.authorization), key.publicKey)
  assert.deepEqual([aud, sub], [service.origin, 'mailto:push@shop.example'])
  assert.ok(exp > Date.now() / 1000 && exp <= Date.now() / 1000 + 86_400)
  const row = await house.at.db.selectFrom('push_subscriptions').selectAll().executeTakeFirstOrThrow()
  assert.ok(!JSON.stringify(row).includes('/push/one'), 'the address is kept sealed (rule 3)')
})

test('an overload and an outage are waited for within the message’s life; a subscription that is gone goes (attack 78)', async (t) => {
  const { service, house, userId, add, push, stateOf, advance } = await pushHouse(t)
  const id = await add(new Browser().subscriptionAt(`${service.origin}/push/two`))
  for (const status of [429, 503]) {
    const before = service.pushed.length
    service.say(status, { 'retry-after': '1' })
    await push(id)
    while (service.pushed.length === before) await new Promise((resolve) => setTimeout(resolve, 20))
    service.say(201)
    assert.equal((await stateOf(id, 'sent')).attempts, 2, String(status))
    assert.equal(service.pushed.at(-2)?.headers.topic, service.pushed.at(-1)?.headers.topic)
  }
  for (const [i, status] of [404, 410].entries()) {
    const gone = await add(new Browser().subscriptionAt(`${service.origin}/push/gone-${i}`))
    service.say(status)
    await push(gone)
    assert.equal((await stateOf(gone, 'dead')).attempts, 1)
    assert.deepEqual(await listSubscriptions(house.at.db, userId), [id])
    await push(gone)
    await stateOf(gone, 'dead')
  }
  assert.equal(service.pushed.filter(({ path }) => path.includes('gone')).length, 2, 'and nobody knocks there again')
  service.say(500)
  const before = service.pushed.length
  await push(id)
  while (service.pushed.length === before) await new Promise((resolve) => setTimeout(resolve, 20))
  advance(hour)
  service.say(201)
  await push(id)
  await stateOf(id, 'sent')
  const states = (await messagesTo(house.at, `browser:${id}`)).map(({ state }) => state)
  assert.deepEqual(states.slice(-2), ['expired', 'sent'], 'and nothing is sent past its life')
  assert.ok(!house.logs.join('').includes('sekret'))
})

test('an address that is no push service’s is never called, and neither is one inside (attack 77)', async (t) => {
  const { service, add, push, stateOf } = await pushHouse(t, [])
  const hosts = [
    service.origin,
    'https://127.0.0.1:1',
    'https://169.254.169.254',
    'https://fcm.googleapis.com.evil.example',
    // A known name that resolves to loopback here: DNS rebinding.
    service.origin.replace('books.example', 'fcm.googleapis.com'),
  ]
  for (const [i, host] of hosts.entries()) {
    const id = await add(new Browser().subscriptionAt(`${host}/push/${i}`))
    await push(id)
    if (i < hosts.length - 1) assert.equal((await stateOf(id, 'dead')).problem, 'Error', host)
    else {
      while (!/EADDRESSNOTALLOWED/.test((await stateOf(id, 'pending')).problem ?? ''))
        await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  assert.equal(service.pushed.length, 0)
})

test('what no browser makes is no subscription, and a person keeps ten', async (t) => {
  const { service, house, userId, add } = await pushHouse(t)
  const good = new Browser().subscriptionAt(`${service.origin}/push/x`)
  const bad = [
    { ...good, endpoint: good.endpoint.replace('https', 'http') },
    { ...good, endpoint: 'no address' },
    { ...good, keys: { ...good.keys, p256dh: good.keys.p256dh.replace(/^.{20}/, 'A'.repeat(20)) } },
    { ...good, keys: { ...good.keys, p256dh: 'AAAA' } },
    { ...good, keys: { ...good.keys, auth: 'AAAA' } },
  ]
  for (const one of bad) await assert.rejects(add(one), (error) => error instanceof Refusal && error.family === 'input')
  for (let i = 0; i < 12; i++) await add(new Browser().subscriptionAt(`${service.origin}/push/${i}`))
  assert.equal((await listSubscriptions(house.at.db, userId)).length, 10)
  await add(good)
  await add(good)
  assert.equal((await listSubscriptions(house.at.db, userId)).length, 10)
})

test('a person’s app subscribes a browser by the API; it is told of a new password', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  const drawn = await runDiwan(['keys', 'web-push', 'mailto:push@shop.example'], testEnv(databaseUrl))
  assert.equal(drawn.code, 0, drawn.err)
  recordSecret(JSON.parse(drawn.out).privateKey)
  const WEB_PUSH_KEY_FILE = `${testFolder()}.json`
  writeFileSync(WEB_PUSH_KEY_FILE, drawn.out)
  const house = await startHouse(t, 'sqlite', { env: { WEB_PUSH_KEY_FILE } })
  const { url, at } = house
  const mina = await makePerson(house, 'mina@example.com')
  const other = await makePerson(house, 'other@example.com')
  const [token, others] = await Promise.all(
    [mina, other].map(async (one) => (await signInWithTokens(house, newJar(url), 'openid', one)).access_token ?? ''),
  )
  const ask = (method: string, path: string, bearer = token, body?: object) =>
    fetch(`${url}/api/v1/me/${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
  assert.deepEqual(await (await ask('GET', 'push-key')).json(), { key: JSON.parse(drawn.out).publicKey })
  const browser = new Browser().subscriptionAt('https://push.invalid/wpush/v2/x')
  const made = await ask('POST', 'push-subscriptions', token, { ...browser, expirationTime: null })
  assert.equal(made.status, 201)
  const { id } = (await made.json()) as { id: string }
  assert.equal(
    (await ask('POST', 'push-subscriptions', token, { ...browser, endpoint: 'http://x.example/' })).status,
    400,
  )
  assert.equal((await ask('POST', 'push-subscriptions', 'nobody', browser)).status, 401)
  assert.equal((await ask('DELETE', `push-subscriptions/${id}`, others)).status, 204)
  assert.deepEqual(await listSubscriptions(at.db, mina.id), [id], 'nobody takes out another’s (attack 58)')
  assert.equal((await ask('DELETE', `push-subscriptions/${id}`)).status, 204)
  assert.deepEqual(await listSubscriptions(at.db, mina.id), [])
  const again = (await (await ask('POST', 'push-subscriptions', token, browser)).json()) as { id: string }
  const user = (await findUser(at, at.db, mina.id)) ?? assert.fail()
  const password = 'another long enough phrase'
  recordSecret(password)
  await setOwnPassword(at, { user, keepUid: 'none', language: 'fr' }, password)
  // Its push service is nobody's, so it is called by nobody.
  const told = await messageIn(at, `browser:${again.id}`, 'dead')
  assert.deepEqual([told.kind, told.user_id], ['password-changed', mina.id])
})
