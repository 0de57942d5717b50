import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Where people are signed in, what they allowed, and what was issued for it. Names of secrets are SHA-256, payloads sealed. */
const statements = [
  `CREATE TABLE signing_keys (kid TEXT PRIMARY KEY, alg TEXT NOT NULL, sealed TEXT NOT NULL, created_at BIGINT NOT NULL, retired_at BIGINT)`,

  `CREATE TABLE sessions (
    hash TEXT PRIMARY KEY, uid TEXT NOT NULL, user_id BIGINT REFERENCES users (id) ON DELETE CASCADE, sealed TEXT NOT NULL,
    device TEXT NOT NULL, address TEXT NOT NULL, created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)`,
  `CREATE UNIQUE INDEX sessions_by_uid ON sessions (uid)`,
  `CREATE INDEX sessions_by_user ON sessions (user_id) WHERE user_id IS NOT NULL`,
  `CREATE INDEX sessions_by_expiry ON sessions (expires_at)`,

  `CREATE TABLE consents (
    hash TEXT PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    app_id TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE, sealed TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)`,
  `CREATE INDEX consents_by_user ON consents (user_id, app_id)`,
  `CREATE INDEX consents_by_app ON consents (app_id)`,
  `CREATE INDEX consents_by_expiry ON consents (expires_at)`,

  `CREATE TABLE tokens (
    kind TEXT NOT NULL, hash TEXT NOT NULL, user_code_hash TEXT, consent_hash TEXT, session_uid TEXT,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE, app_id TEXT REFERENCES apps (id) ON DELETE CASCADE,
    sealed TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, consumed_at BIGINT, PRIMARY KEY (kind, hash))`,
  `CREATE UNIQUE INDEX tokens_by_user_code ON tokens (user_code_hash) WHERE user_code_hash IS NOT NULL`,
  `CREATE INDEX tokens_by_consent ON tokens (consent_hash) WHERE consent_hash IS NOT NULL`,
  `CREATE INDEX tokens_by_user ON tokens (user_id) WHERE user_id IS NOT NULL`,
  `CREATE INDEX tokens_by_app ON tokens (app_id) WHERE app_id IS NOT NULL`,
  `CREATE INDEX tokens_by_expiry ON tokens (expires_at)`,
]

export const openid: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
