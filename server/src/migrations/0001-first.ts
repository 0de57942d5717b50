import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The schema as the first release had it. Portable types only: TEXT, BIGINT (epoch ms, ids), INTEGER (0/1, counts). */
const statements = [
  `CREATE TABLE holds (name TEXT PRIMARY KEY)`,

  `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at BIGINT NOT NULL)`,

  `CREATE TABLE events (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, at BIGINT NOT NULL, user_id BIGINT, app_id TEXT, facts TEXT NOT NULL)`,
  `CREATE INDEX events_by_user ON events (user_id, at) WHERE user_id IS NOT NULL`,
  `CREATE INDEX events_by_app ON events (app_id, at) WHERE app_id IS NOT NULL`,

  `CREATE TABLE limits (name TEXT PRIMARY KEY, spent INTEGER NOT NULL, resets_at BIGINT NOT NULL)`,
  `CREATE INDEX limits_by_reset ON limits (resets_at)`,

  `CREATE TABLE messages (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, kind TEXT NOT NULL, recipient TEXT NOT NULL, language TEXT NOT NULL,
    app_id TEXT, user_id BIGINT, sealed TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL, due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, finished_at BIGINT, problem TEXT)`,
  `CREATE INDEX messages_due ON messages (channel, due_at) WHERE state = 'pending'`,
  `CREATE INDEX messages_dead ON messages (created_at) WHERE state = 'dead'`,
  `CREATE INDEX messages_sealed ON messages (expires_at) WHERE sealed IS NOT NULL`,
  `CREATE INDEX messages_finished ON messages (finished_at) WHERE finished_at IS NOT NULL`,
  `CREATE INDEX messages_by_user ON messages (user_id) WHERE user_id IS NOT NULL`,

  `CREATE TABLE inbox (id TEXT PRIMARY KEY, channel TEXT NOT NULL, recipient TEXT NOT NULL, at BIGINT NOT NULL, sealed TEXT NOT NULL)`,
  `CREATE INDEX inbox_by_recipient ON inbox (recipient, at)`,
  `CREATE INDEX inbox_by_time ON inbox (at)`,

  `CREATE TABLE apps (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, description TEXT NOT NULL, category TEXT NOT NULL,
    logo TEXT, owner_id BIGINT, locale TEXT, domains TEXT NOT NULL, redirect_urls TEXT NOT NULL, return_urls TEXT NOT NULL,
    activation_url TEXT, reset_url TEXT, permissions TEXT NOT NULL, policy TEXT NOT NULL, revision INTEGER NOT NULL,
    created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL)`,
  `CREATE UNIQUE INDEX apps_by_name ON apps (name)`,
  `CREATE INDEX apps_by_owner ON apps (owner_id) WHERE owner_id IS NOT NULL`,
  `CREATE TABLE app_credentials (
    id TEXT PRIMARY KEY, app_id TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE, kind TEXT NOT NULL, hash TEXT NOT NULL,
    prefix TEXT NOT NULL, permissions TEXT, created_at BIGINT NOT NULL, expires_at BIGINT, revoked_at BIGINT, last_used_at BIGINT)`,
  `CREATE UNIQUE INDEX app_credentials_by_hash ON app_credentials (kind, hash)`,
  `CREATE INDEX app_credentials_by_app ON app_credentials (app_id)`,

  `CREATE TABLE users (
    id BIGINT PRIMARY KEY, state TEXT NOT NULL, language TEXT, app_id TEXT, profile TEXT NOT NULL, sealed TEXT,
    created_at BIGINT NOT NULL, activated_at BIGINT)`,
  `CREATE INDEX users_pending ON users (created_at) WHERE state = 'pending'`,
  `CREATE TABLE contacts (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE, kind TEXT NOT NULL, value TEXT NOT NULL,
    proven_at BIGINT, created_at BIGINT NOT NULL, PRIMARY KEY (user_id, kind, value))`,
  `CREATE INDEX contacts_by_value ON contacts (value, kind)`,
  `CREATE UNIQUE INDEX contacts_proven ON contacts (value, kind) WHERE proven_at IS NOT NULL`,

  `CREATE TABLE passwords (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE, hash TEXT NOT NULL, must_change INTEGER NOT NULL,
    published INTEGER NOT NULL, changed_at BIGINT NOT NULL, mailed_hash TEXT, mailed_until BIGINT)`,

  `CREATE TABLE verifications (
    purpose TEXT NOT NULL, subject TEXT NOT NULL, method TEXT NOT NULL, secret_hash TEXT NOT NULL, contact_kind TEXT NOT NULL,
    contact_value TEXT NOT NULL, user_id BIGINT REFERENCES users (id) ON DELETE CASCADE, app_id TEXT,
    tries_left INTEGER NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, PRIMARY KEY (purpose, subject))`,
  `CREATE INDEX verifications_by_user ON verifications (user_id) WHERE user_id IS NOT NULL`,
  `CREATE INDEX verifications_by_expiry ON verifications (expires_at)`,
  `CREATE TABLE code_streaks (
    subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, pauses INTEGER NOT NULL, paused_until BIGINT NOT NULL, changed_at BIGINT NOT NULL)`,
]

export const first: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
