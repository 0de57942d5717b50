import { emailOfPerson } from '../server/test/kit/people.ts'
import { demoSite } from '../server/test/kit/portal.ts'
import { Connection, type Reply } from './connection.ts'
import { everybodysPassword } from './password.ts'

// A load generator in a process of its own, light enough to leave the cores to the server: plain keep-alive
// connections, and answers that are searched rather than parsed.

/** One phase of load, as the bench orders it. */
export interface Phase {
  url: string
  /** Logins in flight. */
  concurrency: number
  /** How long to wait for a steady state, and then to count, seconds. */
  warmSeconds: number
  seconds: number
  people: number
  /** What a client does when it is refused for now: what the answer asks for, with jitter, or the same again. */
  retry: 'when-told' | 'at-once'
  /** Also ask other endpoints, one at a time, and measure how long they take. */
  probe: boolean
  /** End after so many logins instead of by time. */
  logins?: number
}

export interface Outcome {
  /** Logins answered with `ok:1` while counting, for each second. */
  perSecond: number
  answered: number
  refused: number
  /** Answers that were neither. */
  failed: string[]
  /** Milliseconds of every probe by its name. */
  probes: Record<string, number[]>
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const form = (fields: Record<string, string>): string => new URLSearchParams({ ...demoSite, ...fields }).toString()
const someone = (people: number): string => emailOfPerson(1 + Math.floor(Math.random() * people))
const existsForm = (email: string): string => form({ do: 'email-exists', User_Email: email })
const loginForm = (email: string): string =>
  form({ do: 'get-user-data', User_Email: email, User_Password: everybodysPassword })

async function run(phase: Phase): Promise<Outcome> {
  const outcome: Outcome = { perSecond: 0, answered: 0, refused: 0, failed: [], probes: {} }
  const begin = performance.now() + phase.warmSeconds * 1000
  const end = begin + phase.seconds * 1000
  let left = phase.logins ?? Number.POSITIVE_INFINITY
  const over = () => left <= 0 || performance.now() >= end
  async function client(): Promise<void> {
    const connection = new Connection(phase.url)
    while (!over()) {
      left--
      const { body, retryAfter } = await connection.ask('/api/', loginForm(someone(phase.people)))
      const now = performance.now()
      const counts = now >= begin && now < end
      if (body.startsWith('{"ok":1,')) {
        if (counts) outcome.answered++
      } else if (retryAfter !== undefined) {
        if (counts) outcome.refused++
        if (phase.retry === 'when-told') await sleep(retryAfter * 1000 * (1 + Math.random()))
      } else outcome.failed.push(body.slice(0, 200))
    }
    connection.close()
  }
  const probing = phase.probe ? probe(phase, outcome.probes, over) : undefined
  await Promise.all(Array.from({ length: phase.concurrency }, client))
  await probing
  outcome.perSecond = outcome.answered / Math.min(phase.seconds, (performance.now() - begin) / 1000)
  return outcome
}

/** Endpoints that hash nothing, asked in turn with a pause. */
async function probe({ url, people }: Phase, found: Outcome['probes'], over: () => boolean): Promise<void> {
  const connection = new Connection(url)
  const wrongKey = new URLSearchParams({ ...demoSite, key: '0'.repeat(32), do: 'get-user-data' }).toString()
  const kinds: Record<string, () => Promise<Reply>> = {
    'email-exists, own people': () => connection.ask('/api/', existsForm(someone(people))),
    'health/live': () => connection.ask('/health/live'),
    'get-user-data, wrong key': () => connection.ask('/api/', wrongKey),
  }
  while (!over()) {
    for (const [name, one] of Object.entries(kinds)) {
      const start = performance.now()
      await one()
      found[name] ??= []
      found[name].push(performance.now() - start)
      await sleep(10)
    }
  }
  connection.close()
}

process.on('message', async (phase: Phase) => process.send?.(await run(phase)))
