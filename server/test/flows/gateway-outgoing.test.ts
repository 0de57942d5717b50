import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { test } from 'node:test'
import { isOwn, isPublic } from '../../src/adapters/addresses.ts'
import { createOutgoing, type OutgoingReach, Unanswered } from '../../src/adapters/outgoing.ts'
import { startGatewayServer } from '../kit/gateway-server.ts'

const local = new Set(['127.0.0.1', 'gateway.example', 'other.example'])
const resolvesTo =
  (...addresses: string[]) =>
  async (): Promise<LookupAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

async function refuses(url: string, code: string, reach: OutgoingReach = {}): Promise<void> {
  await assert.rejects(createOutgoing(reach)({ url }), (error) => {
    assert.ok(error instanceof Unanswered, `${url}: ${error}`)
    assert.deepEqual([error.code, error.message], [code, code], url)
    return true
  })
}

const notPublic = [
  ...[
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.8.9.10',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...[
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
  ],
  ...['::', '::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::808:808', 'fc00::1', 'fd12::1', 'fe80::1', 'fec0::1'],
  ...['ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', 'no address'],
]

test('an address is public, or of the operator’s own networks, or neither (attack 77)', () => {
  for (const one of notPublic) assert.equal(isPublic(one), false, one)
  for (const one of ['8.8.8.8', '185.143.233.1', '172.32.0.1', '2606:4700::1111', '2a00::1']) {
    assert.equal(isPublic(one), true, one)
  }
  const own = ['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd12::1']
  for (const one of own) assert.equal(isOwn(one), true, one)
  const never = ['169.254.169.254', 'fe80::1', '0.0.0.0', '::', '::ffff:10.0.0.1', '8.8.8.8', '224.0.0.1']
  for (const one of never) assert.equal(isOwn(one), false, one)
})

test('nothing is asked at loopback, private, link-local or reserved addresses, however they are spelled (attack 77)', async () => {
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '10.0.0.1', '169.254.169.254', '[::1]', '0']) {
    await refuses(`http://${host}:1/`, 'EADDRESSNOTALLOWED')
  }
  for (const host of ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[fe80::1]', '[64:ff9b::7f00:1]']) {
    await refuses(`https://${host}/`, 'EADDRESSNOTALLOWED')
  }
  for (const one of ['127.0.0.1', '169.254.169.254', 'fd00::1', '::ffff:10.0.0.1']) {
    await refuses('https://gateway.example/', 'EADDRESSNOTALLOWED', { resolve: resolvesTo(one) })
  }
  const mixed = { resolve: resolvesTo('8.8.8.8', '10.0.0.1') }
  await refuses('https://gateway.example/', 'EADDRESSNOTALLOWED', mixed)
  await refuses('https://localhost:1/', 'EADDRESSNOTALLOWED')
  for (const url of ['file:///etc/passwd', 'ftp://gateway.example/', 'gateway.example', ''])
    await refuses(url, 'EADDRESS')
})

test('an operator names the hosts that may be at addresses of their own; link-local ones never may', async (t) => {
  const server = await startGatewayServer(t, { status: 200, body: 'here' })
  const reach = { ownHosts: local, hosts: local }
  assert.deepEqual(await createOutgoing(reach)({ url: server.url }), { status: 200, text: 'here' })
  await refuses('http://169.254.169.254/latest', 'EADDRESSNOTALLOWED', {
    ownHosts: new Set(['169.254.169.254']),
  })
  await refuses('http://gateway.example/', 'EADDRESSNOTALLOWED', { ...reach, resolve: resolvesTo('169.254.169.254') })
  await refuses(server.url.replace('127.0.0.1', 'localhost'), 'EHOSTNOTALLOWED', reach)
  assert.equal(server.received.length, 1)
})

test('a name is resolved once, and what was looked at is what is connected to (attack 77)', async (t) => {
  const server = await startGatewayServer(t, { status: 200, body: 'inside' })
  let asked = 0
  // The second answer would be another address: a name server of an attacker's.
  const resolve = async () => {
    asked++
    return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
  }
  const url = server.url.replace('127.0.0.1', 'gateway.example')
  const outgoing = createOutgoing({ ownHosts: local, resolve })
  assert.equal((await outgoing({ url })).text, 'inside')
  assert.equal(asked, 1)
  assert.equal(server.received[0]?.headers.host, url.slice('http://'.length), 'the gateway is called by its name')
})

test('a redirect is an answer, and nobody goes where it points (attack 77)', async (t) => {
  const inside = await startGatewayServer(t, { status: 200, body: 'metadata' })
  const server = await startGatewayServer(t)
  for (const status of [301, 302, 303, 307, 308]) {
    server.say({ status, headers: { location: `${inside.url}/latest/meta-data` } })
    assert.equal((await createOutgoing({ ownHosts: local })({ url: server.url })).status, status)
  }
  assert.equal(inside.received.length, 0)
})

test('an answer has an end in length and in time, and a failure says whether the request may have arrived', async (t) => {
  const server = await startGatewayServer(t, { status: 200, body: 'x'.repeat(64 * 1024) })
  const reach = { ownHosts: local, patience: 500 }
  assert.equal((await createOutgoing(reach)({ url: server.url })).text.length, 64 * 1024)
  const fails = async (code: string, sent: boolean) =>
    assert.rejects(createOutgoing(reach)({ url: server.url, method: 'POST', body: 'a body' }), {
      name: 'Unanswered',
      code,
      sent,
    })
  server.say({ status: 200, body: 'x'.repeat(64 * 1024 + 1) })
  await fails('ETOOLONG', true)
  server.say('hang')
  await fails('ETIMEDOUT', true)
  server.say('break')
  await fails('ECONNRESET', true)
  await server.stop()
  await fails('ECONNREFUSED', false)
  const never = { ...reach, resolve: () => new Promise<LookupAddress[]>(() => undefined) }
  await refuses('https://gateway.example/', 'ETIMEDOUT', never)
})

test('a caller who gives up ends the request', async (t) => {
  const server = await startGatewayServer(t, 'hang')
  const end = new AbortController()
  const asked = createOutgoing({ ownHosts: local })({ url: server.url, signal: end.signal })
  end.abort()
  await assert.rejects(asked, { name: 'Unanswered', code: 'ETIMEDOUT' })
})
