import type { AdapterPayload } from 'oidc-provider'
import { readSigningKeys } from '../server/src/capabilities/keys/index.ts'
import { readConfig } from '../server/src/config.ts'
import { consentOf } from '../server/src/dialects/oidc/consent.ts'
import { createProvider } from '../server/src/dialects/oidc/provider.ts'
import { storeOf } from '../server/src/dialects/oidc/store.ts'
import { openHouse } from '../server/src/server.ts'
import { type Allowance, allow, mintCodes, mintLogIns, relyingParty } from './mint.ts'
import { conclude, heading, hold, median, print, quantile, spell } from './report.ts'
import { prepare, type Started, serverEnv, startServer } from './server.ts'
import { describeMachine, withStorage } from './storage.ts'
import type { FloorOrder, FloorResult } from './token-floor.ts'
import type { TokenKind, TokenOutcome, TokenPhase } from './token-load.ts'
import { startWorker, type Worker } from './worker.ts'

/** Active users in the database, and how many of them allowed the app something. */
const people = 20_000
const allowing = 5000
const rounds = 5
/** Requests in flight where a server is asked for all that it can give. */
const connections = 16
/** Requests of one phase. */
const portion = {
  'client credentials': 4000,
  'code exchange': 1500,
  refresh: 1500,
  userinfo: 4000,
  introspection: 4000,
  get_user_info: 8000,
} satisfies Record<TokenKind, number>
const kinds = Object.keys(portion) as TokenKind[]
/** What part of its floor each kind keeps at least: the library on its own memory, or a bare route with the same reads. */
const boundOf = (kind: TokenKind) => (kind === 'get_user_info' ? '>= 0.5' : '>= 0.7')
const floorOf = (kind: TokenKind) =>
  kind === 'get_user_info' ? 'two reads behind a bare route (floor)' : 'the library on its own memory (floor)'

/** A server that is asked for tokens, and where its codes come from. */
interface Subject {
  readonly url: string
  mintCodes(count: number): Promise<string[]>
  /** Who answers `get_user_info`, and tokens for it. */
  readonly userInfo: { readonly url: string; readonly tokens: readonly string[] }
}

type Load = Worker<TokenPhase, TokenOutcome>
type Outcomes = Record<TokenKind, TokenOutcome>

/** Every kind once; refresh tokens and access tokens are those that the exchange gave. */
async function runRound(load: Load, subject: Subject, share: (kind: TokenKind) => Partial<TokenPhase>) {
  const outcomes: Partial<Outcomes> = {}
  const run = async (kind: TokenKind, values: readonly string[], url = subject.url) => {
    const all = { url, kind, values, requests: portion[kind], connections, ...share(kind) }
    const outcome = await load.run({ ...all, values: values.slice(0, all.requests) })
    outcomes[kind] = outcome
    return outcome
  }
  await run('client credentials', [''])
  const { requests = portion['code exchange'] } = share('code exchange')
  const { accessTokens, refreshTokens } = await run('code exchange', await subject.mintCodes(requests))
  await run('refresh', refreshTokens)
  await run('userinfo', accessTokens)
  await run('introspection', accessTokens)
  await run('get_user_info', subject.userInfo.tokens, subject.userInfo.url)
  return outcomes as Outcomes
}

/** The server's own side: a house on the same database, which writes what an authorization leaves. */
async function openSubject(env: Record<string, string>, server: Started) {
  const house = openHouse(readConfig(env), () => server.url)
  const provider = createProvider(house.at, await readSigningKeys(house.at), { privateNetworks: false })
  const rows = await house.at.db.selectFrom('users').select('id').orderBy('id').limit(allowing).execute()
  const allowed = rows.map(({ id }): Allowance => {
    const accountId = String(id)
    return { accountId, grantId: consentOf(house.at, accountId, relyingParty.id) }
  })
  for (const one of allowed) await allow(provider, one)
  const client = (await storeOf(house.at)('Client').find(relyingParty.id)) as AdapterPayload
  const subject: Subject = {
    url: server.url,
    mintCodes: (count) => mintCodes(provider, allowed, count),
    userInfo: { url: server.url, tokens: await mintLogIns(provider, allowed) },
  }
  return { subject, client, close: () => house.close() }
}

