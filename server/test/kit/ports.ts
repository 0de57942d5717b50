import type { TestContext } from 'node:test'
import { migrate } from '../../src/adapters/migrate.ts'
import { readConfig } from '../../src/config.ts'
import { apply } from '../../src/dialects/operator/apply.ts'
import { readAppliedFile } from '../../src/dialects/operator/read-file.ts'
import type { Ports } from '../../src/kernel/index.ts'
import { openHouse } from '../../src/server.ts'
import { testEnv } from './house.ts'

/** The ports on a database, its schema made: no server, nobody who sends messages. */
export async function openPorts(
  test: TestContext,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<Ports> {
  const config = readConfig(testEnv(databaseUrl, env))
  const house = openHouse(config, () => 'http://127.0.0.1', { writeLog: () => undefined })
  test.after(() => house.close())
  await migrate(house.at.db)
  return house.at
}

/** Applies what `diwan apply` would read from a file. */
export const applyFile = (at: Ports, file: object): Promise<string[]> =>
  apply(at, readAppliedFile('test', JSON.stringify(file), 'development'))
