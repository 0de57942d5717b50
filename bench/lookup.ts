import { sql } from 'kysely'
import { activate, findStanding, logIn, register } from '../server/src/capabilities/registration/index.ts'
import { readConfig } from '../server/src/config.ts'
import { readPortalCaller } from '../server/src/http/index.ts'
import type { Contact, Db, Email, Ports, UserId } from '../server/src/kernel/index.ts'
import { openHouse } from '../server/src/server.ts'
import { emailOfPerson } from '../server/test/kit/people.ts'
import { demoSite } from '../server/test/kit/portal.ts'
import { conclude, heading, hold, median, print, spell } from './report.ts'
import { prepare, serverEnv } from './server.ts'
import { askedEngines, describeMachine, type Engine, type Storage, withStorage } from './storage.ts'
import { Stopwatch } from './timed-engine.ts'

const small = 1000
const large = 1_000_000
/** People who are looked up, spread over the whole table, and how often each of them. */
const sample = 100
const rounds = 30

interface Waiting {
  id: UserId
  code: string
}

interface Site {
  at: Ports
  watch: Stopwatch
  people: number
  waiting: Waiting[]
  close(): Promise<void>
}

type Times = Awaited<ReturnType<Stopwatch['time']>>

async function openSite(storage: Storage, people: number): Promise<Site> {
  const env = serverEnv(storage.folder, await storage.newDatabase(`lookup-${people}`))
  await prepare(env, people)
  const watch = new Stopwatch()
  const house = openHouse(readConfig(env), () => 'http://127.0.0.1', { engine: (engine) => watch.watch(engine) })
  if (storage.engine === 'postgres') await settle(house.at.db)
  // Hashing has no part in this: every password is right at once.
  const hasher = { hash: async () => '$argon2id$', verify: async () => true, isStale: () => false }
  const at: Ports = { ...house.at, hasher, publicUrl: 'http://127.0.0.1' }
  const site = { at, watch, people, waiting: [], close: () => house.close() }
  await registerSome(site)
  return site
}

/** What PostgreSQL's own housekeeping does soon after so many rows came. */
async function settle(db: Db): Promise<void> {
  for (const { name } of await db.introspection.getTables()) await sql`VACUUM ANALYZE ${sql.table(name)}`.execute(db)
}

const email = (value: string): Contact => ({ kind: 'email', value: value as Email })
const caller = (at: Ports) => readPortalCaller(at, demoSite.website, demoSite.key)

/** Pending accounts for `email-active`: every one can be activated once. */
async function registerSome({ at, waiting }: Site): Promise<void> {
  const app = await caller(at)
  for (let i = 0; i < sample * rounds; i++) {
    await register(at, app, {
      email: `waiting${i}@example.com` as Email,
      mobile: undefined,
      password: 'a phrase that nobody hashes',
      profile: { name: 'Waiting' },
      language: 'vi',
      linkOf: (id, code) => {
        waiting.push({ id, code })
        return 'http://127.0.0.1/'
      },
    })
  }
}

/** Each verb's statements as the portal runs them, the check of the website's key among them. */
const verbs: Record<string, (site: Site, turn: number) => Promise<unknown>> = {
  'email-exists': async ({ at, people }, turn) => findStanding(at, await caller(at), personOf(people, turn)),
  login: async ({ at, people }, turn) => logIn(at, await caller(at), personOf(people, turn), 'right'),
  'email-active': async ({ at, waiting }) => {
    const { id, code } = waiting.pop() as Waiting
    await activate(at, await caller(at), id, code)
  },
}

/** The sample lies spread over the whole table. */
const personOf = (people: number, turn: number): Contact =>
  email(emailOfPerson(1 + Math.floor(((turn % sample) * people) / sample)))

interface Measured {
  /** A person whom nobody asked for lately: the rows come from farther away, into the processor's caches too. */
  first: Times[]
  /** The same person again at once. */
  again: Times[]
}

async function benchVerb(name: string, few: Site, many: Site): Promise<void> {
  const [before, after]: [Measured, Measured] = [
    { first: [], again: [] },
    { first: [], again: [] },
  ]
  for (let round = 0; round < rounds; round++) {
    await measureRound(name, few, round > 0 ? before : undefined)
    await measureRound(name, many, round > 0 ? after : undefined)
  }
  const warm = name === 'email-active' ? 'first' : 'again'
  const middle = ({ [warm]: times }: Measured, key: keyof Times) => median(times.map((one) => one[key]))
  const ratio = (key: keyof Times) => middle(after, key) / middle(before, key)
  print(
    `${name}: ${middle(before, 'statements')} statements, ${small} people (floor)`,
    spellTime(middle(before, 'engine')),
  )
  print(`  ${large.toLocaleString('en')} people`, spellTime(middle(after, 'engine')))
  hold('  growth', ratio('engine'), '<= 1.2')
  print('  growth with the building of the queries', spell(ratio('whole')))
  if (warm === 'first') return
  const cold = ({ first }: Measured) => median(first.map((one) => one.engine))
  const beside = `${spellTime(cold(before))} → ${spellTime(cold(after))}, no bound`
  print('  growth for people whom nobody asked for lately', spell(cold(after) / cold(before)), beside)
}

async function measureRound(name: string, site: Site, into: Measured | undefined): Promise<void> {
  const run = verbs[name] as (typeof verbs)[string]
  for (let turn = 0; turn < sample; turn++) {
    for (const key of name === 'email-active' ? (['first'] as const) : (['first', 'again'] as const)) {
      const time = await site.watch.time(() => run(site, turn))
      into?.[key].push(time)
    }
  }
}

const spellTime = (milliseconds: number): string => `${spell(milliseconds * 1000)} µs`

async function benchEngine(engine: Engine): Promise<void> {
  await withStorage(engine, async (storage) => {
    heading(`statements on ${engine}, median of ${sample * (rounds - 1)}, ${describeMachine()}`)
    const [few, many] = [await openSite(storage, small), await openSite(storage, large)]
    for (const name of Object.keys(verbs)) await benchVerb(name, few, many)
    await Promise.all([few.close(), many.close()])
  })
}

for (const engine of askedEngines()) await benchEngine(engine)
conclude()
