import { type Migration, Migrator } from 'kysely/migration'
import type { Db } from '../kernel/index.ts'
import { migrations } from '../migrations/index.ts'

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

/** True when every migration this program knows has run. */
export async function isMigrated(db: Db): Promise<boolean> {
  return (await migrator(db).getMigrations()).every((one) => one.executedAt)
}

const migrator = (db: Db): Migrator =>
  new Migrator({ db, provider: { getMigrations: async (): Promise<Record<string, Migration>> => migrations } })
