import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
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
import { applyFile } from '../kit/ports.ts'
import { isExhausted, isRefusal, type RaceStage, race, startStage, winners } from '../kit/stage.ts'
import { waitFor } from '../kit/wait.ts'

const minutes = (count: number): number => count * 60_000
/** Longer than the window of messages to one contact in a short time. */
const pastBurst = minutes(11)

const logIn = (stage: RaceStage, email: string, password = 'a long enough phrase', site?: Fields) =>
  callPortal(stage.url, { do: 'get-user-data', User_Email: email, User_Password: password }, site)

const activation = (mail: Mail | undefined): Fields => ({ do: 'email-active', ...linkFields(mail) })

/** How many accounts and contacts stand for an address, and how many links are alive. */
async function countRows({ at }: RaceStage, email: string) {
  const contacts = await at.db.selectFrom('contacts').selectAll().where('value', '=', email).execute()
  const ids = contacts.map((one) => one.user_id)
  const users = await at.db
    .selectFrom('users')
    .select(['id', 'state'])
    .where('id', 'in', [0, ...ids])
    .execute()
  const links = await at.db
    .selectFrom('verifications')
    .select(['purpose'])
    .where('contact_value', '=', email)
    .where('method', '=', 'link')
    .execute()
  return { contacts: contacts.length, users: users.length, links: links.length, states: users.map((one) => one.state) }
}

/** No user, contact, password or link without what it belongs to. */
async function assertWhole({ at }: RaceStage): Promise<void> {
  const users = await at.db.selectFrom('users').select('id').execute()
  const passwords = await at.db.selectFrom('passwords').select('user_id').execute()
  const contacts = await at.db.selectFrom('contacts').select('user_id').where('kind', '=', 'email').execute()
  const ids = new Set(users.map((one) => one.id))
  assert.deepEqual(new Set(passwords.map((one) => one.user_id)), ids, 'each account has a password')
  assert.deepEqual(new Set(contacts.map((one) => one.user_id)), ids, 'each account has an e-mail')
  const { rows } = await sql`SELECT name FROM holds`.execute(at.db)
  assert.deepEqual(rows, [], 'nothing is held at rest')
}

