import type { TestContext } from 'node:test'
import { type Config, readConfig } from '../../src/config.ts'
import type { Ports } from '../../src/kernel/index.ts'
import { type Overrides, startServer } from '../../src/server.ts'
import { type Engine, newDatabase, testFolder } from './database.ts'
import { cheapHasher } from './hashes.ts'
import { assertNoSecret, assertNoSecretInDatabase, recordSecret } from './secrets.ts'

/** A secret of the tests' own. */
export const testSecret = 'a-secret-of-the-tests-of-32-characters-and-more'

export interface TestHouse {
  readonly url: string
  readonly at: Ports
  readonly databaseUrl: string
  /** Every log line so far. */
  readonly logs: string[]
  /** Moves the server's clock, ms. */
  advance(milliseconds: number): void
  stop(): Promise<void>
}

export interface HouseWish extends Overrides {
  databaseUrl?: string
  env?: Record<string, string>
}

/** The environment of a test's server: development mode, any free port, a data folder of its own. */
export function testEnv(databaseUrl: string, env: Record<string, string> = {}): Record<string, string> {
  return {
    DIWAN_MODE: 'development',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    DATA_DIR: testFolder(),
    DIWAN_SECRET: testSecret,
    LOG_LEVEL: 'info',
    ...env,
  }
}

/**
 * Starts a server in this process: real HTTP, a real database, and a clock that the test can move. At its end everything
 * it wrote is searched for the secrets that were used.
 */
export async function startHouse(test: TestContext, engine: Engine, wish: HouseWish = {}): Promise<TestHouse> {
  const databaseUrl = wish.databaseUrl ?? (await newDatabase(engine))
  const config: Config = readConfig(testEnv(databaseUrl, wish.env))
  recordSecret(testSecret)
  const logs: string[] = []
  let shift = 0
  const clock = { now: () => Date.now() + shift }
  const { engine: wrap, channels, outside, hasher = cheapHasher() } = wish
  const server = await startServer(config, {
    clock: wish.clock ?? clock,
    hasher,
    writeLog: (line) => void logs.push(line),
    ...(wrap && { engine: wrap }),
    ...(channels && { channels }),
    ...(outside && { outside }),
  })
  let stopped: Promise<void> | undefined
  const stop = async () => {
    try {
      assertNoSecret('the log', logs.join(''))
      assertNoSecret('the metrics', await (await fetch(`${server.url}/metrics`)).text())
      await assertNoSecretInDatabase(server.at.db)
    } finally {
      await server.stop()
    }
  }
  const stopOnce = () => (stopped ??= stop())
  test.after(stopOnce)
  return {
    url: server.url,
    at: server.at,
    databaseUrl,
    logs,
    advance: (by) => {
      shift += by
    },
    stop: stopOnce,
  }
}
