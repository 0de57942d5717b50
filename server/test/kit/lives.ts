import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Ports } from '../../src/kernel/index.ts'
import type { Engine } from './database.ts'
import { startHouse, type TestHouse } from './house.ts'
import type { PortalAnswer } from './portal.ts'
import { type Order, type ServerProcess, startProcess } from './process.ts'
import { waitFor } from './wait.ts'

/** Starts a server that will die soon. */
export const startMortal = (t: TestContext, databaseUrl: string, env: Record<string, string> = {}) =>
  startProcess(t, databaseUrl, {
    LOG_LEVEL: 'warn',
    ...env,
  })

/** The answer, or undefined when the server died before it gave one. */
export async function answerOf<A>(asked: Promise<A>): Promise<A | undefined> {
  try {
    return await asked
  } catch (error) {
    // What `fetch` throws for a connection that is refused or breaks off.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

export interface Trial<S, A = PortalAnswer> {
  /** Does it to one subject. */
  act(url: string, subject: S): Promise<A>
  /** Asserts what must hold after the server died, or did not, and started again. */
  check(url: string, subject: S, answer: A | undefined): Promise<void>
  /** True when nothing of the act is left to be done behind it. */
  isDone(subject: S): Promise<boolean>
  /** Counts only the statements that have this in their text. */
  matching?: string
}

/**
 * Does the act to one subject after another, in a server that dies right after the first statement, the second, the
 * third … until it outlives the act. Answers how often it died.
 */
export async function dieAfterEach<S, A = PortalAnswer>(
  start: () => Promise<ServerProcess>,
  subjects: readonly S[],
  { act, check, isDone, matching = '' }: Trial<S, A>,
): Promise<number> {
  let server = await start()
  for (const [deaths, subject] of subjects.entries()) {
    await obeys(server, { killAfter: deaths + 1, matching })
    const answer = await answerOf(act(server.url, subject))
    const done = answer !== undefined && (await outlives(server, () => isDone(subject)))
    const survived = done && (await obeys(server, { killAfter: Number.MAX_SAFE_INTEGER }))
    if (!survived) {
      await server.ended
      server = await start()
    }
    await check(server.url, subject, answer)
    if (survived) {
      assert.equal(await server.stop(), 0)
      return deaths
    }
  }
  return assert.fail('the act has more statements than there are subjects')
}

/** Gives an order; false when the server died (its worker runs statements, too) before it said that it understood. */
const obeys = ({ order, ended }: ServerProcess, wish: Order): Promise<boolean> =>
  Promise.race([
    order(wish).then(
      () => true,
      () => false,
    ),
    ended.then(() => false),
  ])

/** True when the work is done while the server still lives. */
async function outlives({ ended }: ServerProcess, isDone: () => Promise<boolean>): Promise<boolean> {
  let dead = false
  ended.then(() => {
    dead = true
  })
  await waitFor('the end of the act or of the server', async () => dead || (await isDone()))
  return !dead
}

/** Longer than the lease of a message. */
const pastLease = 120_000

/** A server that lives: what the dead left in the outbox is due for it at once, and it sends it. */
export async function startHeir(
  t: TestContext,
  engine: Engine,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<TestHouse> {
  const clock = { now: () => Date.now() + pastLease }
  const house = await startHouse(t, engine, { databaseUrl, clock, env })
  await waitFor('an empty outbox', async () => (await countMessages(house.at, 'pending')) === 0, 60_000)
  return house
}

export async function countMessages({ db }: Ports, state: string): Promise<number> {
  const { count } = await db
    .selectFrom('messages')
    .select((one) => one.fn.countAll<number | string>().as('count'))
    .where('state', '=', state)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/**
 * Asserts that nobody is half there: whoever exists has a password, an e-mail and, while pending, a link and its message;
 * nothing exists without its person; and nothing is held.
 */
export async function assertWhole({ db }: Ports): Promise<void> {
  const users = await db.selectFrom('users').select(['id', 'state']).orderBy('id').execute()
  const owners = async (table: 'passwords' | 'contacts' | 'messages' | 'events') =>
    new Set((await db.selectFrom(table).select('user_id').execute()).map((row) => row.user_id))
  const all = new Set<number | null>(users.map((one) => one.id))
  assert.deepEqual(await owners('passwords'), all, 'each has a password, and each password somebody')
  assert.deepEqual(await owners('contacts'), all, 'each has an e-mail, and each contact somebody')
  // A code that is used up is kept until it expires, and opens nothing any more.
  const live = await db.selectFrom('verifications').select('user_id').where('method', '!=', 'used').execute()
  const links = new Set(live.map((row) => row.user_id))
  const [messages, events] = [await owners('messages'), await owners('events')]
  for (const { id } of users.filter((one) => one.state === 'pending')) {
    assert.ok(links.has(id), 'who waits has a link')
    assert.ok(messages.has(id), 'and the message that carries it')
    assert.ok(events.has(id), 'and an event that tells of it')
  }
  assert.equal([...links].filter((id) => !all.has(id)).length, 0, 'no link is for nobody')
}
