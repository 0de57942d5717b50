import { type Migration, Migrator } from 'kysely/migration'
import type { Db } from '../kernel/index.ts'
import { migrations } from '../migrations/index.ts'
import { openDatabase } from './open-database.ts'

/**
 * Brings the schema up to date under a lock (PostgreSQL's advisory lock, SQLite's write lock), all in one transaction,
 * and records what ran in `kysely_migration`. Several processes may call it at once: one works, the others wait.
 *
 * @returns the names of the migrations this call ran
 */
export async function migrate(db: Db): Promise<string[]> {
  const { error, results } = await migrator(db).migrateToLatest()
  if (error) throw error
  return (results ?? []).filter((one) => one.status === 'Success').map((one) => one.migrationName)
}

/**
 * {@link migrate} over a connection of its own that waits as long as it takes: for the lock, and for an index over
 * millions of rows.
 */
export async function migrateUrl(url: string): Promise<string[]> {
  const db = openDatabase(url, { patient: true })
  try {
    return await migrate(db)
  } finally {
    await db.destroy()
  }
}

/** True when every migration this program knows has run. */
export async function isMigrated(db: Db): Promise<boolean> {
  return (await migrator(db).getMigrations()).every((one) => one.executedAt)
}

const migrator = (db: Db): Migrator =>
  new Migrator({ db, provider: { getMigrations: async (): Promise<Record<string, Migration>> => migrations } })
