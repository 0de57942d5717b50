import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Dialect, Kysely } from 'kysely'
import type { Db, Tables } from '../kernel/index.ts'
import { postgresDialect } from './postgres.ts'
import { sqliteDialect } from './sqlite.ts'

interface Options {
  wrap?: ((dialect: Dialect) => Dialect) | undefined
  patient?: boolean
}
const unchanged = (dialect: Dialect): Dialect => dialect

/**
 * Opens `postgres://…` or `file:PATH[?max_page_count=N]`. Nothing is connected until the first query.
 *
 * @param wrap what tests put around the engine: a failpoint, a counter of queries
 * @param patient statements may take as long as they need, as migrations do
 */
export function openDatabase(url: string, { wrap = unchanged, patient = false }: Options = {}): Db {
  if (/^postgres(ql)?:/.test(url)) return new Kysely<Tables>({ dialect: wrap(postgresDialect(url, patient)) })
  const [path = '', query = ''] = url.replace(/^file:/, '').split('?')
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const maxPageCount = Number(new URLSearchParams(query).get('max_page_count') ?? 0)
  return new Kysely<Tables>({ dialect: wrap(sqliteDialect(path, maxPageCount > 0 ? { maxPageCount } : {})) })
}
