import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeProfile, findUser } from '../../src/capabilities/users/index.ts'
import { makePerson, post, signIn, tokenOf } from '../kit/account.ts'
import { startHouse } from '../kit/house.ts'
import { openPage } from '../kit/pages.ts'

const right = { nationalCode: '0084575948', iban: 'IR062960000000100324200001' }

test('a person edits each part of the profile, in the digits and the calendar of their language', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at } = house
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  const profile = async () => (await findUser(at, at.db, mina.id))?.profile
  const edit = async (part: string, typed: Record<string, string>) => {
    const saved = await (await openPage(jar, `/account/profile/${part}`)).submit(typed, 'save')
    assert.equal(saved.address, '/account/profile?done=saved', saved.problems.join())
  }
  await openPage(jar, '/account?lang=fa')
  await edit('about', { name: 'مینا', firstName: '', birthDate: '۱۳۶۸/۰۳/۰۳', gender: 'female', biography: 'یک\r\nدو' })
  await edit('home', { postalCode: '۱۲۳۴۵۶۷۸۹۰', localPhone: '۰۲۱۸۸۷۷۶۶۵۵', address: 'تهران' })
  await edit('links', { website: 'https://mina.example' })
  await edit('numbers', { nationalCode: '۰۰۸۴۵۷۵۹۴۸', iban: 'ir06 2960 0000 0010 0324 2000 01' })
  const { mobile, ...own } = (await profile()) ?? assert.fail()
  assert.deepEqual(own, {
    name: 'مینا',
    gender: 'female',
    birthDate: '1989-05-24',
    biography: 'یک\nدو',
    postalCode: '1234567890',
    localPhone: '+982188776655',
    address: 'تهران',
    website: 'https://mina.example/',
    ...right,
  })
  assert.ok(mobile, 'what is not edited here stays')
  const page = await openPage(jar, '/account/profile')
  assert.match(page.text, /<time datetime="1989-05-24">[^<]*۱۳۶۸[^<]*<\/time>/)
  assert.equal((await openPage(jar, '/account/profile/about')).field('birthDate'), '۱۳۶۸/۰۳/۰۳')
  await edit('about', { name: '' })
  assert.equal((await profile())?.name, undefined, 'an emptied field is taken away')
})

test('national code and account number are never written into a page in full, stay when left empty, and go by a button', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at } = house
  const mina = await makePerson(house, 'mina@example.com')
  await changeProfile(at, undefined, mina.id, { fields: right })
  const jar = await signIn(house, mina)
  for (const address of ['/account', '/account/profile', '/account/profile/numbers']) {
    const { text } = await openPage(jar, address)
    for (const value of Object.values(right)) assert.ok(!text.includes(value), address)
  }
  const form = await openPage(jar, '/account/profile/numbers')
  assert.match(form.words, /••••5948/)
  await form.submit({ nationalCode: '', iban: '' }, 'save')
  const kept = (await findUser(at, at.db, mina.id))?.profile
  assert.deepEqual([kept?.nationalCode, kept?.iban], Object.values(right))
  await form.submit({}, 'remove')
  const left = (await findUser(at, at.db, mina.id))?.profile
  assert.deepEqual([left?.nationalCode, left?.iban], [undefined, right.iban])
})

test('each wrong value is refused beside its field, by its name, and nothing of the form is written', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at } = house
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  const before = (await findUser(at, at.db, mina.id))?.profile
  const wrong: [part: string, field: string, value: string][] = [
    ['about', 'birthDate', '1400/12/30'],
    ['about', 'birthDate', '2999-01-01'],
    ['about', 'name', 'x'.repeat(101)],
    ['about', 'name', 'a\u0007b'],
    ['links', 'website', 'javascript:alert(1)'],
    ['links', 'picture', 'http://example.com/a.png'],
    ['home', 'postalCode', '123'],
    ['home', 'localPhone', '12'],
    ['numbers', 'nationalCode', '0084575947'],
    ['numbers', 'iban', 'IR072960000000100324200001'],
  ]
  for (const [part, field, value] of wrong) {
    const refused = await (await openPage(jar, `/account/profile/${part}`)).submit({ [field]: value }, 'save')
    assert.equal(refused.status, 400, `${field} ${value}`)
    assert.equal(refused.problems.length, 1)
    assert.match(refused.text, new RegExp(`href="#${field}"[\\s\\S]*id="${field}-problem"`), field)
  }
  const token = await tokenOf(jar)
  const choice = await post(jar, '/account/profile/about', { token, do: 'save', gender: 'admin' })
  assert.equal(choice.status, 400)
  assert.deepEqual((await findUser(at, at.db, mina.id))?.profile, before)
})

test('fields of no form are never written: id, state, contacts, proofs, what another part holds (attack 57)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at } = house
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  const token = await tokenOf(jar)
  const row = () => at.db.selectFrom('users').selectAll().where('id', '=', mina.id).executeTakeFirstOrThrow()
  const before = await row()
  const foreign = {
    id: '1125899906842624',
    userId: '1125899906842624',
    state: 'suspended',
    verified: '1',
    isActive: '1',
    app_id: '1001',
    permissions: 'portal',
    email: 'evil@example.com',
    mobile: '09120000000',
    proven_at: '1',
    nationalCode: right.nationalCode,
    __proto__x: '1',
    constructor: 'x',
  }
  for (const part of ['about', 'links', 'home']) {
    await post(jar, `/account/profile/${part}`, { token, do: 'save', ...foreign })
  }
  await post(jar, '/account/profile/language', { token, language: 'xx', state: 'suspended' })
  await post(jar, '/account/profile/about', { token, do: 'remove', field: 'name' })
  assert.deepEqual(await row(), before)
  const contacts = await at.db.selectFrom('contacts').select('value').where('user_id', '=', mina.id).execute()
  assert.ok(!contacts.some((one) => one.value.includes('evil')))
})

test('the language a person chooses is that of their pages and mails', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  const saved = await (await openPage(jar, '/account/profile/language')).submit({ language: 'fr' }, 'save')
  assert.match(saved.text, /<html lang="fr" dir="ltr">/)
  assert.equal((await findUser(house.at, house.at.db, mina.id))?.language, 'fr')
})
