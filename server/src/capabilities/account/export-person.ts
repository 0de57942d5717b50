import { sql } from 'kysely'
import { type Db, type Ports, refuse, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { listConsents } from '../consents/index.ts'
import { linksOf, listFilesOf } from '../files/index.ts'
import { findMember, listAnswersOf } from '../forms/index.ts'
import { findUser } from '../users/index.ts'
import { type Holding, holdings } from './holdings.ts'

/** A row as its person is told of it: instants in ISO 8601. */
type Told = Record<string, unknown>

/** All that is kept about a person, as JSON can hold it: every table of {@link holdings} by its name, and the profile. */
export interface Export {
  readonly exportedAt: string
  readonly profile: object
  readonly allowed: readonly object[]
  /** What the person answered to forms, as they gave it. */
  readonly answers: readonly object[]
  /** Where an auth provider writes to the person, and what its app keeps with them. */
  readonly enrolment: object | undefined
  /** Where the bytes of each file are; a private one opens for who is signed in. */
  readonly files: readonly { readonly name: string; readonly link: string }[]
  readonly tables: Readonly<Record<string, readonly Told[]>>
}

/** Tells everything that is kept about a person; secrets aside, of which only hashes are kept. */
export async function exportPerson(at: Ports, userId: UserId): Promise<Export> {
  const user = (await findUser(at, at.db, userId)) ?? refuse('sessions.not-signed-in')
  const tables: Record<string, Told[]> = {}
  for (const [table, holding] of Object.entries(holdings)) {
    tables[table] = await listRows(at.db, table, holding, userId)
  }
  const files = (await listFilesOf(at.db, userId)).map((file) => ({ name: file.name, link: linksOf(at, file).link }))
  const allowed = await listConsents(at, userId)
  await recordEvent(at, at.db, { kind: 'user.exported', userId })
  const answers = (await listAnswersOf(at, userId)).map(({ formId, formVersion, values }) => ({
    formId,
    formVersion,
    values,
  }))
  const enrolment = (await findMember(at, userId))?.enrolment
  const told = enrolment && { notification: enrolment.notification, state: enrolment.state, locale: enrolment.locale }
  const exportedAt = new Date(at.clock.now()).toISOString()
  return { exportedAt, profile: user.profile, allowed: allowed.map(tell), files, answers, enrolment: told, tables }
}

async function listRows(db: Db, table: string, { column, told }: Holding, userId: UserId): Promise<Told[]> {
  const columns = sql.join(told.map((name) => sql.ref(name)))
  const { rows } =
    await sql<Told>`SELECT ${columns} FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${userId}`.execute(db)
  return rows.map(tell)
}

const tell = (row: object): Told =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const instant = typeof value === 'number' && /(^a|_a|A)t$|_until$/.test(name)
      return [name, instant ? new Date(value).toISOString() : value]
    }),
  )
