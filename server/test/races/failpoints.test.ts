import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ports } from '../../src/kernel/index.ts'
import { engines, newDatabase } from '../kit/database.ts'
import { assertWhole, dieAfterEach, startHeir, startMortal } from '../kit/lives.ts'
import { startMailServer } from '../kit/mail-server.ts'
import { callPortal, linkFields, person, readMails } from '../kit/portal.ts'
import { openPorts } from '../kit/ports.ts'
import { isRefusal } from '../kit/stage.ts'
import {
  addresses,
  assertDelivered,
  countEvents,
  isSent,
  logIn,
  messagesTo,
  old,
  prepare,
  register,
} from '../kit/subjects.ts'

async function stateOf({ db }: Ports, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('contacts')
    .innerJoin('users', 'users.id', 'contacts.user_id')
    .select('users.state')
    .where('contacts.value', '=', email)
    .executeTakeFirst()
  return row?.state
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
    assert.ok(deaths > 9, `${deaths} statements`)
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
    assert.ok(deaths > 9, `${deaths} statements`)
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
