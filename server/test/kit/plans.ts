import { CompiledQuery } from 'kysely'
import type { Db } from '../../src/kernel/index.ts'
import type { Engine } from './database.ts'

/** Whether it reads or writes rows, and is not one that orders the engine. */
export const isStatement = ({ sql }: CompiledQuery): boolean => /^\s*(select|insert|update|delete)/i.test(sql)

/** What reads a guarded table from end to end, as the engine's own plan says. */
export async function findScans(
  db: Db,
  engine: Engine,
  { sql: text, parameters }: CompiledQuery,
  guarded: readonly string[],
): Promise<string[]> {
  if (engine === 'sqlite') {
    const { rows } = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`EXPLAIN QUERY PLAN ${text}`, [...parameters]),
    )
    // SEARCH is a look-up by index or row id; a SCAN visits every row, also where it walks an index to do so.
    return rows.map((row) => row.detail).filter((detail) => guarded.includes(/^SCAN (\w+)/.exec(detail)?.[1] ?? ''))
  }
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': unknown }>(
    CompiledQuery.raw(`EXPLAIN (FORMAT JSON) ${text}`, [...parameters]),
  )
  return scansOf(rows[0]?.['QUERY PLAN'], guarded)
}

function scansOf(plan: unknown, guarded: readonly string[]): string[] {
  if (typeof plan !== 'object' || plan === null) return []
  const node = plan as Record<string, unknown>
  // An index that is walked without a condition is a scan too.
  const walks = /^(Seq|Index|Index Only) Scan$/.test(String(node['Node Type'])) && node['Index Cond'] === undefined
  const own = walks && guarded.includes(String(node['Relation Name'])) ? [`SCAN ${node['Relation Name']}`] : []
  return [...own, ...Object.values(node).flatMap((one) => scansOf(one, guarded))]
}
