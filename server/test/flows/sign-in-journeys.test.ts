import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { callPortal, person, readMails } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { eventsOf, isSignedIn, phrase, prove, signedIn } from '../kit/sign-in.ts'

test('a person makes an account through an app: address, code, name and password, consent, and the app has a code', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const first = await openPage(newJar(house.url), authorizeUrl(house.url, { scope: 'openid email profile' }))
  const address = await first.follow('Create an account')
  assert.match(address.words, /Step 1 of 3/)
  const details = await prove(house, address, 'sara@example.com')
  assert.equal(details.title, 'Create your account')
  assert.equal(details.field('email'), 'sara@example.com')
  const short = await details.submit({ name: 'Sara', password: 'short' }, 'create')
  assert.equal(short.status, 400)
  assert.match(short.problems.join(), /at least 8 characters/)
  assert.equal(short.field('name'), 'Sara')
  const consent = await short.submit({ name: 'Sara', password: phrase }, 'create')
  assert.equal(consent.title, 'Sign in to Shop with this account?')
  assert.match(consent.words, /You are signed in as Sara/)
  assert.match(consent.words, /s••••@example\.com/)
  const back = await consent.submit({}, 'allow')
  assert.ok(back.url.href.startsWith(`${app.callback}?code=`), back.url.href)
  const [welcome] = await readMails(house.url, 'sara@example.com', 2)
  assert.equal(welcome?.kind, 'welcome')
  const started = await eventsOf(house, 'session.started')
  assert.deepEqual(
    started.map((one) => [one.app_id, one.facts]),
    [[app.id, '{"method":"pwd otp"}']],
  )
  assert.equal((await eventsOf(house, 'consent.given')).length, 1)
})

test('a person signs in by a code that is mailed, without a password', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const first = await openPage(newJar(house.url), '/sign-in?next=%2Fsign-in%2Fnowhere')
  const back = await prove(house, first, ali.email)
  assert.equal(back.address, '/sign-in/nowhere')
  const [started] = await eventsOf(house, 'session.started')
  assert.deepEqual([started?.app_id, started?.facts], ['~house', '{"method":"otp"}'])
})

test('who has no account yet and asked for a code to sign in is asked for the details; `next` survives', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const first = await openPage(newJar(house.url), '/sign-in?next=%2Fsign-in%2Fnowhere')
  const details = await prove(house, first, 'new@example.com')
  assert.equal(details.address, '/sign-in/details?next=%2Fsign-in%2Fnowhere')
  assert.match(details.words, /There is no account with new@example\.com yet/)
  const back = await details.submit({ name: 'New', password: phrase }, 'create')
  assert.equal(back.address, '/sign-in/nowhere')
})

test('who wants to make an account and has one is told so, and is signed in by a press', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const known = await prove(house, await openPage(jar, '/sign-in/sign-up'), ali.email)
  assert.equal(known.title, 'You already have an account')
  assert.deepEqual(await eventsOf(house, 'session.started'), [], 'looking signs nobody in')
  await known.submit({}, 'go-on')
  assert.equal((await eventsOf(house, 'session.started')).length, 1)
})

test('a forgotten password is set anew: other sessions and tokens end, a notice is mailed, the policy speaks beside the field', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const elsewhere = newJar(house.url)
  const signedIn = await openPage(elsewhere, '/sign-in')
  await signedIn.submit({ email: ali.email, password: ali.password }, 'sign-in')
  const sessions = () => house.at.db.selectFrom('sessions').select('uid').where('user_id', 'is not', null).execute()
  assert.equal((await sessions()).length, 1)
  const [old] = await sessions()

  const first = await openPage(newJar(house.url), '/sign-in')
  const choose = await prove(house, await first.follow('Forgot your password?'), ali.email)
  assert.equal(choose.title, 'Set a new password')
  const common = await choose.submit({ password: 'sunshine' }, 'save')
  assert.match(common.problems.join(), /most common/)
  assert.match(common.text, /id="password-problem"/)
  await common.submit({ password: phrase }, 'save')
  const now = await sessions()
  assert.equal(now.length, 1)
  assert.notEqual(now[0]?.uid, old?.uid)
  const [notice] = await readMails(house.url, ali.email, 2)
  assert.equal(notice?.kind, 'password-changed')

  const again = await openPage(newJar(house.url), '/sign-in')
  const refused = await again.submit({ email: ali.email, password: ali.password }, 'sign-in')
  assert.equal(refused.status, 400)
  assert.notEqual((await refused.submit({ email: ali.email, password: phrase }, 'sign-in')).title, refused.title)
})

