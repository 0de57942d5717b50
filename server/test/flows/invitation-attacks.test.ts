import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeApp, readApp } from '../../src/capabilities/apps/index.ts'
import { readInvitation } from '../../src/capabilities/invitations/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import {
  emailExists,
  goThrough,
  invited,
  linkOf,
  phrase,
  prove,
  readAccount,
  registerInit,
  returnUrl,
  sara,
  submitReview,
} from '../kit/invitations.ts'
import { authorizeUrl } from '../kit/openid.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { callPortal, linkFields, makeMember, person, readMails } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const accountsOf = async ({ at }: TestHouse, email: string) =>
  at.db
    .selectFrom('contacts')
    .innerJoin('users', 'users.id', 'contacts.user_id')
    .selectAll('users')
    .select('contacts.proven_at')
    .where('contacts.value', '=', email)
    .execute()

const stateOf = async ({ at }: TestHouse): Promise<string[]> =>
  (await at.db.selectFrom('invitations').select('state').orderBy('created_at').execute()).map((one) => one.state)

test('no step can be taken before its turn, and none gives an account without the proof (attacks 29 and 38)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const first = await openPage(newJar(house.url), await invited(house.url))
  const forged: Record<string, string>[] = [
    { do: 'finish', password: phrase },
    { do: 'review', firstName: 'X' },
    { do: 'enter' },
    { do: 'prove', code: '123456' },
    { do: 'prove' },
    { do: 'nothing' },
    {},
  ]
  for (const fields of forged) {
    const page = await first.forge(fields)
    assert.match(page.title, /prepared an account/, JSON.stringify(fields))
    assert.doesNotMatch(page.text, /محمدی/)
  }
  const asked = await first.submit({}, 'send')
  for (const fields of forged.filter((one) => one.do !== 'prove')) {
    assert.equal((await asked.forge(fields)).title, 'Enter the code from your e-mail', JSON.stringify(fields))
  }
  const review = await asked.submit({ code: await readCode(house.url, sara.Email) }, 'prove')
  for (const fields of [{ do: 'finish', password: phrase }, { do: 'enter' }, { do: 'send' }]) {
    assert.equal((await review.forge(fields)).title, 'Is all of this right?', JSON.stringify(fields))
  }
  assert.deepEqual(await accountsOf(house, sara.Email), [])
  assert.deepEqual(await stateOf(house), ['open'])
})

test('another browser with the same link walks a way of its own, and one with the clean address none (attack 30)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const link = await invited(house.url)
  const [owner, stranger] = [newJar(house.url), newJar(house.url)]
  const asked = await (await openPage(owner, link)).submit({}, 'send')
  const code = await readCode(house.url, sara.Email)
  const beside = await openPage(stranger, link)
  assert.match(beside.title, /prepared an account/)
  assert.match((await beside.forge({ do: 'prove', code })).title, /prepared an account/, 'it asked for no code')
  const review = await asked.submit({ code }, 'prove')
  assert.equal(review.title, 'Is all of this right?')
  assert.match((await openPage(stranger, link)).title, /prepared an account/)
  assert.match((await beside.forge({ do: 'finish', password: phrase })).title, /prepared an account/)
  const bare = await openPage(newJar(house.url), review.address)
  assert.equal(bare.status, 404)
  assert.doesNotMatch(bare.text, /Shop|محمدی/)
  await (await submitReview(review)).submit({ password: phrase }, 'finish')
  const late = await openPage(stranger, link)
  assert.deepEqual([late.status, late.title], [410, 'This invitation has been used'])
})

test('looking is not using: scanners may open the link as often as they like (attacks 30 and 69)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const link = await invited(house.url)
  for (let i = 0; i < 20; i++) {
    for (const method of ['GET', 'HEAD']) await fetch(`${house.url}${link}`, { method })
    const page = await openPage(newJar(house.url), link)
    for (const method of ['HEAD', 'GET']) await fetch(`${house.url}${page.address}`, { method })
  }
  const { db } = house.at
  assert.deepEqual(await db.selectFrom('journeys').selectAll().execute(), [])
  assert.deepEqual(await db.selectFrom('messages').selectAll().execute(), [], 'no code was sent')
  assert.equal((await goThrough(house.url, newJar(house.url), link)).href, returnUrl)
})

