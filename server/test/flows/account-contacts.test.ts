import assert from 'node:assert/strict'
import { test } from 'node:test'
import { houseApp } from '../../src/capabilities/apps/index.ts'
import { askReset } from '../../src/capabilities/recovery/index.ts'
import { emailOf, findHolder, findUser } from '../../src/capabilities/users/index.ts'
import type { Contact, Email } from '../../src/kernel/index.ts'
import { makePerson, post, signIn, tokenOf } from '../kit/account.ts'
import { startHouse } from '../kit/house.ts'
import type { Surfer } from '../kit/openid.ts'
import { openPage, readCode } from '../kit/pages.ts'
import { readMails } from '../kit/portal.ts'

const contactOf = (address: string): Contact => ({ kind: 'email', value: address as Email })

/** Adds an address as a person does; answers the last page. */
async function add(origin: string, jar: Surfer, address: string) {
  const asked = await (await openPage(jar, '/account/contacts/add')).submit({ email: address }, 'send')
  return asked.submit({ code: await readCode(origin, address) }, 'prove')
}

test('a person adds an address by its code, prefers it and removes the old one, which is told each time', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url, at } = house
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  const added = await add(url, jar, 'Mina.New@example.com')
  assert.equal(added.address, '/account/contacts?done=added')
  const [told] = await readMails(url, mina.email, 2)
  assert.equal(told?.kind, 'contact-added')
  assert.match(told?.text ?? '', /mina\.new@example\.com/)
  const preferred = await added.submit({}, 'prefer')
  assert.equal(emailOf((await findUser(at, at.db, mina.id)) ?? assert.fail())?.value, 'mina.new@example.com')
  const names = [...preferred.text.matchAll(/contacts\/([\w-]{16})\/remove/g)].map(([, name]) => name)
  const removed = await (await openPage(jar, `/account/contacts/${names[1]}/remove`)).submit({}, 'remove')
  assert.equal(removed.address, '/account/contacts?done=removed')
  assert.equal((await readMails(url, mina.email, 3))[0]?.kind, 'contact-removed')
  assert.equal(await findHolder(at.db, contactOf(mina.email)), undefined)
  const events = await at.db.selectFrom('events').select('kind').where('user_id', '=', mina.id).execute()
  for (const kind of ['contact.proven', 'contact.removed'])
    assert.ok(
      events.some((one) => one.kind === kind),
      kind,
    )
})

test('the last proven address stays: no button, and no direct POST, takes the last way in (attack 22)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  await add(house.url, jar, 'second@example.com')
  const both = await openPage(jar, '/account/contacts')
  const places = [...both.text.matchAll(/href="([^"]*\/remove)"/g)].map(([, place = '']) => place)
  assert.equal(places.length, 2)
  const token = await tokenOf(jar)
  const answers = await Promise.all(places.map((place) => post(jar, place, { token, do: 'remove' })))
  assert.deepEqual(
    answers.map((one) => one.status).toSorted(),
    [303, 400],
    'of two tabs that remove one each, one does',
  )
  const left = await openPage(jar, '/account/contacts')
  assert.doesNotMatch(left.text, /\/remove"/)
  assert.equal(
    (
      await house.at.db
        .selectFrom('contacts')
        .select('value')
        .where('user_id', '=', mina.id)
        .where('proven_at', 'is not', null)
        .execute()
    ).length,
    1,
  )
})

test('an address that somebody holds is answered like any other, until its code is shown (attack 24)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url, at } = house
  const [mina, omid] = [await makePerson(house, 'mina@example.com'), await makePerson(house, 'omid@example.com')]
  const jar = await signIn(house, mina)
  const answers = []
  for (const email of [omid.email, 'nobody@example.com']) {
    const asked = await (await openPage(jar, '/account/contacts/add')).submit({ email }, 'send')
    answers.push([asked.status, asked.text.replaceAll(email, '…'), [...asked.headers.keys()]])
    await asked.submit({}, 'other')
  }
  assert.deepEqual(answers[0], answers[1])
  house.advance(61_000)
  const asked = await (await openPage(jar, '/account/contacts/add')).submit({ email: omid.email }, 'send')
  const told = await asked.submit({ code: await readCode(url, omid.email, 3) }, 'prove')
  assert.equal(told.status, 400)
  assert.match(told.problems.join(), /already/)
  assert.equal(await findHolder(at.db, contactOf(omid.email)), omid.id, 'and it stays theirs')
})

