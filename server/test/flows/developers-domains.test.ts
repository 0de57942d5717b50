import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublic } from '../../src/adapters/addresses.ts'
import { createOutside } from '../../src/adapters/outside.ts'
import { findApp, findClaim, isClaimed } from '../../src/capabilities/apps/index.ts'
import { certificate } from '../kit/certificate.ts'
import { engines } from '../kit/database.ts'
import { details, registerOwn, signedIn } from '../kit/developers.ts'
import { startHouse } from '../kit/house.ts'
import { startNameServer, startWebsite, type Zone } from '../kit/outside.ts'
import { openPage } from '../kit/pages.ts'
import { callPortal } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'

const strict = { settings: { 'apps.proveDomains': true } }

for (const engine of engines) {
  test(`a portal key opens nothing until DNS proves the domain, and a changed domain is proven anew, on ${engine}`, async (t) => {
    const zone: Zone = {}
    const house = await startHouse(t, engine, { outside: { nameServers: [await startNameServer(t, zone)] } })
    await applyFile(house.at, strict)
    const jar = await signedIn(house)
    const own = await registerOwn(jar)
    await applyFile(house.at, { apps: [{ id: own.id, permissions: ['portal'] }] })
    const say = async (website: string) =>
      (
        await callPortal(
          house.url,
          { do: 'email-exists', User_Email: 'nobody@example.com', lang: 'en' },
          { website, key: own.portalKey },
        )
      ).message
    const open = 'Prove first that books.example is yours: put the file or the DNS record in place.'
    assert.equal(await say('books.example'), open)
    assert.equal(await say('shop.example'), 'The website or its key is wrong.', 'another’s website')

    const page = await openPage(jar, `/developers/apps/${own.id}`)
    const { challenge = '' } = (await findClaim(house.at, own.id)) ?? {}
    assert.ok(page.words.includes('_diwan.books.example') && page.words.includes(challenge))
    const early = await page.submit({}, 'prove')
    assert.match(early.problems.join(), /neither the record nor the file/)
    zone['_diwan.books.example'] = { TXT: ['v=spf1 -all', 'another-challenge'] }
    await page.submit({}, 'prove')
    assert.equal(await say('books.example'), open)
    zone['_diwan.books.example'] = { TXT: ['v=spf1 -all', challenge] }
    const proven = await page.submit({}, 'prove')
    assert.match(proven.words, /books\.example is yours/)
    assert.notEqual(await say('books.example'), open)

    const edit = await openPage(jar, `/developers/apps/${own.id}/edit`)
    const { server: _server, ...typed } = details
    await edit.submit({ ...typed, description: 'New books' }, 'save')
    assert.deepEqual(
      (await findApp(house.at.db, own.id))?.domains,
      ['books.example'],
      'another change unproves nothing',
    )
    await edit.submit({ ...typed, domain: 'papers.example' }, 'save')
    assert.deepEqual((await findApp(house.at.db, own.id))?.domains, [])
    assert.equal(await say('books.example'), 'The website or its key is wrong.')
    assert.match(await say('papers.example'), /^Prove first that papers\.example/)
    assert.notEqual((await findClaim(house.at, own.id))?.challenge, challenge)
    await edit.submit({ ...typed, domain: 'books.example' }, 'save')
    assert.equal(await isClaimed(house.at, own.id, 'books.example'), true, 'it is proven anew')
  })
}

test('a file on the website proves the domain', async (t) => {
  const zone: Zone = { 'books.example': { A: ['127.0.0.1'] } }
  let text = ''
  const { port, came } = await startWebsite(t, (_request, response) => void response.end(text))
  const outside = { nameServers: [await startNameServer(t, zone)], port, authority: certificate, isOutside: () => true }
  const house = await startHouse(t, 'sqlite', { outside })
  await applyFile(house.at, strict)
  const jar = await signedIn(house)
  const { id } = await registerOwn(jar)
  const page = await openPage(jar, `/developers/apps/${id}`)
  await page.submit({}, 'prove')
  assert.deepEqual((await findApp(house.at.db, id))?.domains, [])
  text = `${(await findClaim(house.at, id))?.challenge}\n`
  await page.submit({}, 'prove')
  assert.deepEqual((await findApp(house.at.db, id))?.domains, ['books.example'])
  assert.match(came.join(), /books\.example(:\d+)? \/\.well-known\/diwan\.txt/)
})

