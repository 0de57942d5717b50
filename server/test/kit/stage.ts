import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type Ports, Refusal, type RefusalCode, type Refusals } from '../../src/kernel/index.ts'
import { sayFailed, sayRefusal } from '../../src/views/index.ts'
import { type Engine, newDatabase } from './database.ts'
import { startHouse } from './house.ts'
import { callPortal, type Fields, type PortalAnswer } from './portal.ts'
import { startProcess } from './process.ts'

/** Where races are run: one server on SQLite, two server processes of one database on PostgreSQL. */
export interface RaceStage {
  readonly urls: readonly string[]
  /** The server that the test looks through; not one of those that race on PostgreSQL. */
  readonly url: string
  readonly at: Ports
  /** Moves the clock of every server, ms. */
  advance(milliseconds: number): Promise<void>
}

export async function startStage(t: TestContext, engine: Engine): Promise<RaceStage> {
  const databaseUrl = await newDatabase(engine)
  const house = await startHouse(t, engine, { databaseUrl })
  const processes =
    engine === 'postgres' ? await Promise.all([startProcess(t, databaseUrl), startProcess(t, databaseUrl)]) : []
  return {
    urls: processes.length > 0 ? processes.map((one) => one.url) : [house.url],
    url: house.url,
    at: house.at,
    async advance(milliseconds) {
      house.advance(milliseconds)
      await Promise.all(processes.map((one) => one.order({ advance: milliseconds })))
    },
  }
}

/** How many requests race (attacks.md). */
export const crowd = 100

/** Sends `count` requests at once, to the servers in turn; none of them may be answered as a bug of ours. */
export async function race(
  stage: RaceStage,
  fieldsOf: (i: number) => Fields,
  count = crowd,
  site?: Fields,
): Promise<PortalAnswer[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, i) => callPortal(stage.urls[i % stage.urls.length] ?? '', fieldsOf(i), site)),
  )
  for (const answer of answers) assertNoBug(answer)
  return answers
}

const bug = sayFailed('vi', '\0').split('\0')[0] ?? ''

function assertNoBug(answer: PortalAnswer): void {
  assert.ok(bug.length > 5 && !answer.message.startsWith(bug), `a bug: ${answer.message}`)
}

/** True when the answer is this refusal, in the portal's own language. */
export const isRefusal = <C extends RefusalCode>(answer: PortalAnswer, code: C, facts: Refusals[C]): boolean =>
  answer.ok === 0 && answer.message === sayRefusal('vi', new Refusal(code, facts))

/** True when some budget was spent, however long the wait is. */
export const isExhausted = (answer: PortalAnswer): boolean =>
  answer.ok === 0 && answer.message.startsWith(exhausted) && exhausted.length > 5

const exhausted = sayRefusal('vi', new Refusal('limits.exhausted', { retryAfterSeconds: 0 })).split('0')[0] ?? ''

export const winners = (answers: PortalAnswer[]): PortalAnswer[] => answers.filter((answer) => answer.ok === 1)
