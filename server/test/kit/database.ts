import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'

export const engines = ['sqlite', 'postgres'] as const
export type Engine = (typeof engines)[number]

/** What the run's set-up made; without it no test that needs it passes (a missing database is a failure, not a skip). */
export function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests by npm test`)
  return value
}

/** A folder of the run's own, removed at its end. */
export const testFolder = (): string => join(given('DIWAN_TEST_FOLDER'), randomBytes(6).toString('hex'))

/** On PostgreSQL, the database of the run that has the schema and nothing in it (global-setup.ts). */
export const templateName = 'template_diwan'

/** The URL of a database of this engine that nobody has used. */
export const newDatabase = (engine: Engine): Promise<string> =>
  // To copy the schema takes a tenth of the time that it takes to make it.
  engine === 'sqlite' ? emptyDatabase(engine) : createPostgres(`TEMPLATE ${templateName}`)

/** The same without a schema. */
export const emptyDatabase = async (engine: Engine): Promise<string> =>
  engine === 'sqlite' ? `file:${join(testFolder(), 'diwan.db')}` : createPostgres()

async function createPostgres(how = ''): Promise<string> {
  const name = `t${randomBytes(6).toString('hex')}`
  const root = given('DIWAN_TEST_POSTGRES')
  const client = new pg.Client({ connectionString: `${root}/postgres` })
  await client.connect()
  await client.query(`CREATE DATABASE ${name} ${how}`)
  await client.end()
  return `${root}/${name}`
}