test('what an operator gave an app counts as proven, and only so many looks outside are taken', async (t) => {
  const house = await startHouse(t, 'sqlite', { outside: { nameServers: [await startNameServer(t, {})] } })
  await applyFile(house.at, { ...strict, apps: [{ id: '1001', owner: 'ali@example.com', domains: ['given.example'] }] })
  const jar = await signedIn(house)
  assert.match((await openPage(jar, '/developers/apps/1001')).words, /given\.example is yours/)
  const { id } = await registerOwn(jar)
  const page = await openPage(jar, `/developers/apps/${id}`)
  const statuses = new Set<number>()
  for (let i = 0; i < 31; i++) statuses.add((await page.submit({}, 'prove')).status)
  assert.deepEqual([...statuses], [400, 429])
})

test('nothing inside is asked: not by address, not by a name that means one, not by one of two (attack 77)', async (t) => {
  const zone: Zone = {}
  const { port, came } = await startWebsite(t, (_request, response) => void response.end('secret of the inside'))
  const guarded = createOutside({ nameServers: [await startNameServer(t, zone)], port, authority: certificate })
  for (const address of ['127.0.0.1', '127.9.9.9', '10.0.0.1', '169.254.169.254', '0.0.0.0']) {
    zone['books.example'] = { A: [address] }
    assert.equal(await guarded.readText('books.example', '/.well-known/diwan.txt'), undefined, address)
  }
  zone['books.example'] = { A: ['93.184.215.14', '127.0.0.1'] }
  assert.equal(await guarded.readText('books.example', '/'), undefined, 'one of two is inside')
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '::1', '2130706433', '0x7f.1']) {
    assert.equal(await guarded.readText(host, '/'), undefined, host)
  }
  assert.deepEqual(came, [], 'nobody was connected to')
})

test('a name that changes its mind is not asked twice: what was looked at is what is connected to (attack 77)', async (t) => {
  const zone: Zone = { 'books.example': { A: ['127.0.0.1'] } }
  const { port, came } = await startWebsite(t, (_request, response) => void response.end('once'))
  const looked: string[] = []
  const isOutside = (address: string) => {
    looked.push(address)
    zone['books.example'] = { A: ['127.0.0.2'] }
    return true
  }
  const outside = createOutside({
    nameServers: [await startNameServer(t, zone)],
    port,
    authority: certificate,
    isOutside,
  })
  assert.equal(await outside.readText('books.example', '/'), 'once')
  assert.deepEqual([looked, came.length], [['127.0.0.1'], 2])
})

test('a website that leads elsewhere, says too much, or is not whom its certificate names proves nothing (attack 77)', async (t) => {
  const zone: Zone = Object.fromEntries(
    ['books', 'papers', 'third'].map((one) => [`${one}.example`, { A: ['127.0.0.1'] }]),
  )
  const { port, came } = await startWebsite(t, ({ url }, response) => {
    if (url === '/moved') response.writeHead(302, { location: `https://papers.example:${port}/fine` }).end('fine')
    else if (url === '/long') response.end('x'.repeat(4097))
    else if (url === '/missing') response.writeHead(404).end('fine')
    else response.end('x'.repeat(4096))
  })
  const nameServers = [await startNameServer(t, zone)]
  const outside = createOutside({ nameServers, port, authority: certificate, isOutside: () => true })
  for (const path of ['/moved', '/long', '/missing'] as const) {
    assert.equal(await outside.readText('books.example', path), undefined, path)
  }
  assert.equal((await outside.readText('books.example', '/fine'))?.length, 4096)
  assert.equal(await outside.readText('third.example', '/fine'), undefined, 'the certificate names another')
  const wary = createOutside({ nameServers, port, isOutside: () => true })
  assert.equal(await wary.readText('books.example', '/fine'), undefined, 'nobody vouches for the certificate')
  assert.equal(came.filter((one) => one.startsWith('papers')).length, 0, 'no redirect is followed')
})

test('public addresses are told from special ones, of both families', () => {
  const inside = [
    '10.1.2.3',
    '100.64.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.0.2.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '0.1.2.3',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
    '100::1',
    'text',
    '',
  ]
  const outside = ['8.8.8.8', '100.63.255.255', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450:4001::200e']
  assert.deepEqual(inside.filter(isPublic), [])
  assert.deepEqual(
    outside.filter((one) => !isPublic(one)),
    [],
  )
})
