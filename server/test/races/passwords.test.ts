import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../kit/database.ts'
import {
  callPortal,
  type Fields,
  linkFields,
  type Mail,
  makeMember,
  type PortalAnswer,
  person,
  readMails,
  shopSite,
} from '../kit/portal.ts'
import { crowd, isExhausted, isRefusal, type RaceStage, race, startStage, winners } from '../kit/stage.ts'

const email = 'an@example.com'
const old = 'the phrase of the first day'
const minute = 60_000

const login = (password: string): Fields => ({ do: 'get-user-data', User_Email: email, User_Password: password })
const logIn = (stage: RaceStage, password: string, site?: Fields): Promise<PortalAnswer> =>
  callPortal(stage.url, login(password), site)

/** Asks for a new password and opens the link; answers the password that was mailed. */
async function mailPassword(stage: RaceStage, site?: Fields): Promise<string> {
  const before = await readMails(stage.url, email, 0)
  await callPortal(stage.url, { do: 'forgot-password', User_Email: email }, site)
  const asked = await readMails(stage.url, email, before.length + 1)
  const link = newest(asked, 'reset-link')
  const reset = await callPortal(stage.url, { do: 'reset-password', ...linkFields(link) }, site)
  assert.equal(reset.ok, 1, reset.message)
  return newest(await readMails(stage.url, email, asked.length + 1), 'new-password')?.code ?? ''
}

const newest = (mails: Mail[], kind: string): Mail | undefined => mails.find((one) => one.kind === kind)

async function countEvents({ at }: RaceStage, kind: string): Promise<number> {
  return (await at.db.selectFrom('events').select('id').where('kind', '=', kind).execute()).length
}

const isWrong = (answer: PortalAnswer): boolean => isRefusal(answer, 'passwords.wrong', {})

