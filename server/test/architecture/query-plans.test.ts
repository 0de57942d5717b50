import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery, sql } from 'kysely'
import { readApp } from '../../src/capabilities/apps/index.ts'
import {
  addGuests,
  changeEvent,
  enterAsGuest,
  pageEvents,
  pageGuests,
  readEvent,
  removeGuest,
} from '../../src/capabilities/guests/index.ts'
import { sweepLimits } from '../../src/capabilities/limits/index.ts'
import { sweepMessages } from '../../src/capabilities/messages/index.ts'
import { sweepPending } from '../../src/capabilities/registration/index.ts'
import { codeTerms, issueCode, sweepVerifications } from '../../src/capabilities/verification/index.ts'
import {
  type Channel,
  type Db,
  type Delivery,
  type Mobile,
  type Ports,
  transact,
  Undeliverable,
} from '../../src/kernel/index.ts'
import { watchQueries } from '../kit/failpoint.ts'
import { startHouse } from '../kit/house.ts'
import { emailOfPerson, fill } from '../kit/people.ts'
import { findScans, isStatement } from '../kit/plans.ts'
import { callPortal, type Fields, person } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'
import { waitFor } from '../kit/wait.ts'

/** Tables that grow with people or apps: no statement of a request, the outbox or the sweeper may read one from end to end. */
const guarded = [
  'users',
  'contacts',
  'passwords',
  'verifications',
  'messages',
  'limits',
  'app_credentials',
  'apps',
  'events',
  'guest_events',
  'guests',
]

/** The clock of these tests stands where the filled tables' time ends, so that what is over is little. */
const today = Date.UTC(2026, 0, 3)
const later = 2 ** 42

/** Enough for a planner to prefer an index to reading the whole table. */
const many = 3000

