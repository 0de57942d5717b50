import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a number was last shown to be its holder's: numbers that lie idle pass to other people. */
const statements = [`ALTER TABLE contacts ADD COLUMN shown_at BIGINT`]

export const phoneSignIn: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
