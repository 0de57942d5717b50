import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Forms and their versions, what was answered to them, auth providers, and logins that belong to one. */
const statements = [
  `CREATE TABLE forms (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, version INTEGER NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL)`,
  `CREATE UNIQUE INDEX forms_by_number ON forms (number)`,
  `CREATE TABLE form_versions (
    form_id TEXT NOT NULL REFERENCES forms (id) ON DELETE CASCADE, version INTEGER NOT NULL, definition TEXT NOT NULL,
    created_at BIGINT NOT NULL, PRIMARY KEY (form_id, version))`,

  `CREATE TABLE providers (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, kind TEXT NOT NULL, form_id TEXT REFERENCES forms (id), state TEXT NOT NULL,
    config TEXT NOT NULL, sealed TEXT, version INTEGER NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL)`,
  `CREATE UNIQUE INDEX providers_by_number ON providers (number)`,
  `CREATE INDEX providers_by_form ON providers (form_id) WHERE form_id IS NOT NULL`,

  `CREATE TABLE logins (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE, login TEXT NOT NULL, login_key TEXT NOT NULL,
    claimed_at BIGINT, created_at BIGINT NOT NULL)`,
  `CREATE UNIQUE INDEX logins_claimed ON logins (provider_id, login_key) WHERE claimed_at IS NOT NULL`,
  `CREATE INDEX logins_by_key ON logins (provider_id, login_key)`,
  `CREATE INDEX logins_waiting ON logins (provider_id, created_at) WHERE claimed_at IS NULL`,

  `CREATE TABLE form_answers (
    id BIGINT PRIMARY KEY, form_id TEXT NOT NULL REFERENCES forms (id) ON DELETE CASCADE, form_version INTEGER NOT NULL,
    app_id TEXT REFERENCES apps (id) ON DELETE CASCADE, user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    status TEXT, sealed TEXT NOT NULL, revision INTEGER NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL)`,
  `CREATE INDEX form_answers_by_form ON form_answers (form_id, app_id, id)`,
  `CREATE INDEX form_answers_by_user ON form_answers (user_id) WHERE user_id IS NOT NULL`,
  `CREATE INDEX form_answers_by_app ON form_answers (app_id) WHERE app_id IS NOT NULL`,
  `CREATE TABLE form_uniques (
    form_id TEXT NOT NULL REFERENCES forms (id) ON DELETE CASCADE, marker TEXT NOT NULL, value_mac TEXT NOT NULL,
    answer_id BIGINT NOT NULL REFERENCES form_answers (id) ON DELETE CASCADE, PRIMARY KEY (form_id, marker, value_mac))`,
  `CREATE INDEX form_uniques_by_answer ON form_uniques (answer_id)`,

  `CREATE TABLE enrolments (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    answer_id BIGINT NOT NULL REFERENCES form_answers (id) ON DELETE CASCADE, sealed TEXT NOT NULL, locale TEXT NOT NULL,
    revision INTEGER NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL)`,
  `CREATE INDEX enrolments_by_answer ON enrolments (answer_id)`,
]

export const forms: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
