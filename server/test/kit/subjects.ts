import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Ports } from '../../src/kernel/index.ts'
import type { Engine } from './database.ts'
import { startHouse, type TestHouse } from './house.ts'
import { callPortal, type Fields, type Mail, person, readMails } from './portal.ts'

/** More than any act has statements. */
const enough = 45
export const old = 'a long enough phrase'

export interface Subject {
  email: string
  /** What the act sends. */
  fields: Fields
}

export const addresses = Array.from({ length: enough }, (_, i) => `person${i}@example.com`)

/** Makes the subjects ready on a server that then ends in peace. */
export async function prepare(
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

export async function register(house: TestHouse, email: string): Promise<Mail | undefined> {
  const answer = await callPortal(house.url, { do: 'register', ...person(email, old) })
  assert.equal(answer.ok, 1, answer.message)
  return (await readMails(house.url, email))[0]
}

export const logIn = (url: string, email: string, password: string) =>
  callPortal(url, { do: 'get-user-data', User_Email: email, User_Password: password })

export async function messagesTo({ db }: Ports, email: string, kind: string): Promise<{ id: string; state: string }[]> {
  const rows = db.selectFrom('messages').select(['id', 'state']).where('recipient', '=', email).where('kind', '=', kind)
  return rows.execute()
}

export async function isSent(at: Ports, email: string, kind: string, count = 1): Promise<boolean> {
  const messages = await messagesTo(at, email, kind)
  return messages.filter((one) => one.state === 'sent').length === count
}

export async function countEvents({ db }: Ports, kind: string): Promise<number> {
  return (await db.selectFrom('events').select('id').where('kind', '=', kind).execute()).length
}

/** Every message reached the inbox, once. */
export async function assertDelivered({ db }: Ports): Promise<void> {
  const messages = await db.selectFrom('messages').select(['id', 'state']).execute()
  const inbox = await db.selectFrom('inbox').select('id').execute()
  assert.deepEqual(inbox.map((row) => row.id).sort(), messages.map((row) => row.id).sort())
  assert.ok(messages.every((one) => one.state === 'sent'))
}
