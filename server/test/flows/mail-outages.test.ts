import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { resendDeadLetter, sweepMessages } from '../../src/capabilities/messages/index.ts'
import type { Ports } from '../../src/kernel/index.ts'
import { runDiwan } from '../kit/command.ts'
import { type Engine, engines } from '../kit/database.ts'
import { startHouse, type TestHouse, testEnv } from '../kit/house.ts'
import { arrivalsTo, letterFields } from '../kit/letters.ts'
import { type MailServer, type Stage, startMailServer } from '../kit/mail-server.ts'
import { callPortal, person } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { waitFor } from '../kit/wait.ts'

interface Place {
  house: TestHouse
  server: MailServer
}

async function startPlace(t: TestContext, engine: Engine, settings: Record<string, unknown> = {}): Promise<Place> {
  const server = await startMailServer(t)
  const house = await startHouse(t, engine, { env: { SMTP_URL: server.url } })
  await applyFile(house.at, { settings })
  return { house, server }
}

async function register(house: TestHouse, ...addresses: string[]): Promise<void> {
  const answers = await Promise.all(addresses.map((one) => callPortal(house.url, { do: 'register', ...person(one) })))
  for (const answer of answers) assert.equal(answer.ok, 1, answer.message)
}

/** The outbox's row of the message to an address. */
const readRow = (at: Ports, to: string) =>
  at.db.selectFrom('messages').selectAll().where('recipient', '=', to).executeTakeFirstOrThrow()

/** Waits until nobody holds the message and it was tried so often. */
const triedRow = (at: Ports, to: string, attempts: number) =>
  waitFor(`${attempts} attempts`, async () => {
    const row = await readRow(at, to)
    return row.attempts >= attempts && row.leased_until === 0 ? row : undefined
  })

const stateOf = async (at: Ports, to: string): Promise<string> => (await readRow(at, to)).state

/** Moves the clock, and wakes the worker by a message of its own. */
let wakes = 0
async function passTime(house: TestHouse, milliseconds: number): Promise<string> {
  house.advance(milliseconds)
  const to = `waker${++wakes}@example.com`
  await register(house, to)
  return to
}

/** Every mail that was taken, as often as it came. */
function assertEachOnce(server: MailServer, addresses: readonly string[]): void {
  const got = server.arrivals.flatMap((one) => one.to).sort()
  assert.deepEqual(got, [...addresses].sort())
}