test('an app reads and ends its own invitations only, and learns no more than how they stand (attacks 31 and 32)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const token = 'a-token-of-the-other-app-5d1c77e0'
  recordSecret(token)
  const app = {
    id: 'chophanphoi',
    permissions: ['portal', 'invitations:write', 'users:exist'],
    returnUrls: ['https://chophanphoi.com/back'],
  }
  await applyFile(house.at, { apps: [{ ...app, tokens: [{ token, permissions: ['invitations:write'] }] }] })
  house.advance(2000)
  const link = await invited(house.url)
  await invited(house.url, { ReturnUrl: 'https://chophanphoi.com/back' }, token)
  assert.deepEqual(await stateOf(house), ['open', 'open'], 'one of each app')
  const rows = await house.at.db.selectFrom('invitations').select(['id', 'app_id']).execute()
  const own = rows.find((row) => row.app_id === '1001')?.id ?? ''
  const [shop, other] = [await readApp(house.at.db, '1001'), await readApp(house.at.db, 'chophanphoi')]
  await assert.rejects(readInvitation(house.at, other, own), { code: 'invitations.unknown' })
  const jar = newJar(house.url)
  assert.equal((await goThrough(house.url, jar, link)).href, returnUrl)
  const told = await readInvitation(house.at, shop, own)
  assert.deepEqual(Object.keys(told), ['id', 'state', 'createdAt', 'expiresAt', 'finishedAt'])
  assert.equal(told.state, 'finished')
  assert.deepEqual((await stateOf(house)).sort(), ['finished', 'open'], 'the other app’s stays')
  const { db } = house.at
  assert.deepEqual(await db.selectFrom('consents').selectAll().execute(), [], 'nothing was allowed by it')
  const silent = await jar.visit(authorizeUrl(house.url, { scope: 'openid email', prompt: 'none' }))
  assert.match(silent.url.searchParams.get('error') ?? '', /^(consent|interaction)_required$/)
  const asked = await jar.visit(authorizeUrl(house.url, { scope: 'openid email' }))
  assert.match(asked.text, /value="allow"/, 'signed in, and asked as everybody is')
})

test('a phone that the app named identifies nobody, and may be named for many (attack 33)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  for (const Email of ['a@example.com', 'b@example.com']) {
    await goThrough(house.url, newJar(house.url), await invited(house.url, { Email }), Email)
  }
  const { db } = house.at
  const phones = await db.selectFrom('contacts').selectAll().where('kind', '=', 'mobile').execute()
  assert.equal(phones.length, 2)
  assert.ok(phones.every((one) => one.proven_at === null && one.value === '+989121234567'))
})

test('what waited for the e-mail before the claim is gone, with its password and its link (attack 34)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await callPortal(house.url, { do: 'register', ...person(sara.Email, 'the phrase of an attacker') })
  const [mail] = await readMails(house.url, sara.Email)
  const activation = { do: 'email-active', ...linkFields(mail) }
  const link = await invited(house.url)
  const review = await prove(house.url, newJar(house.url), link, sara.Email, 2)
  await (await submitReview(review)).submit({ password: phrase }, 'finish')
  assert.equal((await callPortal(house.url, activation)).ok, 0)
  const logIn = (password: string) =>
    callPortal(house.url, { do: 'get-user-data', User_Email: sara.Email, User_Password: password })
  assert.equal((await logIn('the phrase of an attacker')).ok, 0)
  assert.equal((await logIn(phrase)).ok, 1)
  assert.equal((await accountsOf(house, sara.Email)).length, 1)
})

