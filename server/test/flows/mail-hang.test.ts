import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines, newDatabase } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { arrivalsTo, letterFields } from '../kit/letters.ts'
import { type MailServer, type Stage, startMailServer } from '../kit/mail-server.ts'
import { callPortal, person } from '../kit/portal.ts'
import { applyFile, openPorts } from '../kit/ports.ts'
import { startProcess } from '../kit/process.ts'
import { waitFor } from '../kit/wait.ts'

const people = (count: number, name = 'person'): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}@example.com`)

async function register(url: string, to: string): Promise<void> {
  const answer = await callPortal(url, { do: 'register', ...person(to) })
  assert.equal(answer.ok, 1, answer.message)
}

/** Asserts that these mails and no others came, each once, after every chance for a second one. */
async function assertEachOnce(house: TestHouse, server: MailServer, addresses: readonly string[]): Promise<void> {
  await waitFor('every mail', () => server.arrivals.length >= addresses.length)
  house.advance(2 * 3_600_000)
  await register(house.url, 'last@example.com')
  await arrivalsTo(server, 'last@example.com')
  const got = server.arrivals.flatMap((one) => one.to)
  assert.deepEqual(got.sort(), [...addresses, 'last@example.com'].sort())
  await waitFor('every message is written down as sent', async () => {
    const rows = await house.at.db.selectFrom('messages').select('state').where('state', '!=', 'sent').execute()
    return rows.length === 0
  })
}

for (const engine of engines) {
  test(`a mail server that hangs locks nothing up, and nothing is sent twice when it goes on, on ${engine} (attack 78)`, async (t) => {
    const server = await startMailServer(t)
    const house = await startHouse(t, engine, { env: { SMTP_URL: server.url } })
    await register(house.url, 'before@example.com')
    const [before] = await arrivalsTo(server, 'before@example.com')
    server.misbehave('recipient', 'hang')
    const stuck = people(20)
    await Promise.all(stuck.map((one) => register(house.url, one)))
    await waitFor('a conversation that hangs', () => server.visits.recipient > 1)
    assert.ok(before)
    const activated = await callPortal(house.url, { do: 'email-active', ...letterFields(before) })
    assert.equal(activated.ok, 1, activated.message)
    const login = {
      do: 'get-user-data',
      User_Email: 'before@example.com',
      User_Password: person('').User_Password ?? '',
    }
    assert.equal((await callPortal(house.url, login)).ok, 1)
    assert.equal((await fetch(`${house.url}/health/ready`)).status, 200)
    assert.equal(server.arrivals.length, 1)
    server.release()
    await assertEachOnce(house, server, ['before@example.com', ...stuck])
  })
}

for (const stage of ['greeting', 'recipient'] as const satisfies Stage[]) {
  test(`a mail that was given up at the ${stage} is not sent by the conversation that it was given up in (attack 78)`, async (t) => {
    const server = await startMailServer(t)
    const house = await startHouse(t, 'sqlite', { env: { SMTP_URL: server.url } })
    await applyFile(house.at, { settings: { 'messages.leaseSeconds': 1, 'messages.firstRetrySeconds': 1 } })
    server.misbehave(stage, 'hang')
    await register(house.url, 'binh@example.com')
    await waitFor('a second attempt', () => server.visits[stage] >= 2)
    server.release()
    await assertEachOnce(house, server, ['binh@example.com'])
  })
}

test('a mail server that goes away in the middle of conversations is sent the rest once it is back', async (t) => {
  const server = await startMailServer(t)
  const house = await startHouse(t, 'sqlite', { env: { SMTP_URL: server.url } })
  server.misbehave('greeting', 'hang')
  const all = people(5)
  await Promise.all(all.map((one) => register(house.url, one)))
  await waitFor('a conversation that hangs', () => server.visits.greeting > 0)
  await server.stop()
  server.release()
  await server.start()
  house.advance(60_000)
  await register(house.url, 'waker@example.com')
  await assertEachOnce(house, server, [...all, 'waker@example.com'])
})

test('two servers on one PostgreSQL send each of 200 messages once', async (t) => {
  const server = await startMailServer(t)
  const databaseUrl = await newDatabase('postgres')
  const at = await openPorts(t, databaseUrl)
  await applyFile(at, { settings: { 'messages.parallel': 8 } })
  const env = { SMTP_URL: server.url }
  const servers = [await startProcess(t, databaseUrl, env), await startProcess(t, databaseUrl, env)]
  const all = people(200)
  await Promise.all(all.map((one, i) => register(servers[i % 2]?.url ?? '', one)))
  await waitFor('every mail', () => server.arrivals.length >= all.length, 60_000)
  await waitFor('every message is finished', async () => {
    const pending = await at.db.selectFrom('messages').select('id').where('state', '!=', 'sent').execute()
    return pending.length === 0
  })
  assert.deepEqual(server.arrivals.flatMap((one) => one.to).sort(), [...all].sort())
  const messages = await at.db.selectFrom('messages').select(['attempts', 'sealed']).execute()
  assert.deepEqual(new Set(messages.map((one) => JSON.stringify(one))), new Set(['{"attempts":1,"sealed":null}']))
  for (const one of servers) assert.equal(await one.stop(), 0)
})
