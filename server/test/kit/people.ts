import { sql } from 'kysely'
import type { Db, Tx } from '../../src/kernel/index.ts'

/** The app that registered them all: the demo's first. */
export const registeringApp = 'chophanphoi'

const prime = 2_147_483_647
const step = 48_271

/** The address of the n-th person (from 1). Addresses follow one another in no order, as people's do. */
export const emailOfPerson = (n: number): string => `person${(n * step) % prime}@example.com`

const firstId = 2 ** 50
/** 1 January 2026: where ids begin, and the first person registers. */
const begin = Date.UTC(2026, 0, 1)
/** Between two registrations, ms: a million people take ten months. */
const pause = 26_000
/** From registration to activation, ms. */
const delay = 60_000

/**
 * Writes the people `from` … `to` as `register`, the worker and `email-active` leave them: the person, a proven e-mail
 * and an unproven mobile, the password, both events, and the sent message. One transaction; the engine draws the rows.
 *
 * @param hashed everybody's password
 */
export async function fill(db: Db, from: number, to: number, hashed = '$argon2id$'): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (let first = from; first <= to; first += portion)
      await fillPortion(tx, first, Math.min(to, first + portion - 1), hashed)
  })
}

/** People of one statement: few enough for it to end within a server's statement timeout. */
const portion = 50_000

async function fillPortion(tx: Tx, from: number, to: number, hashed: string): Promise<void> {
  for (const statement of statements(hashed)) {
    const people = `WITH RECURSIVE people (n) AS (SELECT CAST(${from} AS BIGINT) UNION ALL SELECT n + 1 FROM people WHERE n < ${to})`
    await sql.raw(statement.replace('PEOPLE', people)).execute(tx)
  }
}

/** A row's id in the shape of a UUID, different for each table. */
const rowId = (table: number): string =>
  `'01990000-000${table}-7000-8000-' || substr(CAST(1000000000000 + n AS TEXT), 2)`

function statements(hashed: string): string[] {
  const at = `(${begin} + n * ${pause})`
  const id = `(${firstId} + n * ${pause} * 2048 + n % 2048)`
  const email = `'person' || CAST((n * ${step}) % ${prime} AS TEXT) || '@example.com'`
  const mobile = `'+98912' || CAST(1000000 + n AS TEXT)`
  const profile = `'{"name":"Person ' || CAST(n AS TEXT) || '","mobile":"' || ${mobile} || '","gender":"female","birthDate":"1990-01-01"}'`
  const event = (table: number, kind: string, when: string) =>
    `INSERT INTO events (id, kind, at, user_id, app_id, facts)
     PEOPLE SELECT ${rowId(table)}, '${kind}', ${when}, ${id}, '${registeringApp}', '{}' FROM people`
  return [
    `INSERT INTO users (id, state, language, app_id, profile, sealed, created_at, activated_at)
     PEOPLE SELECT ${id}, 'active', 'vi', '${registeringApp}', ${profile}, NULL, ${at}, ${at} + ${delay} FROM people`,
    `INSERT INTO contacts (user_id, kind, value, proven_at, created_at)
     PEOPLE SELECT ${id}, 'email', ${email}, ${at} + ${delay}, ${at} FROM people`,
    `INSERT INTO contacts (user_id, kind, value, proven_at, created_at)
     PEOPLE SELECT ${id}, 'mobile', ${mobile}, NULL, ${at} FROM people`,
    `INSERT INTO passwords (user_id, hash, must_change, published, changed_at, mailed_hash, mailed_until)
     PEOPLE SELECT ${id}, '${hashed}', 0, 0, ${at}, NULL, NULL FROM people`,
    event(1, 'user.registered', at),
    event(2, 'user.activated', `${at} + ${delay}`),
    `INSERT INTO messages (id, channel, kind, recipient, language, app_id, user_id, sealed, state, attempts, due_at,
       leased_until, created_at, expires_at, finished_at, problem)
     PEOPLE SELECT ${rowId(3)}, 'email', 'activation-link', ${email}, 'vi', '${registeringApp}', ${id}, NULL, 'sent', 1,
       ${at} + 40000, ${at} + 40000, ${at}, ${at} + 172800000, ${at} + 500, NULL FROM people`,
  ]
}