test('who was signed in with the browser is so no more: the invited person is (attacks 34 and 66)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  await goThrough(house.url, jar, await invited(house.url, { Email: 'first@example.com' }), 'first@example.com')
  const before = [...jar.cookies.values()].map(({ value }) => value)
  assert.match(await readAccount(jar), /first@example\.com/)
  await goThrough(house.url, jar, await invited(house.url), sara.Email)
  const account = await readAccount(jar)
  assert.match(account, /sara@example\.com/)
  assert.doesNotMatch(account, /first@example\.com/)
  const session = (values: string[]) => values.find((one) => /session=/.test(one))
  assert.notEqual(session([...jar.cookies.values()].map(({ value }) => value)), session(before))
})

test('the way back is the app’s as it was given, whatever a form says (attack 36)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const odd = 'http://127.0.0.1:8080/start?b=2&a=%41&a=&x=%D8%A7#'.slice(0, -1)
  const review = await prove(house.url, newJar(house.url), await invited(house.url, { ReturnUrl: odd }))
  const evil = 'https://evil.example/'
  const swap = { ReturnUrl: evil, returnUrl: evil, return_url: evil, next: evil, redirect_uri: evil }
  const password = await review.forge({ do: 'review', ...swap })
  assert.equal(password.title, 'Set your password')
  const end = await password.forge({ do: 'finish', password: phrase, ...swap }, `${password.url.href}?next=${evil}`)
  assert.equal(end.url.href, odd)
})

test('an invitation that was cancelled or is too old says so, is not redirected, and holds nothing any more (attack 37)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const old = await invited(house.url)
  const review = await prove(house.url, jar, old)
  const link = await invited(house.url)
  for (const page of [await openPage(jar, old), await submitReview(review)]) {
    assert.deepEqual([page.status, page.title], [410, 'This invitation was withdrawn'])
    assert.match(page.link('Back to Shop'), /^https:\/\/shop\.example\//)
  }
  const again = await openPage(jar, link)
  assert.match(again.title, /prepared an account/)
  house.advance(24 * 3_600_000)
  for (const page of [await openPage(jar, link), await openPage(jar, again.address)]) {
    assert.deepEqual([page.status, page.title], [410, 'This invitation is too old'])
  }
  assert.deepEqual(await accountsOf(house, sara.Email), [])
  const gone = await openPage(jar, linkOf('00000000-0000-4000-8000-000000000000'))
  assert.deepEqual([gone.status, gone.title], [404, 'This link does not work here'])
})

test('a proof is good for the invitation it was asked for, and for no other person (attack 39)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const other = await openPage(jar, await invited(house.url, { Email: 'victim@example.com' }))
  await other.submit({}, 'send')
  const first = await (await openPage(jar, await invited(house.url))).submit({}, 'send')
  const code = await readCode(house.url, sara.Email)
  const wrong = await other.forge({ do: 'prove', code })
  assert.equal(wrong.status, 400)
  const review = await first.submit({ code }, 'prove')
  assert.equal(review.title, 'Is all of this right?')
  const crossed = await review.forge({ do: 'finish', password: phrase }, `${house.url}${other.address}`)
  assert.equal(crossed.title, 'Enter the code from your e-mail')
  assert.deepEqual(await accountsOf(house, 'victim@example.com'), [])
})

test('the back button and a second tab lead to what is due, and two invitations keep apart (attack 40)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const link = await invited(house.url)
  const beside = await openPage(jar, await invited(house.url, { Email: 'beside@example.com', FirstName: 'زهرا' }))
  const review = await prove(house.url, jar, link)
  const password = await submitReview(review, { lastName: 'Karimi' })
  const tab = await openPage(jar, link)
  assert.equal(tab.title, 'Set your password')
  const back = await password.follow('?step=review')
  assert.equal(back.field('lastName'), 'Karimi', 'as the person left it')
  const again = await submitReview(back, { lastName: 'کریمی' })
  const { url } = await again.submit({ password: phrase }, 'finish')
  assert.equal(url.href, returnUrl)
  const second = await tab.submit({ password: 'another phrase of the second tab' }, 'finish')
  assert.equal(second.status, 403, 'who is signed in has changed')
  const due = await openPage(jar, tab.address)
  assert.deepEqual([due.status, due.title], [410, 'This invitation has been used'])
  assert.match((await openPage(jar, beside.address)).title, /prepared an account/)
  const [user] = await accountsOf(house, sara.Email)
  assert.equal(JSON.parse(user?.profile ?? '{}').lastName, 'کریمی')
})

