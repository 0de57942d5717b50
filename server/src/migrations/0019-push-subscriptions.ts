import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Browsers in which people want to be told things by Web Push. */
const statements = [
  `CREATE TABLE push_subscriptions (
    id TEXT PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE, app_id TEXT NOT NULL,
    host TEXT NOT NULL, endpoint_hash TEXT NOT NULL, sealed TEXT NOT NULL, created_at BIGINT NOT NULL)`,
  `CREATE UNIQUE INDEX push_subscriptions_by_endpoint ON push_subscriptions (endpoint_hash)`,
  `CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user_id, created_at)`,
]

export const pushSubscriptions: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
