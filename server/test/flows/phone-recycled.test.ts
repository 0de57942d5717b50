import assert from 'node:assert/strict'
import { test } from 'node:test'
import { houseApp } from '../../src/capabilities/apps/index.ts'
import { signUp } from '../../src/capabilities/registration/index.ts'
import { addContact } from '../../src/capabilities/users/index.ts'
import type { Contact, Email, Mobile, UserId } from '../../src/kernel/index.ts'
import { transact } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { listPhonePeople, number, proveNumber } from '../kit/phone.ts'
import { readMails } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'
import { eventsOf, isSignedIn, phrase } from '../kit/sign-in.ts'

const day = 86_400_000
const mobile: Contact = { kind: 'mobile', value: number.kept as Mobile }
const email: Contact = { kind: 'email', value: 'sara@example.com' as Email }

/** Somebody with the number, who was not seen for half a year since. */
async function leave(house: TestHouse, { password = false, mail = false } = {}): Promise<UserId> {
  recordSecret(phrase)
  const { at } = house
  const wish = { contact: mobile, password: password ? phrase : undefined, profile: {}, language: 'en' as const }
  const id = await signUp(at, await houseApp(at), wish)
  if (mail) await transact(at, (tx) => addContact(at, tx, id, email))
  await readMails(house.url, number.kept)
  house.advance(181 * day)
  return id
}

const signedInAs = async ({ at }: TestHouse): Promise<unknown[]> => {
  const rows = await at.db.selectFrom('sessions').select('user_id').where('user_id', 'is not', null).execute()
  return rows.map((one) => one.user_id)
}

for (const engine of engines) {
  test(`a number that lay idle opens its account with the password besides, and then again by codes alone, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const id = await leave(house, { password: true })
    const jar = newJar(house.url)
    const still = await proveNumber(house, await openPage(jar, '/sign-in'), number.typed, { count: 2 })
    assert.equal(still.title, 'Is this account still yours?')
    assert.deepEqual([still.buttons.includes('mail'), await isSignedIn(jar)], [false, false])
    for (const step of ['details', 'new-password', 'go-on'])
      assert.equal((await openPage(jar, `/sign-in/${step}`)).title, still.title, '(attack 38)')
    assert.equal((await still.submit({ password: 'another phrase' }, 'password')).status, 400)
    await still.submit({ password: phrase }, 'password')
    assert.deepEqual(await signedInAs(house), [id])
    house.advance(61_000)
    const other = newJar(house.url)
    await proveNumber(house, await openPage(other, '/sign-in'), number.typed, { count: 3 })
    assert.equal(await isSignedIn(other), true)
  })

  test(`whoever has an idle number now makes an account of their own; the old one keeps all else and is told, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const id = await leave(house, { password: true, mail: true })
    const jar = newJar(house.url)
    const still = await proveNumber(house, await openPage(jar, '/sign-in/forgot'), number.typed, { count: 2 })
    const details = await still.submit({}, 'newcomer')
    assert.equal(details.title, 'Create your account')
    assert.equal((await listPhonePeople(house))[0]?.id, id, 'nothing is taken before the new account is made')
    const two = await Promise.all([1, 2].map(() => details.submit({ name: 'Omid' }, 'create')))
    assert.ok(two.every(({ status }) => status < 500))
    const [now, ...others] = await listPhonePeople(house)
    assert.ok(now && now.id !== id && now.proven && others.length === 0)
    assert.deepEqual([...new Set(await signedInAs(house))], [now.id])
    const [notice] = await readMails(house.url, email.value, 1)
    assert.equal(notice?.kind, 'contact-removed')
    const [released] = await eventsOf(house, 'contact.released')
    assert.deepEqual([released?.user_id, released?.facts], [id, '{"kind":"mobile"}'])
    const owner = newJar(house.url)
    await (await openPage(owner, '/sign-in')).submit({ email: email.value, password: phrase }, 'sign-in')
    assert.equal(await isSignedIn(owner), true)
  })
}

test('a forgotten password needs the e-mail besides an idle number, and its address is not told', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const id = await leave(house, { mail: true })
  const still = await proveNumber(house, await openPage(newJar(house.url), '/sign-in/forgot'), number.typed, {
    count: 2,
  })
  assert.equal(still.field('password'), undefined)
  const code = await still.submit({}, 'mail')
  assert.doesNotMatch(still.text + code.text, /example\.com/)
  const choose = await code.submit({ code: await readCode(house.url, email.value) }, 'check')
  assert.equal(choose.title, 'Set a new password')
  await choose.submit({ password: phrase }, 'save')
  assert.deepEqual(await signedInAs(house), [id])
})

test('who has nothing but the number keeps it while signed in somewhere; later the support is named before a new account', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const details = await proveNumber(house, await openPage(jar, '/sign-in'), number.typed)
  await details.submit({ name: 'Sara' }, 'create')
  await readMails(house.url, number.kept, 2)
  await house.at.db.updateTable('sessions').set({ expires_at: Number.MAX_SAFE_INTEGER }).execute()
  house.advance(181 * day)
  const kept = newJar(house.url)
  await proveNumber(house, await openPage(kept, '/sign-in'), number.typed, { count: 3 })
  assert.equal(await isSignedIn(kept), true)
  await house.at.db.deleteFrom('sessions').execute()
  house.advance(181 * day)
  const late = newJar(house.url)
  const still = await proveNumber(house, await openPage(late, '/sign-in'), number.typed, { count: 4 })
  assert.match(still.words, /no password and no e-mail to know you by.*ask the support/)
  assert.deepEqual(still.buttons, ['newcomer'])
  const forged = await still.forge({ do: 'password', password: phrase })
  assert.equal(forged.status, 400)
  assert.equal(await isSignedIn(late), false)
})