for (const engine of engines) {
  test(`a mailed password that is first used by a hundred at once is adopted once, on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    await makeMember(stage.url, email, old)
    const mailed = await mailPassword(stage)
    const answers = await race(stage, () => login(mailed))
    assert.equal(winners(answers).length, crowd)
    assert.ok(answers.every((one) => one.data.User_MustChangePassword === 1))
    assert.equal(await countEvents(stage, 'password.mailed-first-used'), 1)
    assert.equal((await logIn(stage, mailed)).ok, 1)
    assert.ok(isWrong(await logIn(stage, old)))
  })

  test(`the old password and the mailed one, used at once, end with the mailed one alone, on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    await makeMember(stage.url, email, old)
    const mailed = await mailPassword(stage)
    const answers = await race(stage, (i) => login(i % 2 ? mailed : old), 20)
    assert.equal(winners(answers.filter((_, i) => i % 2)).length, 10, 'the mailed one works each time')
    assert.ok(answers.every((one) => one.ok || isWrong(one) || isExhausted(one)))
    assert.equal((await logIn(stage, mailed, shopSite)).ok, 1)
    assert.equal((await logIn(stage, old, shopSite)).ok, 0)
  })

  test(`of a hundred changes from one password one wins, and its password works, on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const { User_ID } = await makeMember(stage.url, email, old)
    const phrase = (i: number) => `the phrase of racer ${i}`
    const change = (i: number): Fields => ({
      do: 'change-password',
      User_ID: String(User_ID),
      User_Password: old,
      New_User_Password: phrase(i),
    })
    const answers = await race(stage, change)
    const won = answers.flatMap((one, i) => (one.ok === 1 ? [i] : []))
    assert.equal(won.length, 1)
    assert.equal((await logIn(stage, phrase(won[0] ?? 0), shopSite)).ok, 1)
    assert.ok(isWrong(await logIn(stage, old, shopSite)))
    assert.ok(isWrong(await logIn(stage, phrase((won[0] ?? 0) + 1), shopSite)))
    const mails = await readMails(stage.url, email, 2)
    assert.deepEqual(mails.map((one) => one.kind).sort(), ['activation-link', 'password-changed'])
  })

  test(`a password change that races with a mailed password leaves one password, on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const { User_ID } = await makeMember(stage.url, email, old)
    const mailed = await mailPassword(stage)
    const next = 'the phrase of the second day'
    const change = { do: 'change-password', User_ID: String(User_ID), User_Password: old, New_User_Password: next }
    const answers = await race(stage, (i) => (i % 2 ? change : login(mailed)), 20)
    const changed = answers.some((one, i) => i % 2 && one.ok === 1)
    const works = await Promise.all([old, mailed, next].map((one) => logIn(stage, one, shopSite)))
    assert.deepEqual(
      works.map((one) => one.ok),
      changed ? [0, 0, 1] : [0, 1, 0],
    )
  })

  test(`a hundred changes of a profile at once leave one whole profile, on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const { User_ID } = await makeMember(stage.url, email, old)
    const change = (i: number): Fields => ({
      do: 'update-info',
      User_ID: String(User_ID),
      User_Password: old,
      User_Name: `Name ${i}`,
      User_Gender: String((i % 3) + 1),
      User_Birthday: `19${String(i % 100).padStart(2, '0')}/01/02`,
      User_Mobile: `09140000${String(i).padStart(3, '0')}`,
    })
    const answers = await race(stage, change)
    assert.equal(winners(answers).length, crowd)
    const { data } = await logIn(stage, old)
    const i = Number(String(data.User_Name).slice('Name '.length))
    assert.deepEqual(answers[i]?.data, data, 'the profile is one that was answered')
    const contacts = await stage.at.db.selectFrom('contacts').select('value').where('kind', '=', 'mobile').execute()
    assert.deepEqual(
      contacts.map((one) => one.value),
      [`+989140000${String(i).padStart(3, '0')}`],
    )
  })

  test(`of a hundred wrong passwords at once ten learn that they are wrong, on ${engine} (attack 4)`, async (t) => {
    const stage = await startStage(t, engine)
    await makeMember(stage.url, email, old)
    const answers = await race(stage, (i) => login(`wrong guess number ${i}`))
    assert.equal(answers.filter(isWrong).length, 10)
    assert.equal(answers.filter(isExhausted).length, crowd - 10)
    const strangers = await race(stage, (i) => ({ ...login(`wrong guess number ${i}`), User_Email: 'no@example.com' }))
    assert.equal(strangers.filter(isWrong).length, 10, 'the same for nobody')
    assert.ok(isExhausted(await logIn(stage, old)), 'the right one says nothing either')
    await stage.advance(16 * minute)
    assert.equal((await logIn(stage, old)).ok, 1)
  })

  test(`guesses at one app lock the owner out of nothing else, on ${engine} (attack 22)`, async (t) => {
    const stage = await startStage(t, engine)
    await makeMember(stage.url, email, old)
    await race(stage, (i) => login(`wrong guess number ${i}`))
    assert.equal((await logIn(stage, old, shopSite)).ok, 1, 'another app')
    assert.ok(isExhausted(await logIn(stage, old)))
    const mailed = await mailPassword(stage)
    const login1 = await logIn(stage, mailed)
    assert.equal(login1.data.User_MustChangePassword, 1, login1.message)
    assert.equal((await logIn(stage, mailed)).ok, 1, 'and again')
  })

  test(`guesses for a day at every app leave the owner the way by mail, on ${engine} (attack 22)`, async (t) => {
    const stage = await startStage(t, engine)
    await makeMember(stage.url, email, old)
    for (let round = 0; round < 3; round++) {
      for (const site of [undefined, shopSite]) await race(stage, (i) => login(`wrong guess ${round} ${i}`), 20, site)
      await stage.advance(16 * minute)
    }
    for (const site of [undefined, shopSite]) assert.ok(isExhausted(await logIn(stage, old, site)))
    const mailed = await mailPassword(stage, shopSite)
    for (const site of [undefined, shopSite]) {
      const answer = await logIn(stage, mailed, site)
      assert.equal(answer.ok, 1, answer.message)
    }
  })

  test(`guesses of a password do not keep an activation link from working, on ${engine} (attack 22)`, async (t) => {
    const stage = await startStage(t, engine)
    await callPortal(stage.url, { do: 'register', ...person(email, old) })
    await race(stage, (i) => login(`wrong guess number ${i}`))
    const [mail] = await readMails(stage.url, email)
    const activated = await callPortal(stage.url, { do: 'email-active', ...linkFields(mail) })
    assert.equal(activated.ok, 1, activated.message)
  })

  test(`a clock that is moved gives no more guesses and no longer lock, on ${engine} (attack 81)`, async (t) => {
    const stage = await startStage(t, engine)
    await makeMember(stage.url, email, old)
    await race(stage, (i) => login(`wrong guess number ${i}`), 30)
    for (const step of [-1000, -3_600_000, 1000]) {
      await stage.advance(step)
      const answers = await race(stage, (i) => login(`wrong guess after ${step} ${i}`), 20)
      assert.equal(answers.filter(isExhausted).length, 20, `moved by ${step} ms`)
    }
    await stage.advance(15 * minute)
    const answer = await logIn(stage, old)
    assert.equal(answer.ok, 1, answer.message)
  })
}