for (const engine of engines) {
  test(`what the mail server answers by 4xx is tried again, ever later, under one Message-ID, on ${engine}`, async (t) => {
    const { house, server } = await startPlace(t, engine)
    const first = 'binh@example.com'
    const stages: Stage[] = ['recipient', 'data', 'recipient', 'data']
    const all = [first]
    let before = house.at.clock.now()
    server.misbehave('recipient', 450)
    await register(house, first)
    for (const [i, stage] of stages.entries()) {
      const row = await triedRow(house.at, first, i + 1)
      const whole = 5000 * 2 ** i
      assert.equal(row.state, 'pending')
      assert.ok(row.due_at - before >= whole / 2, `attempt ${i + 1} waits for half of ${whole} ms at least`)
      assert.ok(row.due_at - house.at.clock.now() <= whole, `attempt ${i + 1} waits for ${whole} ms at most`)
      server.misbehave(stage, undefined)
      const next = stages[i + 1]
      if (next) server.misbehave(next, 451)
      before = row.due_at
      all.push(await passTime(house, row.due_at - house.at.clock.now() + 1))
    }
    const [arrival] = await arrivalsTo(server, first)
    const own = server.offers.filter((id) => id === arrival?.mail.messageId)
    assert.equal(own.length, 3, 'two refused offers and the one that was taken have one Message-ID')
    all.push(await passTime(house, 120_000))
    await waitFor('all mails', () => server.arrivals.length >= all.length)
    assertEachOnce(server, all)
  })

  test(`a recipient that is refused for good is a dead letter, which is listed and sent again, on ${engine}`, async (t) => {
    const { house, server } = await startPlace(t, engine)
    const env = testEnv(house.databaseUrl)
    assert.equal((await runDiwan(['messages', 'list'], env)).out, 'no message was given up\n')
    server.misbehave('recipient', 550)
    await register(house, 'binh@example.com')
    await waitFor('the dead letter', async () => (await stateOf(house.at, 'binh@example.com')) === 'dead')
    assert.equal(server.visits.recipient, 1, 'a last word is not asked for twice')
    const { id, attempts } = await readRow(house.at, 'binh@example.com')
    assert.equal(attempts, 1)
    const listed = await runDiwan(['messages', 'list'], env)
    assert.equal(listed.code, 0)
    assert.match(listed.out, new RegExp(`^${id}  .* activation-link to binh@example\\.com: \\S`))
    assert.doesNotMatch(listed.out, /says the test/, 'the gateway’s own words may quote the letter')
    server.misbehave('recipient', undefined)
    const resent = await runDiwan(['messages', 'resend', id], env)
    assert.deepEqual([resent.code, resent.out], [0, `${id} is on its way again\n`])
    const waker = await passTime(house, 0)
    const [arrival] = await arrivalsTo(server, 'binh@example.com')
    await arrivalsTo(server, waker)
    assert.ok(arrival)
    const activated = await callPortal(house.url, { do: 'email-active', ...letterFields(arrival) })
    assert.equal(activated.ok, 1, activated.message)
    const again = await runDiwan(['messages', 'resend', id], env)
    assert.deepEqual([again.code, again.err], [1, `diwan: ${id}: no dead letter that can still be sent\n`])
    assertEachOnce(server, ['binh@example.com', waker])
  })

  test(`a mail server that is down and comes back loses nothing and repeats nothing, on ${engine}`, async (t) => {
    const { house, server } = await startPlace(t, engine)
    await server.stop()
    const people = ['a@example.com', 'b@example.com', 'c@example.com']
    await register(house, ...people)
    for (const one of people) await triedRow(house.at, one, 1)
    const waker = await passTime(house, 10_000)
    for (const one of people) await triedRow(house.at, one, 2)
    await server.start()
    const last = await passTime(house, 60_000)
    const all = [...people, waker, last]
    await waitFor('all mails', () => server.arrivals.length >= all.length)
    house.advance(3_600_000)
    const sure = await passTime(house, 0)
    await arrivalsTo(server, sure)
    assertEachOnce(server, [...all, sure])
    // The mail is there before the worker has written so.
    const read = () => house.at.db.selectFrom('messages').select(['state', 'sealed']).execute()
    await waitFor('a settled outbox', async () => (await read()).every((row) => row.state !== 'pending'))
    const rows = await read()
    assert.deepEqual(new Set(rows.map((row) => row.state)), new Set(['sent']))
    assert.ok(
      rows.every((row) => row.sealed === null),
      'what was delivered is erased',
    )
  })

  test(`a letter that is worth nothing any more never leaves, and its body is erased, on ${engine}`, async (t) => {
    const { house, server } = await startPlace(t, engine)
    server.misbehave('recipient', 450)
    await register(house, 'late@example.com')
    await triedRow(house.at, 'late@example.com', 1)
    server.misbehave('recipient', 550)
    await register(house, 'dead@example.com')
    await waitFor('the dead letter', async () => (await stateOf(house.at, 'dead@example.com')) === 'dead')
    assert.notEqual((await readRow(house.at, 'dead@example.com')).sealed, null)
    server.misbehave('recipient', undefined)
    const waker = await passTime(house, 48 * 3_600_000 + 1)
    await waitFor('expiry', async () => (await stateOf(house.at, 'late@example.com')) === 'expired')
    await arrivalsTo(server, waker)
    const dead = await readRow(house.at, 'dead@example.com')
    assert.equal(await resendDeadLetter(house.at, dead.id), false)
    await sweepMessages(house.at)
    for (const to of ['late@example.com', 'dead@example.com']) {
      const { state, sealed } = await readRow(house.at, to)
      assert.deepEqual([state, sealed], ['expired', null])
    }
    assertEachOnce(server, [waker])
  })
}

test('a message is given up after the set number of attempts', async (t) => {
  const { house, server } = await startPlace(t, 'sqlite', { 'messages.attempts': 3 })
  server.misbehave('recipient', 450)
  await register(house, 'binh@example.com')
  for (const attempts of [1, 2]) {
    const { due_at } = await triedRow(house.at, 'binh@example.com', attempts)
    await passTime(house, due_at - house.at.clock.now() + 1)
  }
  await waitFor('the dead letter', async () => (await stateOf(house.at, 'binh@example.com')) === 'dead')
  assert.equal((await readRow(house.at, 'binh@example.com')).attempts, 3)
})

test('a mail server that refuses us ourselves has not spoken about the recipient: it is asked again', async (t) => {
  const { house, server } = await startPlace(t, 'sqlite')
  server.misbehave('greeting', 554)
  await register(house, 'binh@example.com')
  const row = await triedRow(house.at, 'binh@example.com', 1)
  assert.equal(row.state, 'pending')
  server.misbehave('greeting', undefined)
  await passTime(house, 10_000)
  await arrivalsTo(server, 'binh@example.com')
})
