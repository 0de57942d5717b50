import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import type { Db } from '../../src/kernel/index.ts'
import { newDatabase } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { countMessages } from '../kit/lives.ts'
import { callPortal, demoSite, type Fields, makeMember, person, readMails } from '../kit/portal.ts'
import { openPorts } from '../kit/ports.ts'
import { startTcpProxy, type TcpProxy } from '../kit/tcp-proxy.ts'
import { waitFor } from '../kit/wait.ts'

interface Reply {
  ok: number
  message: string
  data: unknown
  retryAfter: string | null
}

async function ask(url: string, fields: Fields): Promise<Reply> {
  const body = new URLSearchParams({ ...demoSite, ...fields })
  const response = await fetch(`${url}/api/`, { method: 'POST', body })
  assert.equal(response.status, 200, 'the portal answers 200 in every case')
  const answer = (await response.json()) as Omit<Reply, 'retryAfter'>
  return { ...answer, retryAfter: response.headers.get('retry-after') }
}

const register = (url: string, to: string): Promise<Reply> => ask(url, { do: 'register', ...person(to) })

function assertUnavailable(reply: Reply): void {
  assert.deepEqual([reply.ok, reply.data], [0, []], reply.message)
  assert.match(reply.retryAfter ?? '', /^[1-9]\d*$/)
}

/** Readiness is looked at anew once a second of the server's clock has passed. */
async function readiness(house: TestHouse): Promise<{ status: number; retryAfter: string | null }> {
  house.advance(1000)
  const response = await fetch(`${house.url}/health/ready`)
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}

/** Every account has all that a registration makes, and these people have one. */
async function assertNothingHalf(db: Db, registered: readonly string[]): Promise<void> {
  const emails = await db.selectFrom('contacts').select(['user_id', 'value']).where('kind', '=', 'email').execute()
  const users = await db.selectFrom('users').select(['id', 'state']).execute()
  const having = async (table: 'passwords' | 'messages' | 'verifications') =>
    new Set((await db.selectFrom(table).select('user_id').execute()).map((row) => row.user_id))
  const [passwords, messages, links] = [
    await having('passwords'),
    await having('messages'),
    await having('verifications'),
  ]
  for (const { id, state } of users) {
    assert.ok(emails.some((one) => one.user_id === id) && passwords.has(id), `the account ${id} is whole`)
    if (state === 'pending') assert.ok(messages.has(id) && links.has(id), `the account ${id} has its link and its mail`)
  }
  for (const to of registered) assert.equal(emails.filter((one) => one.value === to).length, 1, to)
}

