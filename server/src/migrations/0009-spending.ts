import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How many codes were sent to a calling code and typed right, by the minute; and which ratios have collapsed. */
const statements = [
  `CREATE TABLE code_tallies (
    prefix TEXT NOT NULL, minute BIGINT NOT NULL, sent BIGINT NOT NULL, verified BIGINT NOT NULL,
    PRIMARY KEY (minute, prefix))`,
  `CREATE TABLE code_alarms (prefix TEXT PRIMARY KEY, raised_at BIGINT NOT NULL, ringing INTEGER NOT NULL)`,
]

export const spending: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
