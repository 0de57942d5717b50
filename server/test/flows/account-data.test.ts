import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { sql } from 'kysely'
import {
  erasePerson,
  exportPerson,
  holdings,
  mergeAccounts,
  proveOther,
  weighMerge,
} from '../../src/capabilities/account/index.ts'
import { houseApp } from '../../src/capabilities/apps/index.ts'
import { claimFile, keepFile, readFilePolicy } from '../../src/capabilities/files/index.ts'
import { insertEnrolment } from '../../src/capabilities/forms/enrolment.ts'
import { readForm } from '../../src/capabilities/forms/index.ts'
import { insertAnswer } from '../../src/capabilities/forms/keep-answer.ts'
import { addLogin, findUser } from '../../src/capabilities/users/index.ts'
import { sendCode } from '../../src/capabilities/verification/index.ts'
import { type Contact, type Db, type Email, transact, type UserId } from '../../src/kernel/index.ts'
import { makePerson, signIn, signInWithTokens } from '../kit/account.ts'
import { engines } from '../kit/database.ts'
import { settleMessages } from '../kit/dump.ts'
import { applyForms } from '../kit/forms.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, askUserinfo, refresh } from '../kit/openid.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { readMails } from '../kit/portal.ts'
import { waitFor } from '../kit/wait.ts'

/** Columns by whose name a person is meant, wherever they stand. */
const names = /(^|_)(user|owner|member|person|holder|developer|author|guest)_?id$|_by$/
/** Columns that sound so and mean no person, each with its reason. */
const others: Readonly<Record<string, string>> = {}

/** What the database says of itself: each column, and each that points to a person. */
async function columnsOf(db: Db): Promise<{ table: string; column: string }[]> {
  const tables = await db.introspection.getTables()
  return tables.flatMap(({ name, columns }) => columns.map((column) => ({ table: name, column: column.name })))
}

async function pointersOf(house: TestHouse): Promise<{ table: string; column: string }[]> {
  const { db } = house.at
  if (house.databaseUrl.startsWith('file:')) {
    const tables = await db.introspection.getTables()
    const found = await Promise.all(
      tables.map(async ({ name }) => {
        const { rows } = await sql<{ table: string; from: string }>`
          SELECT "table", "from" FROM pragma_foreign_key_list(${name}) WHERE "table" = 'users'`.execute(db)
        return rows.map((row) => ({ table: name, column: row.from }))
      }),
    )
    return found.flat()
  }
  const { rows } = await sql<{ table: string; column: string }>`
    SELECT k.table_name AS "table", k.column_name AS "column"
    FROM information_schema.key_column_usage k
    JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name
    JOIN information_schema.key_column_usage u ON u.constraint_name = r.unique_constraint_name
    WHERE u.table_name = 'users'`.execute(db)
  return rows
}

