import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Ports } from '../../src/kernel/index.ts'
import { type Engine, engines, newDatabase } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { assertWhole, dieAfterEach, startHeir, startMortal } from '../kit/lives.ts'
import { startMailServer } from '../kit/mail-server.ts'
import { callPortal, type Fields, linkFields, type Mail, makeMember, person, readMails } from '../kit/portal.ts'
import { openPorts } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { isRefusal } from '../kit/stage.ts'

/** More than any act has statements. */
const enough = 60
const old = 'a long enough phrase'

interface Subject {
  email: string
  /** What the act sends. */
  fields: Fields
}

const addresses = Array.from({ length: enough }, (_, i) => `person${i}@example.com`)

/** Makes the subjects ready on a server that then ends in peace. */
async function prepare(
  t: TestContext,
  engine: Engine,
  databaseUrl: string,
  make: (house: TestHouse, email: string) => Promise<Fields>,
): Promise<Subject[]> {
  const house = await startHouse(t, engine, { databaseUrl })
  const subjects = await Promise.all(addresses.map(async (email) => ({ email, fields: await make(house, email) })))
  await house.stop()
  return subjects
}

async function register(house: TestHouse, email: string): Promise<Mail | undefined> {
  const answer = await callPortal(house.url, { do: 'register', ...person(email, old) })
  assert.equal(answer.ok, 1, answer.message)
  return (await readMails(house.url, email))[0]
}

/** A member who asked for a new password; answers the link's parameters. */
async function askReset(house: TestHouse, email: string): Promise<Fields> {
  await makeMember(house.url, email, old)
  await callPortal(house.url, { do: 'forgot-password', User_Email: email })
  const mails = await readMails(house.url, email, 2)
  return { do: 'reset-password', ...linkFields(mails.find((one) => one.kind === 'reset-link')) }
}

const logIn = (url: string, email: string, password: string) =>
  callPortal(url, { do: 'get-user-data', User_Email: email, User_Password: password })

async function messagesTo({ db }: Ports, email: string, kind: string): Promise<{ id: string; state: string }[]> {
  const rows = db.selectFrom('messages').select(['id', 'state']).where('recipient', '=', email).where('kind', '=', kind)
  return rows.execute()
}

async function isSent(at: Ports, email: string, kind: string, count = 1): Promise<boolean> {
  const messages = await messagesTo(at, email, kind)
  return messages.filter((one) => one.state === 'sent').length === count
}

async function stateOf({ db }: Ports, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('contacts')
    .innerJoin('users', 'users.id', 'contacts.user_id')
    .select('users.state')
    .where('contacts.value', '=', email)
    .executeTakeFirst()
  return row?.state
}

async function countEvents({ db }: Ports, kind: string): Promise<number> {
  return (await db.selectFrom('events').select('id').where('kind', '=', kind).execute()).length
}

/** Every message reached the inbox, once. */
async function assertDelivered({ db }: Ports): Promise<void> {
  const messages = await db.selectFrom('messages').select(['id', 'state']).execute()
  const inbox = await db.selectFrom('inbox').select('id').execute()
  assert.deepEqual(inbox.map((row) => row.id).sort(), messages.map((row) => row.id).sort())
  assert.ok(messages.every((one) => one.state === 'sent'))
}

