import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Uploaded files, and the keys under which bytes may lie in the store: a key is written here before its bytes, and goes
 * after them.
 */
const statements = [
  `CREATE TABLE files (
    id TEXT PRIMARY KEY, app_id TEXT NOT NULL, user_id BIGINT REFERENCES users (id) ON DELETE CASCADE, state TEXT NOT NULL,
    key TEXT NOT NULL, link_hash TEXT NOT NULL, link_sealed TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
    bytes BIGINT NOT NULL, preview_bytes BIGINT NOT NULL, digest TEXT NOT NULL, width INTEGER, height INTEGER,
    private INTEGER NOT NULL, created_at BIGINT NOT NULL, claimed_at BIGINT, holder TEXT)`,
  `CREATE UNIQUE INDEX files_by_key ON files (key)`,
  `CREATE UNIQUE INDEX files_by_link ON files (link_hash)`,
  `CREATE INDEX files_by_app ON files (app_id, bytes, preview_bytes)`,
  `CREATE INDEX files_by_user ON files (user_id, bytes, preview_bytes) WHERE user_id IS NOT NULL`,
  `CREATE INDEX files_unclaimed ON files (created_at) WHERE claimed_at IS NULL`,

  `CREATE TABLE file_keys (key TEXT PRIMARY KEY, written_at BIGINT NOT NULL)`,
]

export const files: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
