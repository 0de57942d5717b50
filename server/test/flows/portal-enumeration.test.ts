import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { type TestContext, test } from 'node:test'
import { type Engine, engines } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { callPortal, demoSite, type Fields, makeMember, person, readMails, shopSite } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { isExhausted, isRefusal } from '../kit/stage.ts'
import { post, sendWire } from '../kit/wire.ts'

const password = 'a long enough phrase'
const wrong = 'quite another phrase'
/** A number that a person could have, and nobody has. */
const nobodyId = '4503599627370496'

interface Town extends TestHouse {
  /** Addresses by what they stand for. */
  readonly emails: Record<'active' | 'foreign' | 'pending' | 'suspended' | 'nobody', string>
  readonly ids: Record<'active' | 'foreign' | 'pending' | 'suspended' | 'nobody', string>
}

/** A house with one person of each standing, whose clock stands still: seconds to wait are the same for everybody. */
async function startTown(t: TestContext, engine: Engine): Promise<Town> {
  const now = Date.now()
  const house = await startHouse(t, engine, { clock: { now: () => now } })
  const emails = {
    active: 'active@example.com',
    foreign: 'ali@example.com',
    pending: 'pending@example.com',
    suspended: 'suspended@example.com',
    nobody: 'nobody@example.com',
  }
  const active = await makeMember(house.url, emails.active)
  const suspended = await makeMember(house.url, emails.suspended)
  const pending = await callPortal(house.url, { do: 'register', ...person(emails.pending) })
  const { db } = house.at
  await db.updateTable('users').set({ state: 'suspended' }).where('id', '=', Number(suspended.User_ID)).execute()
  const foreign = await db.selectFrom('contacts').select('user_id').where('value', '=', emails.foreign).execute()
  const ids = {
    active: String(active.User_ID),
    foreign: String(foreign[0]?.user_id),
    pending: String(pending.data.User_ID),
    suspended: String(suspended.User_ID),
    nobody: nobodyId,
  }
  return { ...house, emails, ids }
}

interface Seen {
  status: number
  headers: IncomingHttpHeaders
  body: { ok: number }
}

interface Trace {
  answer: Seen
  events: number
  hashes: number
}

/** All that a caller sees of one request, and what the server did for it. */
async function ask(town: Town, fields: Fields, hashes: () => number): Promise<Trace> {
  const [events, before] = [await countEvents(town), hashes()]
  const { status, headers, text } = await sendWire(
    town.url,
    post(String(new URLSearchParams({ ...demoSite, ...fields }))),
  )
  const { date: _, ...seen } = headers
  return {
    answer: { status, headers: seen, body: JSON.parse(text) },
    events: (await countEvents(town)) - events,
    hashes: hashes() - before,
  }
}

async function countEvents({ at }: Town): Promise<number> {
  const { count } = at.db.fn
  const row = await at.db.selectFrom('events').select(count<number>('id').as('events')).executeTakeFirstOrThrow()
  return Number(row.events)
}

/** Counts what the house's hasher is asked; everything is still done by it. */
function countHashes({ at }: TestHouse): () => number {
  let asked = 0
  const counted = <F extends (...parameters: never[]) => unknown>(method: F): F =>
    new Proxy(method, {
      apply(target, self, parameters) {
        asked++
        return Reflect.apply(target, self, parameters)
      },
    })
  at.hasher.hash = counted(at.hasher.hash)
  at.hasher.verify = counted(at.hasher.verify)
  return () => asked
}

/**
 * Asks about each person so often, and expects the same answers for all; the same events and hashes too, for as long as
 * `counted`.
 */
async function expectAlike(town: Town, people: Fields[], times: number, counted = times): Promise<Trace[]> {
  const hashes = countHashes(town)
  const all: Trace[][] = []
  for (const fields of people) {
    const traces: Trace[] = []
    for (let i = 0; i < times; i++) traces.push(await ask(town, fields, hashes))
    all.push(traces)
  }
  const [first = []] = all
  for (const [i, traces] of all.entries()) {
    const about = `${JSON.stringify(people[i])} is told from ${JSON.stringify(people[0])}`
    assert.deepEqual(traces.map(answerOf), first.map(answerOf), about)
    assert.deepEqual(traces.slice(0, counted), first.slice(0, counted), about)
  }
  return first
}