for (const engine of engines) {
  test(`a kill after any statement of a registration, or of its mail, leaves all or nothing, on ${engine} (attack 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const at = await openPorts(t, databaseUrl)
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl), addresses, {
      act: (url, email) => callPortal(url, { do: 'register', ...person(email, old) }),
      isDone: (email) => isSent(at, email, 'activation-link'),
      async check(url, email, answer) {
        await assertWhole(at)
        const before = await messagesTo(at, email, 'activation-link')
        if (answer) assert.equal(before.length, 1, 'what was acknowledged is there')
        else assert.equal((await callPortal(url, { do: 'register', ...person(email, old) })).ok, 1)
      },
    })
    const house = await startHeir(t, engine, databaseUrl)
    await assertDelivered(house.at)
    for (const email of addresses.slice(0, deaths + 1)) {
      const activate = { do: 'email-active', ...linkFields((await readMails(house.url, email))[0]) }
      assert.equal((await callPortal(house.url, activate)).ok, 1)
      assert.equal((await callPortal(house.url, activate)).ok, 0)
      assert.equal((await logIn(house.url, email, old)).ok, 1)
    }
    await assertWhole(house.at)
    assert.ok(deaths > 15, `${deaths} statements`)
  })

  test(`a kill after any statement of an activation leaves the link or the account, on ${engine} (attacks 5 and 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const subjects = await prepare(t, engine, databaseUrl, async (house, email) => ({
      do: 'email-active',
      ...linkFields(await register(house, email)),
    }))
    const at = await openPorts(t, databaseUrl)
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl), subjects, {
      act: (url, { fields }) => callPortal(url, fields),
      isDone: async () => true,
      async check(url, { email, fields }, answer) {
        await assertWhole(at)
        const active = (await stateOf(at, email)) === 'active'
        if (answer) assert.ok(active, 'what was acknowledged is there')
        const again = await callPortal(url, fields)
        assert.equal(again.ok, active ? 0 : 1, again.message)
        assert.ok(isRefusal(await callPortal(url, fields), 'registration.already-active', {}))
        assert.equal((await logIn(url, email, old)).ok, 1)
      },
    })
    assert.equal(await countEvents(at, 'user.activated'), deaths + 1)
    assert.ok(deaths > 12, `${deaths} statements`)
  })

  test(`a kill after any statement of a reset leaves the link or its mail, on ${engine} (attacks 6 and 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const subjects = await prepare(t, engine, databaseUrl, askReset)
    const at = await openPorts(t, databaseUrl)
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl), subjects, {
      act: (url, { fields }) => callPortal(url, fields),
      isDone: ({ email }) => isSent(at, email, 'new-password'),
      async check(url, { email, fields }, answer) {
        await assertWhole(at)
        const redeemed = (await messagesTo(at, email, 'new-password')).length === 1
        if (answer) assert.ok(redeemed, 'what was acknowledged is there')
        const again = await callPortal(url, fields)
        assert.equal(again.ok, redeemed ? 0 : 1, again.message)
        assert.ok(isRefusal(await callPortal(url, fields), 'verification.failed', {}))
        assert.equal((await messagesTo(at, email, 'new-password')).length, 1)
      },
    })
    const house = await startHeir(t, engine, databaseUrl)
    await assertDelivered(house.at)
    for (const { email } of subjects.slice(0, deaths + 1)) {
      const mails = (await readMails(house.url, email, 3)).filter((one) => one.kind === 'new-password')
      assert.equal(mails.length, 1)
      const login = await logIn(house.url, email, mails[0]?.code ?? '')
      assert.equal(login.data.User_MustChangePassword, 1, login.message)
    }
    assert.ok(deaths > 15, `${deaths} statements`)
  })

  test(`a kill after any statement of the first use of a mailed password leaves it in use, on ${engine} (attack 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const subjects = await prepare(t, engine, databaseUrl, async (house, email) => {
      assert.equal((await callPortal(house.url, await askReset(house, email))).ok, 1)
      const mails = await readMails(house.url, email, 3)
      const mailed = mails.find((one) => one.kind === 'new-password')?.code ?? ''
      recordSecret(mailed)
      return { do: 'get-user-data', User_Email: email, User_Password: mailed }
    })
    const at = await openPorts(t, databaseUrl)
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl), subjects, {
      act: (url, { fields }) => callPortal(url, fields),
      isDone: async () => true,
      async check(url, { email, fields }, answer) {
        if (answer) assert.equal(answer.data.User_MustChangePassword, 1)
        const again = await callPortal(url, fields)
        assert.equal(again.data.User_MustChangePassword, 1, again.message)
        assert.ok(isRefusal(await logIn(url, email, old), 'passwords.wrong', {}))
      },
    })
    assert.equal(await countEvents(at, 'password.mailed-first-used'), deaths + 1)
    await assertWhole(at)
    assert.ok(deaths > 10, `${deaths} statements`)
  })

  test(`a kill after any statement about a message sent through SMTP repeats at most that mail, on ${engine} (attack 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const subjects = await prepare(t, engine, databaseUrl, async (house, email) => {
      await register(house, email)
      return { do: 'resend-email-active', User_Email: email }
    })
    const [at, mailServer] = [await openPorts(t, databaseUrl), await startMailServer(t)]
    const env = { SMTP_URL: mailServer.url }
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl, env), subjects, {
      act: (url, { fields }) => callPortal(url, fields),
      isDone: ({ email }) => isSent(at, email, 'activation-link', 2),
      matching: '"messages"',
      async check(url, { email, fields }, answer) {
        await assertWhole(at)
        const messages = await messagesTo(at, email, 'activation-link')
        if (answer) assert.equal(messages.length, 2, 'what was acknowledged is there')
        else if (messages.length === 1) assert.equal((await callPortal(url, fields)).ok, 1)
      },
    })
    const house = await startHeir(t, engine, databaseUrl, env)
    const offered = mailServer.arrivals.map((one) => one.mail.messageId ?? '')
    const sent = new Set(offered)
    assert.equal(sent.size, deaths + 1, 'each mail arrived under a name of its own')
    assert.ok(offered.length - sent.size <= deaths)
    for (const { email } of subjects.slice(0, deaths + 1)) {
      const [newest] = mailServer.arrivals.filter((one) => one.to.includes(email)).map((one) => one.mail.text ?? '')
      const link = new URL(/https?:\S+User_EmailActiveCode=\S+/.exec(newest ?? '')?.[0] ?? '')
      const activate = { do: 'email-active', ...Object.fromEntries(link.searchParams) }
      assert.equal((await callPortal(house.url, activate)).ok, 1)
    }
    assert.ok(deaths > 3, `${deaths} statements`)
  })
}