const people = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}@example.com`)

interface Place {
  house: TestHouse
  proxy: TcpProxy
  /** The database by another way, which is never cut. */
  db: Db
}

async function startBehindProxy(t: TestContext): Promise<Place> {
  const databaseUrl = await newDatabase('postgres')
  const { hostname, port } = new URL(databaseUrl)
  const proxy = await startTcpProxy({ host: hostname, port: Number(port) })
  const way = new URL(databaseUrl)
  way.port = String(proxy.port)
  const { db } = await openPorts(t, databaseUrl)
  // In this order: the house looks through its database when it stops, and then nobody needs the proxy any more.
  t.after(() => proxy.mend())
  const house = await startHouse(t, 'postgres', { databaseUrl: way.href })
  t.after(() => proxy.cut())
  return { house, proxy, db }
}

test('while the database is gone every verb is told to come back, and it recovers without a restart (attack 80)', async (t) => {
  const { house, proxy, db } = await startBehindProxy(t)
  const member = await makeMember(house.url, 'binh@example.com')
  assert.deepEqual(await readiness(house), { status: 200, retryAfter: null })
  await proxy.cut()
  const User_ID = String(member.User_ID)
  const { User_Password = '', ...profile } = person('binh@example.com')
  const { User_Email: _, ...info } = profile
  const requests: Fields[] = [
    { do: 'register', ...person('an@example.com') },
    { do: 'email-exists', User_Email: 'binh@example.com' },
    { do: 'email-active', User_ID, User_EmailActiveCode: 'x'.repeat(22) },
    { do: 'resend-email-active', User_Email: 'binh@example.com' },
    { do: 'get-user-data', User_Email: 'binh@example.com', User_Password },
    { do: 'forgot-password', User_Email: 'binh@example.com' },
    { do: 'reset-password', User_ID, User_ResetCode: 'x'.repeat(22) },
    { do: 'change-password', User_ID, User_Password, New_User_Password: 'quite another phrase' },
    { do: 'update-info', User_ID, User_Password, ...info },
  ]
  for (const fields of requests) assertUnavailable(await ask(house.url, fields))
  assert.deepEqual(await readiness(house), { status: 503, retryAfter: '5' })
  assert.equal((await fetch(`${house.url}/health/live`)).status, 200)
  assert.equal((await fetch(`${house.url}/metrics`)).status, 200)
  await assertNothingHalf(db, ['binh@example.com'])
  await proxy.mend()
  await waitFor('readiness', async () => (await readiness(house)).status === 200)
  assert.equal((await callPortal(house.url, { do: 'register', ...person('an@example.com') })).ok, 1)
  await readMails(house.url, 'an@example.com')
  const login = { do: 'get-user-data', User_Email: 'binh@example.com', User_Password }
  assert.deepEqual((await callPortal(house.url, login)).data, member)
  assert.equal((await db.selectFrom('users').select('id').execute()).length, 3, 'Ali, Bình and An')
})

test('a database that goes in the middle of registrations leaves none half made (attack 80)', async (t) => {
  const { house, proxy, db } = await startBehindProxy(t)
  const registered: string[] = []
  for (let round = 0; round < 3; round++) {
    const wave = people(40, `r${round}p`)
    let answered = 0
    const replies = wave.map(async (to) => {
      const reply = await register(house.url, to)
      answered++
      if (reply.ok === 1) registered.push(to)
      else assertUnavailable(reply)
    })
    await waitFor('some answers', () => answered >= 5 + round * 5)
    await proxy.cut()
    await Promise.all(replies)
    await proxy.mend()
    await waitFor('readiness', async () => (await readiness(house)).status === 200)
    await assertNothingHalf(db, registered)
  }
  assert.ok(registered.length >= 30 && registered.length < 120, `${registered.length} of 120 were registered`)
  // What a worker held when the database went is taken up again after its lease.
  house.advance(60_000)
  assert.equal((await register(house.url, 'waker@example.com')).ok, 1)
  for (const to of [...registered, 'waker@example.com']) await readMails(house.url, to)
})

/** A house whose database file may grow by so many pages from here. */
async function startWithRoom(t: TestContext, pages: number): Promise<{ house: TestHouse; file: DatabaseSync }> {
  const databaseUrl = await newDatabase('sqlite')
  const first = await startHouse(t, 'sqlite', { databaseUrl })
  await makeMember(first.url, 'binh@example.com')
  await first.stop()
  const file = new DatabaseSync(databaseUrl.slice('file:'.length))
  t.after(() => file.close())
  const { page_count } = file.prepare('PRAGMA page_count').get() as { page_count: number }
  const house = await startHouse(t, 'sqlite', { databaseUrl: `${databaseUrl}?max_page_count=${page_count + pages}` })
  return { house, file }
}

test('while the disk is full nothing is half made, people still log in, and it recovers without a restart (attack 82)', async (t) => {
  const { house, file } = await startWithRoom(t, 60)
  const registered = ['binh@example.com']
  // One that needs a page more is refused before others are, and what the worker writes behind gives some back: full is
  // full when several in a row are refused.
  let refused = 0
  for (const to of people(200, 'person')) {
    const reply = await register(house.url, to)
    if (reply.ok === 1) registered.push(to)
    else assertUnavailable(reply)
    refused = reply.ok === 1 ? 0 : refused + 1
    if (refused === 5) break
    await waitFor('the mail', async () => (await countMessages(house.at, 'pending')) === 0, 1000).catch(() => undefined)
  }
  assert.equal(refused, 5, 'the disk became full')
  assert.ok(registered.length > 3)
  for (const to of people(10, 'late')) assertUnavailable(await register(house.url, to))
  assert.deepEqual(await readiness(house), { status: 503, retryAfter: '5' })
  assert.equal((await fetch(`${house.url}/health/live`)).status, 200)
  await assertNothingHalf(house.at.db, registered)
  const { User_Password = '' } = person('')
  const login = { do: 'get-user-data', User_Email: 'binh@example.com', User_Password }
  assert.equal((await callPortal(house.url, login)).ok, 1, 'a login writes nothing')
  // Another connection is not under the quota, as another disk would not be: the operator makes room.
  file.exec('DELETE FROM events; DELETE FROM inbox')
  await waitFor('readiness', async () => (await readiness(house)).status === 200)
  for (const to of people(3, 'after')) {
    assert.equal((await register(house.url, to)).ok, 1)
    registered.push(to)
    await readMails(house.url, to)
  }
  await assertNothingHalf(house.at.db, registered)
})
