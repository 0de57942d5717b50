import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { newDatabase } from '../server/test/kit/database.ts'
import { globalSetup, globalTeardown } from '../server/test/kit/global-setup.ts'

export type Engine = 'sqlite' | 'postgres'

export interface Storage {
  readonly engine: Engine
  readonly folder: string
  /** The URL of an empty database. */
  newDatabase(name: string): Promise<string>
}

/** Runs a bench with a temporary folder and, where it is asked for, a PostgreSQL of its own; removes both. */
export async function withStorage(engine: Engine, work: (storage: Storage) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'diwan-bench-'))
  if (engine === 'postgres') await globalSetup()
  try {
    await work({
      engine,
      folder,
      newDatabase: async (name) =>
        engine === 'postgres' ? newDatabase('postgres') : `file:${join(folder, name, 'diwan.db')}`,
    })
  } finally {
    if (engine === 'postgres') await globalTeardown()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The engine the command line names; SQLite where it names none. */
export const askedEngine = (): Engine => (process.argv.includes('postgres') ? 'postgres' : 'sqlite')

/** The engine the command line names; both where it names none. */
export const askedEngines = (): Engine[] => {
  const named = process.argv.filter((word): word is Engine => word === 'sqlite' || word === 'postgres')
  return named.length > 0 ? named : ['sqlite', 'postgres']
}

export const describeMachine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}`