test('a person who got an account meanwhile is signed in to it, and nothing of theirs is written over (attack 28)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [link, jar] = [await invited(house.url), newJar(house.url)]
  await makeMember(house.url, sara.Email)
  const [before] = await accountsOf(house, sara.Email)
  const taken = await registerInit(house.url, sara)
  assert.equal(taken.status, 400)
  const first = await openPage(jar, link)
  assert.match(first.title, /prepared an account/, 'nobody is told before the proof')
  const { url } = await prove(house.url, jar, link, sara.Email, 2)
  assert.equal(url.href, returnUrl)
  assert.deepEqual(await accountsOf(house, sara.Email), [before])
  assert.match(await readAccount(jar), /sara@example\.com/)
  assert.equal((await openPage(jar, link)).status, 410)
})

test('one whose account came into being after the proof is told, and goes on to it (attacks 28 and 40)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [link, jar] = [await invited(house.url), newJar(house.url)]
  const review = await prove(house.url, jar, link)
  const password = await submitReview(review)
  await callPortal(house.url, { do: 'register', ...person(sara.Email) })
  const [mail] = await readMails(house.url, sara.Email, 2)
  assert.equal((await callPortal(house.url, { do: 'email-active', ...linkFields(mail) })).ok, 1)
  const told = await password.submit({ password: phrase }, 'finish')
  assert.equal(told.title, 'You already have an account')
  const { url } = await told.submit({}, 'enter')
  assert.equal(url.href, returnUrl)
  assert.match(await readAccount(jar), /sara@example\.com/)
  assert.deepEqual(await stateOf(house), ['finished'])
})

test('a form of another site, or of another browser, does nothing (attack 64)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const page = await openPage(jar, await invited(house.url))
  const other = await openPage(newJar(house.url), await invited(house.url, { Email: 'other@example.com' }))
  const token = /name="token" value="([^"]+)"/.exec(other.text)?.[1] ?? ''
  for (const forged of [
    { do: 'send', token: '' },
    { do: 'send', token },
  ]) {
    assert.equal((await page.forge(forged)).status, 403)
  }
  const body = new URLSearchParams({ do: 'send', token: /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? '' })
  const headers = { origin: 'https://evil.example' }
  assert.equal((await jar.ask(page.url, { method: 'POST', body, headers })).status, 403)
  assert.deepEqual(await house.at.db.selectFrom('messages').selectAll().execute(), [])
})

test('national code and account number are shown by their ends, kept or dropped as the person says, and sealed', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const review = await prove(house.url, newJar(house.url), await invited(house.url))
  assert.ok(!review.text.includes(sara.NationalCode) && !review.text.includes(sara.Sheba))
  const password = await review.forge({ do: 'review', firstName: 'Sara', 'drop-iban': '1', nationalCode: '' })
  await password.submit({ password: phrase }, 'finish')
  const [user] = await accountsOf(house, sara.Email)
  const sealed = JSON.parse(house.at.keyring.open(user?.sealed ?? '', `user:${user?.id}`))
  assert.deepEqual(sealed, { nationalCode: sara.NationalCode })
  const kept = await house.at.db.selectFrom('invitations').selectAll().execute()
  assert.ok(
    kept.every((one) => one.sealed === null),
    'and what the app said is erased',
  )
  assert.equal((await emailExists(house.url, sara.Email)).body.Exist, true)
})

test('an address that the app has taken back since it invited leads nobody anywhere (attack 36)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [jar, link] = [newJar(house.url), await invited(house.url)]
  const password = await submitReview(await prove(house.url, jar, link))
  await changeApp(house.at, '1001', { returnUrls: ['https://other.example/back'] })
  const { url } = await password.submit({ password: phrase }, 'finish')
  assert.equal(url.pathname, '/account')
  assert.deepEqual(await stateOf(house), ['finished'])
  assert.match(await readAccount(jar), /sara/i)
})