const answerOf = ({ answer }: Trace): Seen => answer
const okOf = ({ answer }: Trace): number => answer.body.ok
const retryAfterOf = ({ answer }: Trace): string | undefined => answer.headers['retry-after']

for (const engine of engines) {
  for (const verb of ['forgot-password', 'resend-email-active']) {
    test(`${verb} says the same of everybody, past its budget too (attack 24), on ${engine}`, async (t) => {
      const town = await startTown(t, engine)
      const people = Object.values(town.emails).map((User_Email) => ({ do: verb, User_Email }))
      // Five in ten minutes is the budget of one address, and who registered has spent one of them.
      const traces = await expectAlike(town, people, 7, 4)
      assert.deepEqual(traces.map(okOf), Array(7).fill(1))
      assert.deepEqual(traces.map(retryAfterOf), Array(7).fill(undefined))
      assert.deepEqual([traces[0]?.events, traces[0]?.hashes], [1, 0])
    })
  }

  test(`get-user-data says the same to a wrong password and of an unknown address (attacks 24 and 25), on ${engine}`, async (t) => {
    const town = await startTown(t, engine)
    const people = Object.values(town.emails).map((User_Email) => ({
      do: 'get-user-data',
      User_Email,
      User_Password: wrong,
    }))
    const traces = await expectAlike(town, people, 12)
    assert.deepEqual(traces.map(okOf), Array(12).fill(0))
    // Ten failures are the budget; past it nobody's password is computed.
    const inBudget = (i: number) => i < 10
    assert.deepEqual(
      traces.map(({ hashes }) => hashes),
      traces.map((_, i) => (inBudget(i) ? 1 : 0)),
    )
    assert.deepEqual(
      traces.map(retryAfterOf),
      traces.map((_, i) => (inBudget(i) ? undefined : '900')),
    )
    const right = people.map((fields) => ({ ...fields, User_Password: password }))
    const [locked] = await expectAlike(town, right, 1)
    assert.deepEqual(
      locked?.answer,
      traces[11]?.answer,
      'past the budget a right password is not told from a wrong one',
    )
  })

  const byNumber: Fields[] = [
    { do: 'change-password', User_Password: wrong, New_User_Password: 'a third long phrase' },
    { do: 'change-password', User_Password: wrong, New_User_Password: '1' },
    { do: 'update-info', ...profileOf('x@example.com'), User_Password: wrong },
    { do: 'reset-password', User_ResetCode: 'A'.repeat(22) },
  ]
  for (const fields of byNumber) {
    const about = `${fields.do}${fields.New_User_Password === '1' ? ' to a bad password' : ''}`
    test(`${about} says the same of a known and of an unknown number (attacks 24 and 25), on ${engine}`, async (t) => {
      const town = await startTown(t, engine)
      const people = Object.values(town.ids).map((User_ID) => ({ ...fields, User_ID }))
      const traces = await expectAlike(town, people, 12)
      assert.deepEqual(traces.map(okOf), Array(12).fill(0))
      const computed = fields.do === 'reset-password' ? 0 : 1
      assert.deepEqual(
        traces.map(({ hashes }) => hashes),
        traces.map((_, i) => (i < 10 ? computed : 0)),
      )
    })
  }

  test(`email-active says the same of a number that waits and of one that nobody has (attack 24), on ${engine}`, async (t) => {
    const town = await startTown(t, engine)
    const { pending, nobody } = town.ids
    const people = [pending, nobody].map((User_ID) => ({
      do: 'email-active',
      User_ID,
      User_EmailActiveCode: 'A'.repeat(22),
    }))
    const traces = await expectAlike(town, people, 12)
    assert.deepEqual(traces.map(okOf), Array(12).fill(0))
  })

  test(`one login costs one password hash, whatever comes of it (attack 25), on ${engine}`, async (t) => {
    const town = await startTown(t, engine)
    const { active, pending, suspended, nobody } = town.emails
    const hashes = countHashes(town)
    const cost = async (fields: Fields) => (await ask(town, fields, hashes)).hashes
    const logIn = (User_Email: string, User_Password: string) =>
      cost({ do: 'get-user-data', User_Email, User_Password })
    for (const address of [active, pending, suspended, nobody]) {
      assert.equal(await logIn(address, password), 1, `${address}, right`)
      assert.equal(await logIn(address, wrong), 1, `${address}, wrong`)
    }
    const mailed = await mailPassword(town, active)
    assert.equal(await logIn(active, wrong), 1, 'wrong, while another is in the mail')
    assert.equal(await logIn(active, password), 1, 'the old one, while another is in the mail')
    assert.equal(await logIn(active, mailed), 1, 'the mailed one, at its first use')
    assert.equal(await logIn(active, mailed), 1, 'the mailed one, from then on')
    assert.equal(await logIn(active, password), 1, 'the old one, from then on')
    const fields = { do: 'register', ...person('fresh@example.com') }
    assert.equal(await cost(fields), 1, 'a registration')
    assert.equal(await cost(fields), 1, 'a registration of an address that waits')
  })

  test(`that an account is closed is told to who knows its password, and to nobody else (attack 24), on ${engine}`, async (t) => {
    const town = await startTown(t, engine)
    const User_ID = town.ids.suspended
    const attempts: Fields[] = [
      { do: 'get-user-data', User_Email: town.emails.suspended },
      { do: 'change-password', User_ID, New_User_Password: 'a third long phrase' },
      { do: 'update-info', User_ID, ...profileOf('x@example.com') },
    ]
    for (const fields of attempts) {
      const knowing = await callPortal(town.url, { ...fields, User_Password: password })
      assert.ok(isRefusal(knowing, 'users.suspended', {}), knowing.message)
      const guessing = await callPortal(town.url, { ...fields, User_Password: wrong })
      assert.ok(isRefusal(guessing, 'passwords.wrong', {}), guessing.message)
    }
  })

  test(`email-exists tells a website 300 addresses of strangers an hour, in any crowd (attack 27), on ${engine}`, async (t) => {
    const town = await startTown(t, engine)
    const exists = (User_Email: string, site: Fields = demoSite) =>
      callPortal(town.url, { do: 'email-exists', User_Email }, site)
    const asked = Array.from({ length: 330 }, (_, i) => (i % 3 === 0 ? town.emails.foreign : `n${i}@example.com`))
    const answers = []
    for (let i = 0; i < asked.length; i += 30) {
      answers.push(...(await Promise.all(asked.slice(i, i + 30).map((address) => exists(address)))))
    }
    assert.equal(answers.filter((answer) => isExhausted(answer)).length, 30)
    assert.ok((await exists(town.emails.active)).ok === 1, 'its own people it may always ask about')
    assert.ok((await exists(town.emails.pending)).ok === 1, 'those who wait too')
    assert.ok(isExhausted(await exists(town.emails.foreign)), 'but not about strangers')
    const taken = await callPortal(town.url, { do: 'register', ...person(town.emails.foreign) })
    assert.ok(isExhausted(taken), 'a registration that tells the same is counted with them')
    assert.ok(
      isRefusal(
        await callPortal(town.url, { do: 'register', ...person(town.emails.active) }),
        'users.contact-taken',
        {},
      ),
    )
    assert.equal((await exists(town.emails.foreign, shopSite)).ok, 1, 'another website has a budget of its own')
  })
}

test('the budget of existence answers is the operator’s to set, and opens again after its hour (attack 27)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, { settings: { 'registration.existenceTold': { limit: 1, seconds: 3600 } } })
  const exists = () => callPortal(house.url, { do: 'email-exists', User_Email: 'ali@example.com' })
  assert.equal((await exists()).ok, 1)
  assert.ok(isExhausted(await exists()))
  house.advance(3_600_000)
  assert.equal((await exists()).ok, 1)
})

/** Has a password mailed to a member; answers it. */
async function mailPassword(town: Town, email: string): Promise<string> {
  await callPortal(town.url, { do: 'forgot-password', User_Email: email })
  const link = await readMails(town.url, email, 2)
  const fields = Object.fromEntries(new URL(link.find((one) => one.kind === 'reset-link')?.link ?? '').searchParams)
  assert.equal((await callPortal(town.url, { do: 'reset-password', ...fields })).ok, 1)
  const mails = await readMails(town.url, email, 3)
  return mails.find((one) => one.kind === 'new-password')?.code ?? ''
}

function profileOf(email: string): Fields {
  const { User_Email: _, User_Password: __, ...profile } = person(email)
  return profile
}