for (const engine of engines) {
  test(`every column of the schema that names a person is exported and erased, by the catalogue of ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const named = (await columnsOf(house.at.db)).filter(({ column }) => names.test(column))
    const pointing = await pointersOf(house)
    assert.ok(pointing.length >= 6 && named.length >= 9, 'the catalogue was read')
    for (const { table, column } of [...named, ...pointing]) {
      if (`${table}.${column}` in others) continue
      assert.equal(
        holdings[table]?.column,
        column,
        `${table}.${column} names a person: say in holdings.ts what becomes of it`,
      )
    }
    for (const { told } of Object.values(holdings)) assert.ok(told.length > 0)
  })
}

/** What the person answered to a form. */
const answered = '<p>an answer of Mina’s</p>'

/** A person with something in every table: signed in, allowed an app, owns one, was written to, asked for a reset. */
async function makeFull(house: TestHouse): Promise<{
  id: UserId
  email: string
  password: string
  tokens: Awaited<ReturnType<typeof signInWithTokens>>
  jar: ReturnType<typeof newJar>
}> {
  const { at } = house
  const mina = await makePerson(house, 'mina.whole@example.com')
  const jar = newJar(house.url)
  const tokens = await signInWithTokens(house, jar, 'openid email offline_access', mina)
  const now = at.clock.now()
  await at.db.updateTable('apps').set({ owner_id: mina.id }).where('id', '=', 'chophanphoi').execute()
  await sql`INSERT INTO verifications (purpose, subject, method, secret_hash, contact_kind, contact_value, user_id, app_id, tries_left, created_at, expires_at)
    VALUES ('reset', ${`user:${mina.id}`}, 'link', 'hash', 'email', ${mina.email}, ${mina.id}, '1001', 0, ${now}, ${now + 3_600_000})`.execute(
    at.db,
  )
  await sql`INSERT INTO invitations (id, hash, app_id, contact_hash, sealed, state, user_id, created_at, expires_at, finished_at)
    VALUES ('invitation', 'hash', '1001', 'contact', NULL, 'finished', ${mina.id}, ${now}, ${now}, ${now})`.execute(
    at.db,
  )
  await sql`INSERT INTO guests (event_id, mobile, user_id, added_at, entered_at)
    VALUES (77, '+989120000009', ${mina.id}, ${now}, ${now})`.execute(at.db)
  const { open } = await applyForms(at)
  const form = await readForm(at, 'every')
  await transact(at, async (tx) => {
    const values = [{ marker: 'last_name', value: answered }]
    await addLogin(at, tx, mina.id, { providerId: open.id, login: 'mina' })
    const answer = await insertAnswer(at, tx, { form, values, appId: '1001', userId: mina.id })
    const notification = { email: mina.email, phonePush: [] }
    await insertEnrolment(at, tx, { userId: mina.id, answerId: answer.id, locale: 'en_US', notification, state: {} })
  })
  await sql`INSERT INTO push_subscriptions (id, user_id, app_id, host, endpoint_hash, sealed, created_at)
    VALUES ('browser', ${mina.id}, '1001', 'push.example', 'hash', 'sealed', ${now})`.execute(at.db)
  await at.db
    .insertInto('merged_accounts')
    .values({ retired_id: 2 ** 50, user_id: mina.id, merged_at: now })
    .execute()
  const policy = await readFilePolicy(at)
  const by = { appId: '1001', userId: mina.id }
  const { id: fileId } = await keepFile(at, { by, name: 'cv.txt', body: Readable.from(Buffer.from('her own')), policy })
  const holder = `user ${mina.id}`
  await transact(at, (tx) => claimFile(at, tx, { ...by, fileId, holder, policy }))
  await settleMessages(at.db)
  for (const [table, { column }] of Object.entries(holdings)) {
    const { rows } = await sql`SELECT 1 FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${mina.id}`.execute(at.db)
    assert.ok(rows.length > 0, `the test puts something of the person into ${table}`)
  }
  return { ...mina, tokens, jar }
}

/** Every place of the database where a text stands. */
async function findEverywhere(db: Db, text: string): Promise<string[]> {
  const found: string[] = []
  for (const { table, column } of await columnsOf(db)) {
    const { rows } = await sql`
      SELECT 1 FROM ${sql.table(table)} WHERE CAST(${sql.ref(column)} AS TEXT) LIKE ${`%${text}%`} LIMIT 1`.execute(db)
    if (rows.length > 0) found.push(`${table}.${column}`)
  }
  return found
}

for (const engine of engines) {
  test(`what is exported tells of every table, and after erasure no column holds number or address any more, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const { at } = house
    const mina = await makeFull(house)
    const told = await exportPerson(at, mina.id)
    for (const table of Object.keys(holdings)) assert.ok((told.tables[table]?.length ?? 0) > 0, `${table} is told of`)
    assert.equal(JSON.parse(JSON.stringify(told)).profile.name, 'Nguyễn Văn A')
    const text = JSON.stringify(told)
    assert.ok(text.includes(answered), 'answers to forms are told as they were given')
    const [file] = told.files
    assert.equal(file?.name, 'cv.txt')
    assert.match(file?.link ?? '', /\/files\/[\w-]{27}$/, 'the bytes are there for the taking')
    for (const secret of ['hash', 'sealed', '$argon2', mina.tokens.access_token ?? 'none'])
      assert.ok(!text.includes(secret), secret)

    await erasePerson(at, mina.id, 'en')
    await settleMessages(at.db)
    await waitFor('the bytes to go', async () => {
      return (await at.db.selectFrom('file_keys').select('key').execute()).length === 0
    })
    assert.deepEqual(await findEverywhere(at.db, String(mina.id)), [])
    // The last mail is on its way to its reader; the inbox is the development's own mailbox, and not ours.
    const places = (await findEverywhere(at.db, mina.email)).filter((place) => !place.startsWith('inbox.'))
    assert.deepEqual(places, ['messages.recipient'])
    const mails = await at.db.selectFrom('messages').selectAll().where('recipient', '=', mina.email).execute()
    assert.deepEqual(
      mails.map((one) => [one.kind, one.user_id]),
      [['account-erased', null]],
    )
    assert.equal((await readMails(house.url, mina.email, 2))[0]?.kind, 'account-erased')
    assert.equal(await askUserinfo(house.url, mina.tokens.access_token), undefined)
    assert.equal((await refresh(house.url, mina.tokens.refresh_token)).error, 'invalid_grant')
    const owned = await at.db.selectFrom('apps').select(['state', 'owner_id']).where('id', '=', 'chophanphoi').execute()
    assert.deepEqual(
      owned.map((one) => [one.state, one.owner_id]),
      [['live', null]],
    )
    const events = await at.db.selectFrom('events').select('kind').where('kind', '=', 'user.registered').execute()
    assert.ok(events.length > 0, 'events stay, and name nobody')
  })
}

