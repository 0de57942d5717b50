import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { Ports } from '../../src/kernel/index.ts'
import { type Engine, engines, newDatabase } from '../kit/database.ts'
import type { TestHouse } from '../kit/house.ts'
import { answerOf, assertWhole, startHeir, startMortal } from '../kit/lives.ts'
import { startMailServer } from '../kit/mail-server.ts'
import { callPortal, linkFields, person, readMails } from '../kit/portal.ts'
import { waitFor } from '../kit/wait.ts'

const wantedKills = 10
const clients = 24

interface Load {
  /** The addresses of which the server said that they are registered, with the number it gave. */
  readonly acknowledged: ReadonlyMap<string, number>
  readonly asked: number
  readonly kills: number
}

/** Registers people without pause, kills the server ten times at random moments, and starts it again each time. */
async function registerUnderKills(
  t: TestContext,
  databaseUrl: string,
  wantedRegistrations: number,
  env: Record<string, string>,
): Promise<Load> {
  let server = await startMortal(t, databaseUrl, env)
  let [kills, asked] = [0, 0]
  const acknowledged = new Map<string, number>()
  const enough = () => kills >= wantedKills && acknowledged.size >= wantedRegistrations
  async function client(): Promise<void> {
    while (!enough()) {
      const [email, { url, child }] = [`person${asked++}@example.com`, server]
      const answer = await answerOf(callPortal(url, { do: 'register', ...person(email) }))
      if (answer) assert.equal(answer.ok, 1, answer.message)
      if (answer) acknowledged.set(email, Number(answer.data.User_ID))
      else await waitFor('the next server', () => server.child !== child || enough())
    }
  }
  async function killer(): Promise<void> {
    while (kills < wantedKills) {
      const next =
        (wantedRegistrations / wantedKills) * kills + randomInt(wantedRegistrations / 20, wantedRegistrations / 10)
      await waitFor(`${next} registrations`, () => acknowledged.size >= next, 60_000)
      await new Promise((resolve) => setTimeout(resolve, randomInt(20)))
      await server.kill()
      kills++
      server = await startMortal(t, databaseUrl, env)
    }
  }
  await Promise.all([killer(), ...Array.from({ length: clients }, client)])
  await server.kill()
  return { acknowledged, asked, kills: kills + 1 }
}

/** Every acknowledged person exists as acknowledged, and everybody who exists is whole. */
async function assertKept(at: Ports, { acknowledged, asked }: Load): Promise<void> {
  const rows = await at.db.selectFrom('contacts').select(['user_id', 'value']).where('kind', '=', 'email').execute()
  const kept = new Map(rows.map((row) => [row.value, row.user_id]))
  for (const [email, id] of acknowledged) assert.equal(kept.get(email), id, `${email} was acknowledged`)
  await assertWhole(at)
  const spent = await at.db.selectFrom('limits').select('spent').where('name', 'like', 'messages.perApp:%').execute()
  assert.equal(spent.length, 1)
  const [count = 0] = spent.map((row) => row.spent)
  assert.ok(count >= acknowledged.size && count <= asked, `${count} messages counted, ${asked} asked for`)
}

/** Each person has one message, and it is sent. */
async function sentMessages({ db }: Ports): Promise<string[]> {
  const rows = await db.selectFrom('messages').select(['id', 'user_id', 'kind', 'state', 'sealed']).execute()
  assert.equal(new Set(rows.map((row) => row.user_id)).size, rows.length, 'one message for each person')
  for (const row of rows) assert.deepEqual([row.kind, row.state, row.sealed], ['activation-link', 'sent', null])
  return rows.map((row) => row.id).sort()
}

async function assertActivates(house: TestHouse, link: string | undefined): Promise<void> {
  const parameters = Object.fromEntries(new URL(link ?? '').searchParams)
  const answer = await callPortal(house.url, { do: 'email-active', ...parameters })
  assert.equal(answer.ok, 1, answer.message)
}

async function startRun(t: TestContext, engine: Engine, registrations: number, env: Record<string, string> = {}) {
  const databaseUrl = await newDatabase(engine)
  const load = await registerUnderKills(t, databaseUrl, registrations, env)
  const house = await startHeir(t, engine, databaseUrl, env)
  await assertKept(house.at, load)
  return { load, house, sent: await sentMessages(house.at) }
}

for (const engine of engines) {
  test(`ten kills under load lose no registration and repeat no message in the inbox, on ${engine} (attack 10)`, async (t) => {
    const { load, house, sent } = await startRun(t, engine, 600)
    const inbox = await house.at.db.selectFrom('inbox').select(['id', 'recipient']).execute()
    assert.deepEqual(inbox.map((row) => row.id).sort(), sent)
    assert.equal(new Set(inbox.map((row) => row.recipient)).size, inbox.length, 'nobody has two')
    for (const email of [...load.acknowledged.keys()].filter((_, i) => i % 100 === 0)) {
      const [mail] = await readMails(house.url, email)
      assert.equal(linkFields(mail).User_ID, String(load.acknowledged.get(email)))
      await assertActivates(house, mail?.link)
    }
  })

  test(`ten kills under load repeat at most one mail each through SMTP, on ${engine} (attack 10)`, async (t) => {
    const mailServer = await startMailServer(t)
    const { load, house, sent } = await startRun(t, engine, 240, { SMTP_URL: mailServer.url })
    const ids = mailServer.arrivals.map((one) => /<([^@]+)@/.exec(one.mail.messageId ?? '')?.[1] ?? '')
    assert.deepEqual([...new Set(ids)].sort(), sent, 'each is delivered, and a repetition bears the same name')
    assert.ok(ids.length - sent.length <= load.kills, `${ids.length - sent.length} repeated`)
    const recipients = new Set(mailServer.arrivals.flatMap((one) => one.to))
    assert.equal(recipients.size, sent.length)
    for (const { mail } of mailServer.arrivals.slice(0, 5)) {
      await assertActivates(house, /https?:\S+User_EmailActiveCode=\S+/.exec(mail.text ?? '')?.[0])
    }
  })
}