test('a code proves the address it was sent to, for the person who asked (attack 39)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url, at } = house
  const [mina, omid] = [await makePerson(house, 'mina@example.com'), await makePerson(house, 'omid@example.com')]
  const jar = await signIn(house, mina)
  const asked = await (await openPage(jar, '/account/contacts/add')).submit({ email: 'mine@example.com' }, 'send')
  const code = await readCode(url, 'mine@example.com')
  const other = {
    kind: 'email',
    value: 'victim@example.com',
    email: 'victim@example.com',
    contact: 'victim@example.com',
  }
  await (await openPage(jar, '/sign-out')).submit({}, 'sign-out')
  await signIn(house, omid, jar)
  const token = await tokenOf(jar)
  const replayed = await post(jar, '/account/contacts/add', { ...other, token, do: 'prove', code })
  assert.notEqual(replayed.headers.get('location'), '/account/contacts?done=added')
  for (const address of ['mine@example.com', 'victim@example.com']) {
    assert.equal(await findHolder(at.db, contactOf(address)), undefined, address)
  }
  assert.ok(asked)
})

test('wrong codes are counted, an unreadable address is refused beside its field, and a code cannot be had twice in a minute', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signIn(house)
  const bad = await (await openPage(jar, '/account/contacts/add')).submit({ email: 'no address' }, 'send')
  assert.equal(bad.status, 400)
  assert.equal(bad.field('email'), 'no address', 'what was typed stays')
  const asked = await bad.submit({ email: 'new@example.com' }, 'send')
  assert.equal((await asked.submit({}, 'send')).status, 429)
  const code = await readCode(house.url, 'new@example.com')
  const wrong = code === '111111' ? '222222' : '111111'
  for (let i = 0; i < 3; i++) assert.equal((await asked.submit({ code: wrong }, 'prove')).status, 400)
  assert.equal((await asked.submit({ code }, 'prove')).status, 400, 'the code is used up')
  assert.equal(await findHolder(house.at.db, contactOf('new@example.com')), undefined)
})

test('nobody reads or changes another’s contacts by guessing their names (attack 58)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url, at } = house
  const [mina, omid] = [await makePerson(house, 'mina@example.com'), await makePerson(house, 'omid@example.com')]
  const theirs = await signIn(house, omid)
  await add(url, theirs, 'omid.two@example.com')
  const names = [...(await openPage(theirs, '/account/contacts')).text.matchAll(/contacts\/([\w-]{16})\//g)]
  const jar = await signIn(house, mina)
  const token = await tokenOf(jar)
  for (const name of [...names.map(([, one]) => one), 'email:omid@example.com', '..', '%00', '0']) {
    for (const act of ['prefer', 'remove']) {
      const answer = await post(jar, `/account/contacts/${name}/${act}`, { token, do: act, value: omid.email })
      assert.equal(answer.status, 404, `${name}/${act}`)
    }
    assert.equal((await jar.ask(new URL(`/account/contacts/${name}/remove`, url))).status, 404)
  }
  assert.equal(await findHolder(at.db, contactOf('omid.two@example.com')), omid.id)
})

test('what was mailed to an address before it was removed opens nothing (attack 34)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { url, at } = house
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  await add(url, jar, 'second@example.com')
  const linkOf = (userId: number, code: string) => `${url}/x?u=${userId}&c=${code}`
  await askReset(at, await houseApp(at), { contact: contactOf(mina.email), languageOf: () => 'en', linkOf })
  await readMails(url, mina.email, 3)
  const page = await openPage(jar, '/account/contacts')
  const [first] = [...page.text.matchAll(/href="([^"]*\/remove)"/g)].map(([, place = '']) => place)
  await (await openPage(jar, first ?? '')).submit({}, 'remove')
  const links = await at.db.selectFrom('verifications').select('purpose').where('user_id', '=', mina.id).execute()
  assert.deepEqual(links, [])
})
