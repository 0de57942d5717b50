import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Db } from '../../src/kernel/index.ts'

/** Secrets shorter than this may stand in a text by chance. */
const shortest = 8
const used = new Set<string>()

/** Remembers a secret that a test uses, so that every server's traces are searched for it at its end (attack 83). */
export function recordSecret(...secrets: (string | undefined)[]): void {
  for (const secret of secrets) {
    if (secret && secret.length >= shortest) for (const one of spellings(secret)) used.add(one)
  }
}

/** In clear, and as an address or a form (where a space is a plus) would carry it. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams([['', secret]]).toString().slice(1),
]

/** @throws AssertionError naming where a recorded secret stands in clear */
export function assertNoSecret(place: string, text: string): void {
  const found = [...used].find((one) => text.includes(one))
  assert.equal(found, undefined, `a secret stands in clear in ${place}`)
}

/** Searches every column of every table. */
export async function assertNoSecretInDatabase(db: Db): Promise<void> {
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql`SELECT * FROM ${sql.table(name)}`.execute(db)
    for (const row of rows) assertNoSecret(`the table ${name}`, JSON.stringify(row))
  }
}
