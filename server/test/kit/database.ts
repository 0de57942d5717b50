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

/** The URL of an empty database of this engine. */
export async function newDatabase(engine: Engine): Promise<string> {
  if (engine === 'sqlite') return `file:${join(testFolder(), 'diwan.db')}`
  const name = `t${randomBytes(6).toString('hex')}`
  const root = given('DIWAN_TEST_POSTGRES')
  const client = new pg.Client({ connectionString: `${root}/postgres` })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return `${root}/${name}`
}