test('whoever registered at the portal and never proved the address proves it at the first sign-in', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await callPortal(house.url, { do: 'register', ...person('an@example.com', phrase) })
  await callPortal(house.url, { do: 'register', ...person('an@example.com', 'a phrase of somebody else') })
  const users = () => house.at.db.selectFrom('users').select(['id', 'state']).orderBy('id').execute()
  const before = (await users()).filter((one) => one.state === 'pending')
  assert.equal(before.length, 2)
  const first = await openPage(newJar(house.url), '/sign-in')
  const wrong = await first.submit({ email: 'an@example.com', password: 'no such phrase' }, 'sign-in')
  assert.equal(wrong.title, 'Sign in to Diwan', 'what the account waits for is said only to who knows its password')
  const code = await wrong.submit({ email: 'an@example.com', password: 'a phrase of somebody else' }, 'sign-in')
  assert.match(code.words, /Your password is right/)
  const mails = await readMails(house.url, 'an@example.com', 3)
  await code.submit({ code: mails.find((one) => one.kind === 'code')?.code ?? '' }, 'check')
  const after = await users()
  assert.deepEqual(
    after.flatMap((one) => (before.some(({ id }) => id === one.id) ? [`${one.id} ${one.state}`] : [])),
    [`${before[1]?.id} active`],
    'its own account is open, and the rival is gone (rule 6)',
  )
})

test('a suspended person learns it only after the right password or code', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  await house.at.db.updateTable('users').set({ state: 'suspended' }).execute()
  const first = await openPage(newJar(house.url), '/sign-in')
  const wrong = await first.submit({ email: ali.email, password: 'not the phrase' }, 'sign-in')
  assert.match(wrong.problems.join(), /account or the password is wrong/)
  const right = await wrong.submit({ email: ali.email, password: ali.password }, 'sign-in')
  assert.match(right.words, /This account is closed/)
  const byCode = await prove(house, await openPage(newJar(house.url), '/sign-in'), ali.email)
  assert.match(byCode.words, /This account is closed/)
  assert.deepEqual(await eventsOf(house, 'session.started'), [])
})

test('the details ask for what the settings say, and show all that is wrong at once', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const fields = [
    { field: 'firstName', required: true },
    { field: 'birthDate', required: false },
    { field: 'mobile', required: true },
    { field: 'gender', required: false },
    { field: 'website', required: false },
  ]
  await applyFile(house.at, { settings: { 'registration.fields': fields } })
  house.advance(2000)
  const details = await prove(house, await openPage(newJar(house.url), '/sign-in/sign-up'), 'sara@example.com')
  const typed = {
    firstName: 'Sara',
    birthDate: '1989-02-30',
    mobile: '12',
    website: 'javascript:alert(1)',
    password: '',
  }
  const wrong = await details.submit(typed, 'create')
  assert.equal(wrong.problems.length, 4)
  assert.match(wrong.problems.join(), /Birthday is not right.*Mobile number.*Website.*Password is missing/)
  assert.equal(wrong.field('website'), typed.website)
  const right = { firstName: 'Sara', birthDate: '۱۳۶۸/۰۳/۰۳', mobile: '۰۹۱۲۱۲۳۴۵۶۷', website: '', gender: 'female' }
  await wrong.submit({ ...right, password: phrase }, 'create')
  const user = await house.at.db.selectFrom('users').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
  assert.deepEqual(JSON.parse(user.profile), {
    firstName: 'Sara',
    birthDate: '1989-05-24',
    mobile: '+989121234567',
    gender: 'female',
  })
  const contacts = await house.at.db.selectFrom('contacts').selectAll().where('user_id', '=', user.id).execute()
  assert.deepEqual(contacts.map((one) => [one.kind, one.proven_at !== null]).sort(), [
    ['email', true],
    ['mobile', false],
  ])
})

test('an address that was proven here opens nothing after a sign-out', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = newJar(house.url)
  const half = await prove(house, await openPage(jar, '/sign-in/forgot'), ali.email)
  assert.equal(half.address, '/sign-in/new-password')
  await jar.pass(await jar.visit(authorizeUrl(house.url)))
  await (await openPage(jar, '/sign-out')).submit({}, 'sign-out')
  assert.equal((await openPage(jar, '/sign-in/new-password')).address, '/sign-in')
  assert.notEqual((await half.forge({ do: 'save', password: phrase })).status, 200)
  await signedIn(house, ali, jar)
  assert.equal(await isSignedIn(jar), true, 'the password is the old one')
})
