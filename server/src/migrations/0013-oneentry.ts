import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The app whose own client a person is signed in with, for sessions that no browser of the hosted pages holds. */
const statements = [
  `ALTER TABLE sessions ADD COLUMN app_id TEXT REFERENCES apps (id) ON DELETE CASCADE`,
  `CREATE INDEX sessions_by_app ON sessions (app_id) WHERE app_id IS NOT NULL`,
]

export const oneentry: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
