import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Engine, engines } from '../kit/database.ts'
import { clientToken, enter, sendCode } from '../kit/evand.ts'
import { startHouse } from '../kit/house.ts'
import { ali, askUserinfo, authorizeUrl, exchange } from '../kit/openid.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { listPhonePeople, number, persian, proveNumber } from '../kit/phone.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { eventsOf, isSignedIn, phrase } from '../kit/sign-in.ts'
import { waitFor } from '../kit/wait.ts'

/** Somebody with a password, whose codes ten wrong ones paused at two doors; the last code to them is unused. */
async function startPaused(t: TestContext, engine: Engine) {
  const house = await startHouse(t, engine)
  await applyFile(house.at, { settings: { 'verification.codesPerContact': { limit: 50, seconds: 86_400 } } })
  const details = await proveNumber(house, await openPage(newJar(house.url), '/sign-in'), number.typed)
  await details.submit({ name: 'Sara', password: phrase }, 'create')
  const token = await clientToken(house.url)
  let messages = 2
  for (let failure = 0; failure < 10; failure += 2) {
    house.advance(61_000)
    const asked = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.kept }, 'code')
    assert.equal((await asked.submit({ code: '000000' }, 'check')).status, 400)
    await sendCode(house.url, token, number.kept)
    assert.equal((await enter(house.url, '10000', { mobile: number.kept })).status, 400)
    messages += 2
    // Whoever turns the clock on before a code has left makes it too old to leave.
    await readCodeOf(house.url, messages)
  }
  house.advance(30_000)
  return { house, messages, code: await readCodeOf(house.url, messages) }
}

