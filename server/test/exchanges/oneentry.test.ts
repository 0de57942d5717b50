import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { newDatabase } from '../kit/database.ts'
import { runExchanges } from '../kit/exchanges.ts'
import { startHouse } from '../kit/house.ts'
import { startProcess } from '../kit/process.ts'

const folder = new URL('../../src/dialects/oneentry/exchanges/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.http'))

for (const name of files) {
  test(`the exchanges of forms and sign-in in ${name}, on SQLite`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const stage = { urls: [house.url], at: house.at, advance: house.advance }
    assert.ok((await runExchanges(stage, new URL(name, folder))) > 0)
  })

  test(`the exchanges of forms and sign-in in ${name}, in turn on two servers of one PostgreSQL`, async (t) => {
    const databaseUrl = await newDatabase('postgres')
    const house = await startHouse(t, 'postgres', { databaseUrl })
    const [a, b] = [await startProcess(t, databaseUrl), await startProcess(t, databaseUrl)]
    const advance = async (milliseconds: number) => {
      house.advance(milliseconds)
      await Promise.all([a.order({ advance: milliseconds }), b.order({ advance: milliseconds })])
    }
    const stage = { urls: [a.url, b.url], at: house.at, advance }
    assert.ok((await runExchanges(stage, new URL(name, folder))) > 0)
  })
}
