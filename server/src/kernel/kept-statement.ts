import { createHash } from 'node:crypto'
import { type CompiledQuery, PostgresAdapter } from 'kysely'
import type { Db } from './database.ts'

/** Stands in a statement for a value that each call gives. */
class Place {
  readonly name: PropertyKey
  constructor(name: PropertyKey) {
    this.name = name
  }
  [Symbol.toPrimitive](): never {
    throw new Error('a kept statement is drawn without its values: nothing may be computed from them')
  }
}

const names = new Map<string, string>()

/** Whether the engine locks rows, and can pass over those that somebody else has locked; the other has one writer. */
export const locksRows = (db: Db): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/**
 * The name of a kept statement, by its text: an engine that plans each text anew may keep the plan under it. It tells the
 * text, so that whoever meets it in a session that another process used finds what it means.
 */
export const keptName = (text: string): string | undefined => names.get(text)

/**
 * A statement whose text is drawn once for each engine, and kept: drawing it costs the processor several times what the
 * engine takes to answer it (decision 0019). `draw` gets places instead of values: it puts them where they belong, and
 * decides nothing by them. A plan may be kept as well: what the condition of an index asks for is no value but a
 * literal.
 */
export function keepStatement<Given extends object, Row>(
  draw: (db: Db, given: Given) => { compile(db: Db): CompiledQuery<Row> },
): (db: Db, given: Given) => Promise<Row[]> {
  const drawn = new WeakMap<object, CompiledQuery<Row>>()
  const places = new Proxy({} as Given, { get: (_, name) => new Place(name) })
  return async (db, given) => {
    const { adapter } = db.getExecutor()
    const query = drawn.get(adapter) ?? draw(db, places).compile(db)
    drawn.set(adapter, query)
    if (!names.has(query.sql)) names.set(query.sql, nameOf(query.sql))
    const parameters = query.parameters.map((one) => (one instanceof Place ? given[one.name as keyof Given] : one))
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows
  }
}

/** As {@link keepStatement}, for a text that depends on how many things it is about: one is kept for each number of them. */
export function keepStatements<Given extends object, Row>(
  draw: (count: number) => (db: Db, given: Given) => { compile(db: Db): CompiledQuery<Row> },
): (db: Db, count: number, given: Given) => Promise<Row[]> {
  const kept: ((db: Db, given: Given) => Promise<Row[]>)[] = []
  return (db, count, given) => {
    const statement = kept[count] ?? keepStatement(draw(count))
    kept[count] = statement
    return statement(db, given)
  }
}

const nameOf = (text: string): string => `kept_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
