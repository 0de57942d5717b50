import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Numbers of people that are retired for ever, and whose account each became part of. */
const statements = [
  `CREATE TABLE merged_accounts (
    retired_id BIGINT PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE, merged_at BIGINT NOT NULL)`,
  `CREATE INDEX merged_accounts_by_user ON merged_accounts (user_id)`,
]

export const mergedAccounts: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
