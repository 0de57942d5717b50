import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Since when an app's tokens count: none from before it was suspended comes back to life. */
const statements = ['ALTER TABLE apps ADD COLUMN tokens_since BIGINT NOT NULL DEFAULT 0']

export const tokensSince: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