async function openFloor(
  floor: Worker<FloorOrder, FloorResult>,
  client: AdapterPayload,
  userInfo: Subject['userInfo'],
): Promise<Subject> {
  const { url } = (await floor.run({ client, people: allowing })) as { url: string }
  return {
    url,
    userInfo,
    mintCodes: async (codes) => ((await floor.run({ codes })) as { codes: string[] }).codes,
  }
}

interface Found {
  ours: Outcomes
  floor: Outcomes
}

async function measureTop(load: Load, ours: Subject, floor: Subject): Promise<Found[]> {
  const few = () => ({ requests: 400 })
  for (const one of [floor, ours]) await runRound(load, one, few)
  const found: Found[] = []
  for (let round = 1; round <= rounds; round++) {
    const measured: Partial<Found> = {}
    const turn = [['floor', floor] as const, ['ours', ours] as const]
    for (const [name, one] of round % 2 ? turn : turn.toReversed())
      measured[name] = await runRound(load, one, () => ({}))
    found.push(measured as Found)
    print(`round ${round}: of the floor`, kinds.map((kind) => spell(ratioOf(kind)(measured as Found))).join('  '))
  }
  return found
}

const ratioOf =
  (kind: TokenKind) =>
  ({ ours, floor }: Found): number =>
    ours[kind].perSecond / floor[kind].perSecond

function report(found: readonly Found[]): void {
  heading(`answers per second at concurrency ${connections}, median of ${rounds} rounds`)
  for (const kind of kinds) {
    print(`${kind}: ${floorOf(kind)}`, spell(median(found.map((one) => one.floor[kind].perSecond))))
    print('  Diwan', spell(topOf(found, kind)))
    hold('  of the floor', median(found.map(ratioOf(kind))), boundOf(kind))
  }
  const failed = found.flatMap(({ ours, floor }) =>
    kinds.flatMap((kind) => [...ours[kind].failed, ...floor[kind].failed]),
  )
  for (const answer of failed.slice(0, 3)) print(answer, '')
  hold('answers that were not what was asked for', failed.length, '<= 0')
}

const topOf = (found: readonly Found[], kind: TokenKind): number => median(found.map((one) => one.ours[kind].perSecond))

async function reportHalf(load: Load, ours: Subject, found: readonly Found[]): Promise<void> {
  const outcomes = await runRound(load, ours, (kind) => {
    const perSecond = Math.floor(topOf(found, kind) / 2)
    return { perSecond, connections: 128, requests: Math.min(perSecond * 5, portion[kind]) }
  })
  heading('how long an answer takes at half of that rate, since it was due')
  for (const kind of kinds) {
    const { times, perSecond } = outcomes[kind]
    print(`${kind}: median of ${times.length} at ${spell(perSecond)} per second`, `${spell(median(times))} ms`)
    hold('  99th percentile', quantile(times, 0.99), '< 25', ' ms')
  }
}

await withStorage('sqlite', async (storage) => {
  heading(`tokens on SQLite, ${people.toLocaleString('en')} active users, ${describeMachine()}`)
  const databaseUrl = await storage.newDatabase('token')
  const env = serverEnv(storage.folder, databaseUrl)
  await prepare(env, people)
  const server = await startServer(env)
  const load = startWorker<TokenPhase, TokenOutcome>('./token-load.ts')
  const floorWorker = startWorker<FloorOrder, FloorResult>('./token-floor.ts')
  const userInfoWorker = startWorker<{ path: string }, { url: string }>('./user-info-floor.ts')
  const { subject: ours, client, close } = await openSubject(env, server)
  try {
    const { url } = await userInfoWorker.run({ path: databaseUrl.replace('file:', '') })
    const floor = await openFloor(floorWorker, client, { ...ours.userInfo, url })
    const found = await measureTop(load, ours, floor)
    report(found)
    await reportHalf(load, ours, found)
  } finally {
    await Promise.all([load.stop(), floorWorker.stop(), userInfoWorker.stop(), server.stop(), close()])
  }
})
conclude()