for (const engine of engines) {
  test(`after a merge no row of any table holds the retired number, but the one that says so (rule 6), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const { at } = house
    const older = await makePerson(house, 'mina.older@example.com')
    house.advance(1000)
    const mina = await makeFull(house)
    // An account of a provider's own sign-in is not merged away.
    for (const table of ['logins', 'enrolments'] as const)
      await at.db.deleteFrom(table).where('user_id', '=', mina.id).execute()
    const contact: Contact = { kind: 'email', value: mina.email as Email }
    await sendCode(at, await houseApp(at), { purpose: 'merge', contact, language: 'en' })
    await settleMessages(at.db)
    const shown = { code: await readCode(house.url, mina.email), password: mina.password }
    const proof = await proveOther(at, { userId: older.id, contact }, shown)
    assert.equal((await weighMerge(at, older.id, proof)).goes.id, mina.id)
    assert.equal(await mergeAccounts(at, { userId: older.id, proof, language: 'en' }), older.id)
    await settleMessages(at.db)
    assert.deepEqual(await findEverywhere(at.db, String(mina.id)), ['merged_accounts.retired_id'])
    assert.equal(await askUserinfo(house.url, mina.tokens.access_token), undefined)
    assert.equal((await refresh(house.url, mina.tokens.refresh_token)).error, 'invalid_grant')
    const { tables } = await exportPerson(at, older.id)
    for (const table of ['apps', 'guests', 'invitations', 'form_answers', 'files', 'merged_accounts'])
      assert.ok((tables[table]?.length ?? 0) > 0, `${table} moved`)
    assert.ok(await signIn(house, { email: mina.email, password: older.password }), 'either contact opens what stays')
  })
}

test('a person downloads everything, and deletes the account by typing the word', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  const file = await (await openPage(jar, '/account/data/download')).submit({}, 'download')
  assert.equal(file.headers.get('content-type'), 'application/json; charset=utf-8')
  assert.match(file.headers.get('content-disposition') ?? '', /^attachment; /)
  assert.equal(file.headers.get('cache-control'), 'no-store')
  assert.deepEqual(Object.keys(JSON.parse(file.text)), [
    'exportedAt',
    'profile',
    'allowed',
    'files',
    'answers',
    'tables',
  ])
  const form = await openPage(jar, '/account/data/delete')
  const slip = await form.submit({ word: 'yes' }, 'erase')
  assert.equal(slip.status, 400)
  assert.ok(await findUser(house.at, house.at.db, mina.id))
  const gone = await slip.submit({ word: ' Delete ' }, 'erase')
  assert.equal(gone.title, 'Your account is deleted')
  assert.equal(await findUser(house.at, house.at.db, mina.id), undefined)
  assert.equal((await jar.ask(new URL('/account', house.url))).status, 303)
  assert.ok(app)
})