for (const engine of engines) {
  test(`who has a mobile and nothing else signs up through an app, and is the same person in each way of writing it, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const wish = { scope: 'openid phone', login_hint: persian('09123456789') }
    const first = await openPage(newJar(house.url), authorizeUrl(house.url, wish))
    assert.equal(first.field('email'), persian('09123456789'), 'login_hint')
    const details = await proveNumber(house, await first.follow('Create an account'), number.typed)
    assert.equal(details.title, 'Create your account')
    assert.equal(details.field('email'), number.kept)
    const consent = await details.submit({ name: '' }, 'create')
    assert.match(consent.problems.join(), /Full name is missing/, 'a password is not asked for')
    const allowed = await consent.submit({ name: 'Sara' }, 'create')
    assert.match(allowed.words, /\+98912•••89/)
    const back = await allowed.submit({}, 'allow')
    const code = back.url.searchParams.get('code') ?? assert.fail(back.url.href)
    recordSecret(code)
    const info = await askUserinfo(house.url, (await exchange(house.url, code)).access_token)
    assert.deepEqual([info?.phone_number, info?.phone_number_verified, info?.email], [number.kept, true, undefined])
    for (const [i, typed] of ['+989123456789', '00989123456789', persian('9123456789')].entries()) {
      house.advance(61_000)
      const jar = newJar(house.url)
      // The first two messages were a code and the welcome.
      await proveNumber(house, await openPage(jar, '/sign-in'), typed, { count: 3 + i })
      assert.equal(await isSignedIn(jar), true, typed)
    }
    assert.deepEqual(await listPhonePeople(house), [{ id: Number(info?.sub), value: number.kept, proven: true }])
  })

  test(`during a pause of codes a longer one is sent, which cannot be guessed, on ${engine} (attacks 22, 23)`, async (t) => {
    const { house, code, messages } = await startPaused(t, engine)
    const paused = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.kept }, 'code')
    const refused = await paused.submit({ code }, 'check')
    assert.equal(refused.status, 429)
    assert.match(refused.words, /it will be longer, and it works even now/)
    house.advance(61_000)
    const again = await refused.submit({}, 'resend')
    const long = await readCodeOf(house.url, messages + 1)
    assert.match(long, /^[1-9]\d{15}$/)
    const wrong = await again.submit({ code: '1'.repeat(16) }, 'check')
    assert.equal(wrong.status, 400, 'one try less, and the pause is no longer')
    const jar = newJar(house.url)
    const other = await (await openPage(jar, '/sign-in')).submit({ email: number.kept }, 'code')
    await other.submit({ code: persian(long.replace(/(\d{4})/g, '$1 ')) }, 'check')
    assert.equal(await isSignedIn(jar), true, 'the long code')
    assert.deepEqual(await house.at.db.selectFrom('code_streaks').selectAll().execute(), [], 'and the pause is over')
  })

  test(`a pause of codes leaves the password open, which ends it, on ${engine} (attack 22)`, async (t) => {
    const { house, code } = await startPaused(t, engine)
    const paused = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.kept }, 'code')
    assert.equal((await paused.submit({ code }, 'check')).status, 429)
    const wrong = await openPage(newJar(house.url), '/sign-in')
    await wrong.submit({ email: number.kept, password: 'not the phrase' }, 'sign-in')
    assert.equal((await paused.submit({ code }, 'check')).status, 429, 'a wrong password ends nothing')
    const known = newJar(house.url)
    await (await openPage(known, '/sign-in')).submit({ email: number.kept, password: phrase }, 'sign-in')
    assert.equal(await isSignedIn(known), true)
    assert.deepEqual(await house.at.db.selectFrom('code_streaks').selectAll().execute(), [])
    const jar = newJar(house.url)
    await (await (await openPage(jar, '/sign-in')).submit({ email: number.kept }, 'code')).submit({ code }, 'check')
    assert.equal(await isSignedIn(jar), true, 'a code as short as ever')
  })
}

/** The code of the newest message to the number, of whatever length. */
async function readCodeOf(url: string, count: number): Promise<string> {
  return waitFor('the newest code', async () => {
    const answer = await fetch(`${url}/dev/inbox.json?to=${encodeURIComponent(number.kept)}`)
    const mails = (await answer.json()) as { code?: string }[]
    recordSecret(...mails.map((one) => one.code))
    const code = mails.find((one) => (one.code?.length ?? 0) > 5)?.code
    return mails.length >= count ? code : undefined
  })
}

test('a right code that is sent again and again is no guess: the number is not paused for it', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const asked = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.typed }, 'code')
  const code = await readCode(house.url, number.kept)
  const twin = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.typed }, 'code')
  assert.equal((await asked.submit({ code }, 'check')).title, 'Create your account')
  for (let i = 0; i < 12; i++) assert.equal((await twin.submit({ code }, 'check')).status, 400)
  assert.deepEqual(await house.at.db.selectFrom('code_streaks').selectAll().execute(), [])
})

test('a number that no text message reaches is refused in words, at the sign-in and on the platform of tickets', async (t) => {
  const house = await startHouse(t, 'sqlite')
  for (const [typed, words] of [
    ['021 8877 6655', /cannot get text messages\. Enter a mobile number, or your e-mail/],
    ['+49 151 23456789', /not sent to numbers of this country/],
    ['0912', /E-mail or mobile number is not right: it must be an e-mail address such as .* or a mobile number/],
  ] as const) {
    const page = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: typed }, 'code')
    assert.equal(page.status, 400, typed)
    assert.match(page.problems.join(), words)
    assert.equal(page.field('email'), typed)
    assert.match(page.text, /id="email-problem"/)
  }
  const { status, body } = await sendCode(house.url, await clientToken(house.url), '+982188776655')
  assert.deepEqual([status, Object.keys(body.errors ?? {})], [422, ['mobile']])
  assert.deepEqual(await house.at.db.selectFrom('messages').select('id').where('channel', '=', 'sms').execute(), [])
})

test('who signs in by mobile sets a password by a code, and signs in with number and password', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  await (await proveNumber(house, await openPage(jar, '/sign-in'), number.typed)).submit({ name: 'Sara' }, 'create')
  const again = await openPage(jar, '/sign-in?again=1')
  assert.equal(again.field('email'), number.kept)
  house.advance(61_000)
  const forgot = await (await openPage(newJar(house.url), '/sign-in')).follow('Forgot your password?')
  const choose = await proveNumber(house, forgot, number.typed, { count: 3 })
  assert.equal(choose.title, 'Set a new password')
  await choose.submit({ password: phrase }, 'save')
  const other = newJar(house.url)
  await (await openPage(other, '/sign-in')).submit({ email: number.typed, password: phrase }, 'sign-in')
  assert.equal(await isSignedIn(other), true)
})

test('where the settings say so, a password is asked for with a mobile too; the number itself is asked for once', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const fields = [{ field: 'mobile', required: true }]
  await applyFile(house.at, { settings: { 'registration.fields': fields, 'registration.passwordWithMobile': true } })
  const details = await proveNumber(house, await openPage(newJar(house.url), '/sign-in'), number.typed)
  assert.equal(details.field('mobile'), undefined)
  assert.match((await details.submit({}, 'create')).problems.join(), /Password is missing/)
  const forged = await details.forge({ do: 'create', password: phrase, mobile: '+989140000000' })
  assert.equal(forged.status, 400, '(attack 57)')
})

test('a code that does not come is sent another way after the second time, or once a gateway says so', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const asked = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: number.typed }, 'code')
  assert.deepEqual(asked.buttons.includes('other-way'), false)
  assert.match(asked.words, /You can ask for a new code in 1:00 \./)
  await readCode(house.url, number.kept)
  await house.at.db.updateTable('messages').set({ receipt: 'failed' }).execute()
  const missed = await openPage(newJar(house.url), '/sign-in')
  const offered = await missed.submit({ email: number.typed }, 'code')
  assert.ok(offered.buttons.includes('other-way') && offered.buttons.includes('by-mail'))
  house.advance(61_000)
  const twice = await offered.submit({}, 'other-way')
  assert.match(twice.words, /A new code is on its way/)
  const details = await twice.submit({ code: await readCode(house.url, number.kept, 2) }, 'check')
  assert.equal(details.title, 'Create your account')
})

test('the e-mail of a number’s account takes the code in its place, and signs in', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const user = await house.at.db.selectFrom('contacts').select('user_id').executeTakeFirstOrThrow()
  const now = house.at.clock.now()
  const contact = { kind: 'mobile', value: number.kept, proven_at: now, created_at: now }
  await house.at.db
    .insertInto('contacts')
    .values({ ...user, ...contact })
    .execute()
  const jar = newJar(house.url)
  const asked = await (await openPage(jar, '/sign-in')).submit({ email: number.typed }, 'code')
  house.advance(61_000)
  const again = await asked.submit({}, 'resend')
  const byMail = await again.submit({}, 'by-mail')
  assert.equal(byMail.title, 'Enter the code that we sent by e-mail')
  assert.doesNotMatch(byMail.text, /example\.com/)
  await byMail.submit({ code: await readCode(house.url, ali.email) }, 'check')
  assert.equal(await isSignedIn(jar), true)
  assert.equal((await eventsOf(house, 'verification.code-sent-to-nobody')).length, 0)
})