/** Rows in the tables that `fill` leaves alone, so that every planner sees tables of a grown house. */
async function fillRest(db: Db): Promise<void> {
  const numbers = `WITH RECURSIVE many (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM many WHERE n < ${many})`
  const statements = [
    `INSERT INTO limits (name, spent, resets_at) ${numbers} SELECT 'budget:' || CAST(n AS TEXT), 1, ${later} + n FROM many`,
    `INSERT INTO apps (id, name, state, description, category, domains, redirect_urls, return_urls, permissions, policy,
       revision, created_at, changed_at)
     ${numbers} SELECT 'app' || CAST(n AS TEXT), 'App ' || CAST(n AS TEXT), 'live', '', '', '[]', '[]', '[]', '[]', '{}', 1, n, n FROM many`,
    `INSERT INTO app_credentials (id, app_id, kind, hash, prefix, created_at)
     ${numbers} SELECT 'credential' || CAST(n AS TEXT), 'app' || CAST(n AS TEXT), 'portal-key', 'hash' || CAST(n AS TEXT), 'abcd', n FROM many`,
    // People who wait, and messages that are to be tried again much later: a plan must not count on there being few.
    `INSERT INTO users (id, state, app_id, profile, created_at)
     ${numbers} SELECT ${2 ** 50} + n * 4096, 'pending', 'app1', '{}', ${today} + n FROM many`,
    `INSERT INTO contacts (user_id, kind, value, created_at)
     SELECT id, 'email', 'pending' || CAST(id AS TEXT) || '@example.com', 0 FROM users WHERE state = 'pending'`,
    `INSERT INTO messages (id, channel, kind, recipient, language, sealed, state, attempts, due_at, leased_until,
       created_at, expires_at)
     ${numbers} SELECT 'message' || CAST(n AS TEXT), 'email', 'reset-link', 'waits@example.com', 'en', '', 'pending', 1,
       ${later} + n, 0, n, ${later} + n FROM many`,
    `INSERT INTO verifications (purpose, subject, method, secret_hash, contact_kind, contact_value, user_id, tries_left,
       created_at, expires_at)
     SELECT 'reset', 'user:' || CAST(id AS TEXT), 'link', 'hash', 'email', 'nobody@example.com', id, 0, 0, ${later} FROM users`,
    `INSERT INTO guest_events (id, app_id, name, state, created_at, changed_at)
     ${numbers} SELECT 1000 + n, 'app1', 'Event', 'open', 0, 0 FROM many`,
    `INSERT INTO guests (event_id, mobile, added_at) ${numbers} SELECT 1001 + n % 3, '+98913' || CAST(1000000 + n AS TEXT), 0 FROM many`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Takes every mail and keeps it, but fails once for one address and for good for another. */
function unreliableChannel(): Channel & { kept: Delivery[] } {
  const kept: Delivery[] = []
  let failed = false
  return {
    name: 'email',
    kept,
    async deliver(delivery) {
      if (delivery.to === 'never@example.com') throw new Undeliverable('refused')
      if (delivery.to === 'later@example.com' && !failed) {
        failed = true
        throw new Error('not now')
      }
      recordSecret(delivery.code)
      kept.push(delivery)
    },
  }
}

/** Lets every verb of the portal succeed and be refused, and the worker send, retry and give up. */
async function useEverything(url: string, kept: readonly Delivery[]): Promise<void> {
  const ask = (verb: string, fields: Fields, ok: 0 | 1) =>
    callPortal(url, { do: verb, ...fields }).then((answer) => {
      assert.equal(answer.ok, ok, `${verb}: ${answer.message}`)
      return answer.data as Fields
    })
  const mailTo = (to: string, kind: string) =>
    waitFor(`${kind} to ${to}`, () => kept.filter((one) => one.to === to && one.kind === kind).at(-1))
  const linkTo = async (to: string, kind: string): Promise<Fields> =>
    Object.fromEntries(new URL((await mailTo(to, kind)).link ?? '').searchParams)

  const [address, password] = ['hoa@example.com', 'a long enough phrase']
  const named = { User_Email: address }
  const { User_ID = '' } = await ask('register', person(address, password), 1)
  await ask('register', person('later@example.com'), 1)
  await ask('register', person('never@example.com'), 1)
  await ask('register', person(emailOfPerson(7)), 0)
  for (const email of [address, emailOfPerson(1)]) await ask('email-exists', { User_Email: email }, 1)
  await ask('email-exists', { User_Email: 'nobody@example.com' }, 0)
  await ask('get-user-data', { ...named, User_Password: password }, 0)
  await linkTo(address, 'activation-link')
  for (const email of [address, 'nobody@example.com', emailOfPerson(1)]) {
    await ask('resend-email-active', { User_Email: email }, 1)
  }
  await waitFor('a second mail', () => kept.filter((one) => one.to === address).length > 1)
  const activation = await linkTo(address, 'activation-link')
  await ask('email-active', { ...activation, User_EmailActiveCode: 'wrong' }, 0)
  await ask('email-active', activation, 1)
  await ask('email-active', activation, 0)
  await ask('get-user-data', { ...named, User_Password: 'wrong' }, 0)
  await ask('get-user-data', { User_Email: 'nobody@example.com', User_Password: 'wrong' }, 0)
  for (const email of [address, 'nobody@example.com']) await ask('forgot-password', { User_Email: email }, 1)
  await linkTo(address, 'reset-link')
  await ask('get-user-data', { ...named, User_Password: password }, 1)
  await ask('forgot-password', named, 1)
  await waitFor('a second link', () => kept.filter((one) => one.kind === 'reset-link').length > 1)
  const reset = await linkTo(address, 'reset-link')
  await ask('reset-password', { ...reset, User_ResetCode: 'wrong' }, 0)
  await ask('reset-password', reset, 1)
  const { code: mailed = '' } = await mailTo(address, 'new-password')
  await ask('get-user-data', { ...named, User_Password: mailed }, 1)
  const old = { User_ID, User_Password: mailed }
  await ask('change-password', { ...old, New_User_Password: 'short' }, 0)
  await ask('change-password', { ...old, New_User_Password: 'another long phrase' }, 1)
  await mailTo(address, 'password-changed')
  const change = { User_Name: 'Hoa', User_Gender: '2', User_Birthday: '1990/01/02', User_Mobile: '09121234567' }
  await ask('update-info', { User_ID, User_Password: 'another long phrase', ...change }, 1)
}

/** Lets an app keep its list, and a guest come in. */
async function useGuests(at: Ports): Promise<void> {
  const [app, event] = [await readApp(at.db, '1001'), await readEvent(at, '1001', 77)]
  const [mobile, other] = ['+989131000001', '+989131000002'] as Mobile[]
  if (!mobile || !other) return
  await addGuests(at, event, [mobile, other])
  const contact = { kind: 'mobile', value: mobile } as const
  const terms = await codeTerms(at, 'short-mobile-code')
  const code = await transact(at, (tx) => issueCode(at, tx, { purpose: 'mobile', contact, appId: app.id }, terms))
  await enterAsGuest(at, app, { eventId: event.id, mobile, code }, async () => undefined)
  await pageEvents(at, app.id)
  await pageGuests(at, event)
  await changeEvent(at, app.id, event.id, { name: 'Renamed' })
  for (const one of [mobile, other]) assert.equal(await removeGuest(at, event, one), true)
}

/** Waits until one message was given up and one is to be tried again; the comment keeps the look out of what is checked. */
const waitForFailures = (db: Db): Promise<unknown> =>
  waitFor('a message given up and one to be tried again', async () => {
    const { rows } =
      await sql`/* the test's own */ SELECT DISTINCT state FROM messages WHERE problem IS NOT NULL`.execute(db)
    return rows.length === 2 || undefined
  })

const scanning = [
  `SELECT id FROM users WHERE profile = 'x'`,
  `SELECT id FROM users ORDER BY id`,
  `UPDATE contacts SET proven_at = 1 WHERE created_at = 1`,
  `DELETE FROM limits WHERE spent = 9`,
]

/** PostgreSQL analyses its tables by itself; on SQLite nobody need have. */
const cases = [
  { engine: 'sqlite', state: 'never analysed' },
  { engine: 'sqlite', state: 'analysed' },
  { engine: 'postgres', state: 'analysed' },
] as const

for (const { engine, state } of cases) {
  test(`no statement of the portal, the outbox or the sweeper reads a growing table from end to end, on ${engine}, ${state}`, async (t) => {
    const seen = new Map<string, CompiledQuery>()
    const channel = unreliableChannel()
    const shift = Date.now() - today
    const house = await startHouse(t, engine, {
      clock: { now: () => Date.now() - shift },
      channels: [channel],
      engine: (dialect) => watchQueries(dialect, (query) => seen.set(query.sql, query)),
    })
    const { db } = house.at
    await fill(db, 1, many)
    await fillRest(db)
    if (state === 'analysed') await sql`ANALYZE`.execute(db)
    seen.clear()
    await useEverything(house.url, channel.kept)
    await useGuests(house.at)
    await waitForFailures(db)
    for (const sweep of [sweepLimits, sweepMessages, sweepPending, sweepVerifications]) await sweep(house.at)
    const statements = [...seen.values()].filter(isStatement)
    for (const table of guarded) {
      const asked = statements.some((query) => new RegExp(`\\b${table}\\b`).test(query.sql))
      assert.ok(asked, `nothing asked ${table}`)
    }
    for (const statement of statements) {
      assert.deepEqual(await findScans(db, engine, statement, guarded), [], statement.sql)
    }
    for (const text of scanning) {
      assert.equal(
        (await findScans(db, engine, CompiledQuery.raw(text), guarded)).length,
        1,
        `finds the scan of ${text}`,
      )
    }
  })
}
