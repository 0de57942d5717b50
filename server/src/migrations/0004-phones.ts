import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What phones need besides. */
const statements = [
  `ALTER TABLE messages ADD COLUMN gateway TEXT`,
  `ALTER TABLE messages ADD COLUMN gateway_ref TEXT`,
  `ALTER TABLE messages ADD COLUMN receipt TEXT`,
  `ALTER TABLE messages ADD COLUMN receipt_at BIGINT`,
  `CREATE INDEX messages_by_gateway_ref ON messages (gateway, gateway_ref) WHERE gateway_ref IS NOT NULL`,
]

export const phones: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
