import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findHolder, findUser } from '../../src/capabilities/users/index.ts'
import { type Contact, findContact, type UserId } from '../../src/kernel/index.ts'
import { makePerson, signIn, signInWithTokens } from '../kit/account.ts'
import { startHouse } from '../kit/house.ts'
import { askUserinfo } from '../kit/openid.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { listPhonePeople, number, proveNumber } from '../kit/phone.ts'
import { readMails } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'
import { isSignedIn } from '../kit/sign-in.ts'

const page = '/account/merge'
const asContact = (text: string): Contact => findContact(text, 'IR') ?? assert.fail(text)

/** Two people, the first older; one of them is signed in and has named the other. */
async function begin(t: Parameters<typeof startHouse>[0], signedIn: 'older' | 'younger') {
  const house = await startHouse(t, 'sqlite')
  const older = await makePerson(house, 'mina@example.com')
  house.advance(1000)
  const younger = await makePerson(house, 'mina.two@example.com')
  const [own, other] = signedIn === 'older' ? [older, younger] : [younger, older]
  const theirs = await signInWithTokens(house, newJar(house.url), 'openid', younger)
  const jar = await signIn(house, own, newJar(house.url))
  const asked = await (await openPage(jar, page)).submit({ contact: other.email }, 'send')
  const code = await readCode(house.url, other.email, 2)
  return { house, older, younger, own, other, theirs, jar, asked, code }
}

test('a person brings two accounts together by fresh proof of both: the older stays, the younger’s tokens die (rule 6)', async (t) => {
  const { house, older, younger, other, theirs, asked, code } = await begin(t, 'older')
  const refused = await asked.submit({ code, password: 'not the password of it' }, 'prove')
  assert.equal(refused.status, 400, 'a code alone is no proof of an account with a password')
  assert.ok(await askUserinfo(house.url, theirs.access_token))
  recordSecret(other.password)
  const shown = await refused.submit({ code, password: other.password }, 'prove')
  assert.match(shown.text, /These two accounts become one/)
  assert.ok(await findUser(house.at, house.at.db, younger.id), 'looking changes nothing')
  const done = await shown.submit({ fields: 'older' }, 'merge')
  assert.equal(done.address, '/account/contacts?done=merged')
  for (const { email } of [older, younger]) assert.equal(await findHolder(house.at.db, asContact(email)), older.id)
  assert.equal(await findUser(house.at, house.at.db, younger.id), undefined)
  assert.equal(await askUserinfo(house.url, theirs.access_token), undefined)
})

test('whoever is signed in to the younger account signs in to the older one afterwards, and may turn back before', async (t) => {
  const { house, older, younger, other, asked, code, jar } = await begin(t, 'younger')
  const shown = await asked.submit({ code, password: other.password }, 'prove')
  const back = await shown.submit({}, 'cancel')
  assert.equal(back.address, '/account/contacts')
  assert.ok(await findUser(house.at, house.at.db, younger.id))
  house.advance(61_000)
  const again = await (await openPage(jar, page)).submit({ contact: other.email }, 'send')
  const fresh = await readCode(house.url, other.email, 3)
  const sure = await again.submit({ code: fresh, password: other.password }, 'prove')
  assert.match((await sure.submit({ fields: 'younger' }, 'merge')).address, /^\/sign-in/)
  assert.equal(await findHolder(house.at.db, asContact(younger.email)), older.id)
})

test('a contact of nobody’s is answered like another’s until its code is shown, and one’s own is refused (attack 24)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [mina, omid] = [await makePerson(house, 'mina@example.com'), await makePerson(house, 'omid@example.com')]
  const jar = await signIn(house, mina)
  const answers = []
  for (const contact of [omid.email, 'nobody@example.com']) {
    const asked = await (await openPage(jar, page)).submit({ contact }, 'send')
    answers.push([asked.status, asked.text.replaceAll(contact, '…')])
    if (contact === omid.email) await asked.submit({}, 'other')
  }
  assert.deepEqual(answers[0], answers[1])
  const asked = await openPage(jar, page)
  const told = await asked.submit({ code: await readCode(house.url, 'nobody@example.com'), password: '' }, 'prove')
  assert.equal(told.status, 400)
  assert.ok(told.problems.length > 0)
  house.advance(601_000)
  assert.match((await jar.ask(new URL(page, house.url))).headers.get('location') ?? '', /^\/sign-in\?again=1/)
})

for (const signedIn of ['e-mail', 'mobile'] as const) {
  test(`an account known by e-mail and one known by mobile become one, by whoever is signed in with the ${signedIn} (rule 6)`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const mina = await makePerson(house, 'mina@example.com')
    house.advance(1000)
    const phone = newJar(house.url)
    const details = await proveNumber(house, await openPage(phone, '/sign-in'), number.typed)
    await details.submit({ name: 'Mina' }, 'create')
    const [younger] = await listPhonePeople(house)
    assert.ok(younger && younger.id !== mina.id)
    const byMail = signedIn === 'e-mail'
    const jar = byMail ? await signIn(house, mina) : phone
    const [typed, kept] = byMail ? [number.typed, number.kept] : [mina.email, mina.email]
    const asked = await (await openPage(jar, page)).submit({ contact: typed }, 'send')
    // Before it came the code and the welcome to the number, or the activation link.
    const code = await readCode(house.url, kept, byMail ? 3 : 2)
    recordSecret(mina.password)
    const shown = await asked.submit({ code, password: byMail ? '' : mina.password }, 'prove')
    assert.match(shown.text, /These two accounts become one/)
    const done = await shown.submit({ fields: 'older' }, 'merge')
    assert.match(done.address, byMail ? /^\/account\/contacts\?done=merged$/ : /^\/sign-in/)
    for (const contact of [mina.email, number.kept])
      assert.equal(await findHolder(house.at.db, asContact(contact)), mina.id)
    assert.equal(await findUser(house.at, house.at.db, younger.id as UserId), undefined)
    const told = await house.at.db.selectFrom('messages').select('id').where('recipient', '=', number.kept).execute()
    await readMails(house.url, number.kept, told.length)
    house.advance(61_000)
    const later = newJar(house.url)
    const count = told.length + 1
    await proveNumber(house, await openPage(later, '/sign-in'), number.typed, { count })
    assert.equal(await isSignedIn(later), true, 'the number opens the account that stayed')
  })
}