for (const engine of engines) {
  test(`of a hundred activations by one link one succeeds, on ${engine} (attack 5)`, async (t) => {
    const stage = await startStage(t, engine)
    await callPortal(stage.url, { do: 'register', ...person('an@example.com') })
    const [mail] = await readMails(stage.url, 'an@example.com')
    const [winner, ...others] = winners(await race(stage, () => activation(mail)))
    assert.equal(others.length, 0)
    assert.equal(winner?.data.User_EmailActive, 1)
    const login = await logIn(stage, 'an@example.com')
    assert.deepEqual(login.data, winner.data)
    const again = await callPortal(stage.url, activation(mail))
    assert.ok(isExhausted(again) || isRefusal(again, 'registration.already-active', {}), again.message)
    await assertWhole(stage)
  })

  test(`of five pending accounts of one address, opened at once by their own links, one stays, on ${engine} (attack 5)`, async (t) => {
    const stage = await startStage(t, engine)
    const passwords = ['one', 'two', 'three', 'four', 'five'].map((word) => `the phrase of number ${word}`)
    for (const password of passwords) {
      await callPortal(stage.url, { do: 'register', ...person('binh@example.com', password) })
    }
    const mails = await readMails(stage.url, 'binh@example.com', 5)
    const answers = await race(stage, (i) => activation(mails[i % 5]))
    const [winner, ...others] = winners(answers)
    assert.equal(others.length, 0)
    assert.deepEqual(await countRows(stage, 'binh@example.com'), {
      contacts: 1,
      users: 1,
      links: 0,
      states: ['active'],
    })
    const logins = await Promise.all(passwords.map((password) => logIn(stage, 'binh@example.com', password)))
    assert.deepEqual(
      winners(logins).map((one) => one.data),
      [winner?.data],
    )
    await assertWhole(stage)
  })

  test(`of a hundred uses of a reset code one mails a password, and it works, on ${engine} (attack 6)`, async (t) => {
    const stage = await startStage(t, engine)
    await makeMember(stage.url, 'chi@example.com')
    await callPortal(stage.url, { do: 'forgot-password', User_Email: 'chi@example.com' })
    const [link] = await readMails(stage.url, 'chi@example.com', 2)
    const answers = await race(stage, () => ({ do: 'reset-password', ...linkFields(link) }))
    assert.equal(winners(answers).length, 1)
    const mails = await readMails(stage.url, 'chi@example.com', 3)
    await waitFor('an empty outbox', async () => (await countPending(stage)) === 0)
    const kinds = (await readMails(stage.url, 'chi@example.com')).map((one) => one.kind).sort()
    assert.deepEqual(kinds, ['activation-link', 'new-password', 'reset-link'])
    const mailed = mails.find((one) => one.kind === 'new-password')?.code
    const login = await logIn(stage, 'chi@example.com', mailed, shopSite)
    assert.equal(login.data.User_MustChangePassword, 1, login.message)
    assert.equal((await logIn(stage, 'chi@example.com', undefined, shopSite)).ok, 0, 'the old password is over')
  })

  test(`a hundred registrations of one address end in one account, on ${engine} (attack 12)`, async (t) => {
    const stage = await startStage(t, engine)
    const answers = await race(stage, () => ({ do: 'register', ...person('dung@example.com') }))
    assert.equal(winners(answers).length, 5, 'as many as the messages to one contact')
    assert.equal(answers.filter(isExhausted).length, 95)
    assert.equal((await countRows(stage, 'dung@example.com')).users, 5)
    const [mail] = await readMails(stage.url, 'dung@example.com', 5)
    const activated = await callPortal(stage.url, activation(mail))
    assert.equal(activated.ok, 1, activated.message)
    assert.deepEqual(await countRows(stage, 'dung@example.com'), {
      contacts: 1,
      users: 1,
      links: 0,
      states: ['active'],
    })
    assert.deepEqual((await logIn(stage, 'dung@example.com')).data, activated.data)
    await assertWhole(stage)
  })

  test(`registrations that race with the activation of their address leave one account, on ${engine} (attack 12)`, async (t) => {
    const stage = await startStage(t, engine)
    for (const [round, email] of ['e0@example.com', 'e1@example.com', 'e2@example.com', 'e3@example.com'].entries()) {
      await callPortal(stage.url, { do: 'register', ...person(email) })
      const [mail] = await readMails(stage.url, email)
      const rivals = { do: 'register', ...person(email, 'the phrase of a rival') }
      const answers = await race(stage, (i) => (i === 10 * round ? activation(mail) : rivals), 40)
      assert.equal(answers[10 * round]?.ok, 1, 'the rightful link works')
      const { users, contacts, states } = await countRows(stage, email)
      assert.deepEqual({ users, contacts, states }, { users: 1, contacts: 1, states: ['active'] })
      assert.equal((await logIn(stage, email)).ok, 1)
      assert.equal((await logIn(stage, email, 'the phrase of a rival')).ok, 0)
    }
    await assertWhole(stage)
  })

  test(`a storm of resends leaves one live link, and the newest is it, on ${engine} (attack 16)`, async (t) => {
    const stage = await startStage(t, engine)
    const resend = { do: 'resend-email-active', User_Email: 'giang@example.com' }
    await callPortal(stage.url, { do: 'register', ...person('giang@example.com') })
    const answers = await race(stage, () => resend)
    assert.equal(winners(answers).length, 100, 'the answer is neutral')
    await waitFor('an empty outbox', async () => (await countPending(stage)) === 0)
    const storm = await readMails(stage.url, 'giang@example.com', 6)
    assert.equal(storm.length, 6, 'the storm sends no more than the budget, beside the registration’s own mail')
    assert.equal((await countRows(stage, 'giang@example.com')).links, 1)
    await stage.advance(pastBurst)
    await callPortal(stage.url, resend)
    const [newest, ...older] = await readMails(stage.url, 'giang@example.com', 7)
    const dead = await race(stage, (i) => activation(older[i]), older.length)
    assert.equal(winners(dead).length, 0)
    const activated = await callPortal(stage.url, activation(newest))
    assert.equal(activated.ok, 1, activated.message)
  })

  test(`of the links of a storm of resends exactly one activates, on ${engine} (attack 16)`, async (t) => {
    const stage = await startStage(t, engine)
    await callPortal(stage.url, { do: 'register', ...person('hoa@example.com') })
    await race(stage, () => ({ do: 'resend-email-active', User_Email: 'hoa@example.com' }))
    const mails = await readMails(stage.url, 'hoa@example.com', 6)
    const [winner, ...others] = winners(await race(stage, (i) => activation(mails[i]), 6))
    assert.equal(others.length, 0)
    assert.deepEqual((await logIn(stage, 'hoa@example.com')).data, winner?.data)
  })

  test(`resends that race with activations never meet half a person, on ${engine} (attack 16)`, async (t) => {
    const stage = await startStage(t, engine)
    // By the default budget the resends would be over before an activation is under way.
    const budget = { limit: 1000, seconds: 60 }
    await applyFile(stage.at, { settings: { 'messages.perContactBurst': budget, 'messages.perContactDay': budget } })
    await stage.advance(2000)
    for (const email of ['i0@example.com', 'i1@example.com', 'i2@example.com', 'i3@example.com', 'i4@example.com']) {
      for (const site of [undefined, shopSite]) await callPortal(stage.url, { do: 'register', ...person(email) }, site)
      const [, first] = await readMails(stage.url, email, 2)
      const resend = { do: 'resend-email-active', User_Email: email }
      const answers = await race(stage, (i) => (i === 10 ? activation(first) : resend), 60, shopSite)
      const login: PortalAnswer = await logIn(stage, email)
      assert.equal(login.ok === 1, answers[10]?.ok === 1, login.message)
      const { links, states } = await countRows(stage, email)
      assert.equal(links, states.filter((one) => one === 'pending').length, 'a link for who waits, and none besides')
    }
    await assertWhole(stage)
  })

  test(`a link that was too old once stays refused when the clock is set back, on ${engine} (attack 81)`, async (t) => {
    const stage = await startStage(t, engine)
    await callPortal(stage.url, { do: 'register', ...person('khoa@example.com') })
    const [mail] = await readMails(stage.url, 'khoa@example.com')
    await stage.advance(49 * minutes(60))
    for (const step of [0, -minutes(30), -minutes(120)]) {
      await stage.advance(step)
      assert.ok(isRefusal(await callPortal(stage.url, activation(mail)), 'verification.failed', {}), `${step} ms`)
    }
    await callPortal(stage.url, { do: 'resend-email-active', User_Email: 'khoa@example.com' })
    const [newest] = await readMails(stage.url, 'khoa@example.com', 2)
    assert.equal((await callPortal(stage.url, activation(newest))).ok, 1)
  })
}

async function countPending({ at }: RaceStage): Promise<number> {
  const rows = await at.db.selectFrom('messages').select('id').where('state', '=', 'pending').execute()
  return rows.length
}
