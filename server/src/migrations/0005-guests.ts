import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Events, who may enter them, and how far an import of guests has come. (`events` is what happened here.) */
const statements = [
  `CREATE TABLE guest_events (
    id BIGINT PRIMARY KEY, app_id TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE, name TEXT NOT NULL, state TEXT NOT NULL,
    created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL)`,
  `CREATE INDEX guest_events_by_app ON guest_events (app_id, id)`,

  `CREATE TABLE guests (
    event_id BIGINT NOT NULL REFERENCES guest_events (id) ON DELETE CASCADE, mobile TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE SET NULL, added_at BIGINT NOT NULL, entered_at BIGINT,
    PRIMARY KEY (event_id, mobile))`,
  `CREATE INDEX guests_by_user ON guests (user_id) WHERE user_id IS NOT NULL`,

  `CREATE TABLE guest_imports (
    event_id BIGINT NOT NULL REFERENCES guest_events (id) ON DELETE CASCADE, source TEXT NOT NULL, read_bytes BIGINT NOT NULL,
    read_lines BIGINT NOT NULL, added BIGINT NOT NULL, refused BIGINT NOT NULL, changed_at BIGINT NOT NULL,
    PRIMARY KEY (event_id, source))`,
]

export const guests: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
