import type { TestContext } from 'node:test'
import { type Ports, Refusal, type RefusalCode } from '../../src/kernel/index.ts'
import { type Engine, newDatabase } from './database.ts'
import { startHouse } from './house.ts'

/** Ports that race at a capability itself: two pools of one database on PostgreSQL, one connection on SQLite. */
export interface Rivals {
  readonly all: readonly Ports[]
  readonly at: Ports
  readonly url: string
  /** Moves the clock of all, ms; back when it is negative. */
  advance(milliseconds: number): void
}

export async function startRivals(t: TestContext, engine: Engine): Promise<Rivals> {
  const databaseUrl = await newDatabase(engine)
  const first = await startHouse(t, engine, { databaseUrl })
  const houses = engine === 'postgres' ? [first, await startHouse(t, engine, { databaseUrl })] : [first]
  return {
    all: houses.map((house) => house.at),
    at: first.at,
    url: first.url,
    advance: (milliseconds) => {
      for (const house of houses) house.advance(milliseconds)
    },
  }
}

/** What came of each: `done`, or why it was declined. Anything else that is thrown fails the test. */
export async function outcomes(work: Promise<unknown>[]): Promise<('done' | RefusalCode)[]> {
  const settled = await Promise.allSettled(work)
  return settled.map((one) => {
    if (one.status === 'fulfilled') return 'done'
    if (one.reason instanceof Refusal) return one.reason.code
    throw one.reason
  })
}

export const count = <T>(list: readonly T[], wanted: T): number => list.filter((one) => one === wanted).length
