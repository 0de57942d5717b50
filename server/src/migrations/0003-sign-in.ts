import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What sign-up, pre-registration and developers need besides. */
const statements = [
  `ALTER TABLE tokens ADD COLUMN family TEXT`,
  `CREATE INDEX tokens_by_family ON tokens (family) WHERE family IS NOT NULL`,
  `CREATE INDEX tokens_by_session ON tokens (session_uid) WHERE session_uid IS NOT NULL`,

  `ALTER TABLE apps ADD COLUMN backchannel_logout_url TEXT`,
  `CREATE INDEX apps_in_review ON apps (changed_at) WHERE state = 'in-review'`,
  `ALTER TABLE apps ADD COLUMN name_key TEXT`,
  `CREATE INDEX apps_by_name_key ON apps (name_key) WHERE name_key IS NOT NULL`,
  `ALTER TABLE apps ADD COLUMN review_note TEXT`,
  `ALTER TABLE app_credentials ADD COLUMN name TEXT`,
  `CREATE TABLE app_domains (
    app_id TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE, domain TEXT NOT NULL, challenge TEXT NOT NULL,
    method TEXT, proven_at BIGINT, created_at BIGINT NOT NULL, PRIMARY KEY (app_id, domain))`,

  `ALTER TABLE contacts ADD COLUMN preferred_at BIGINT`,
  `CREATE INDEX messages_by_recipient ON messages (recipient)`,

  `CREATE TABLE journeys (hash TEXT PRIMARY KEY, sealed TEXT NOT NULL, changed_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)`,
  `CREATE INDEX journeys_by_expiry ON journeys (expires_at)`,

  `CREATE TABLE invitations (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL, app_id TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE, contact_hash TEXT NOT NULL,
    sealed TEXT, state TEXT NOT NULL, user_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, finished_at BIGINT)`,
  `CREATE UNIQUE INDEX invitations_by_hash ON invitations (hash)`,
  `CREATE UNIQUE INDEX invitations_open ON invitations (app_id, contact_hash) WHERE state = 'open'`,
  `CREATE INDEX invitations_by_app ON invitations (app_id, created_at)`,
  `CREATE INDEX invitations_by_user ON invitations (user_id) WHERE user_id IS NOT NULL`,
  `CREATE INDEX invitations_by_expiry ON invitations (expires_at)`,
]

export const signIn: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
