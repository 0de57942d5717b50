import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { readConfig } from '../server/src/config.ts'
import { openHouse } from '../server/src/server.ts'
import { applyFile } from '../server/test/kit/ports.ts'
import { type CodesOutcome, type CodesPhase, demo } from './codes-load.ts'
import type { Shape, ShapeOrder, ShapeResult } from './codes-shape.ts'
import type { CommitsOrder, CommitsResult } from './commits.ts'
import { conclude, heading, hold, median, print, quantile, spell } from './report.ts'
import { prepare, processorTime, type Started, serverEnv, startServer } from './server.ts'
import { askedEngines, describeMachine, type Storage, withStorage } from './storage.ts'
import { startWorker, type Worker } from './worker.ts'

/** `node bench/codes.ts small` sees that it runs, and says little of the figures. */
const small = process.argv.includes('small')
/** Guests of the short list and of the long one. */
const fewGuests = 1000
const manyGuests = small ? 50_000 : 5_000_000
const rounds = small ? 3 : 7
/** Flows of one phase, and how many are under way at once. */
const flows = small ? 200 : 1200
const connections = 32
/** Flows of one phase of those that are weighed against each other, and how many are under way at once. */
const weighed = small ? 100 : 500
const weighedConnections = 8

/** What one number and one day may be asked for would end the bench long before its figures; nothing else is changed. */
const plenty = { limit: 1_000_000_000, seconds: 86_400 }
const settings = {
  'verification.codePauseSeconds': 1,
  'verification.codesPerContact': plenty,
  'verification.codesPerApp': plenty,
  'verification.codesPerCallingCode': plenty,
  'verification.codesInAll': plenty,
  'spending.price': 1,
  'spending.moneyPerDay': Number.MAX_SAFE_INTEGER,
}

type Load = Worker<CodesPhase | { port: true }, CodesOutcome & { port: number }>

interface Place {
  readonly guests: number
  readonly env: Record<string, string>
  readonly server: Started
}

/** A database whose demo event has so many guests, and the environment of its server, whose gateway is the load's own. */
async function fillPlace(storage: Storage, port: number, guests: number): Promise<Omit<Place, 'server'>> {
  const folder = join(storage.folder, String(guests))
  mkdirSync(folder)
  const env = {
    ...serverEnv(folder, await storage.newDatabase(`codes-${guests}`)),
    SMS_URL: `http://token@127.0.0.1:${port}/send`,
    OUTGOING_PRIVATE_HOSTS: '127.0.0.1',
  }
  await prepare(env, 1000)
  const house = openHouse(readConfig(env), () => 'http://127.0.0.1')
  const { db } = house.at
  await applyFile(house.at, { settings })
  await db.deleteFrom('guests').where('event_id', '=', demo.event).execute()
  const portion = 500_000
  for (let first = 0; first < guests; first += portion) {
    const last = Math.min(first + portion, guests) - 1
    await sql`
      INSERT INTO guests (event_id, mobile, added_at)
      WITH RECURSIVE list (n) AS (SELECT CAST(${first} AS BIGINT) UNION ALL SELECT n + 1 FROM list WHERE n < ${last})
      SELECT CAST(${demo.event} AS BIGINT), '+989' || CAST(120000000 + n AS TEXT), CAST(0 AS BIGINT) FROM list`.execute(
      db,
    )
  }
  if (storage.engine === 'postgres') await sql`ANALYZE`.execute(db)
  await house.close()
  return { guests, env }
}

/** What one flow of a guest who has never come writes, its message among it, and nothing that other work writes beside it. */
async function findShape(load: Load, env: Record<string, string>): Promise<ShapeResult> {
  const watched = startWorker<ShapeOrder, ShapeResult>('./codes-shape.ts', env)
  try {
    const { url } = await watched.run({ do: 'begin' })
    const one = { url, step: 1, numbers: 1, flows: 1, connections: 1 }
    // The first warms what is read once: keys, settings, the client.
    const { authorization } = await load.run({ ...one, first: 1 })
    const found: ShapeResult[] = []
    for (let first = 2; first < 6; first++) {
      await sleep(500)
      await watched.run({ do: 'begin' })
      await load.run({ ...one, first, authorization })
      await sleep(300)
      found.push(await watched.run({ do: 'end' }))
    }
    const fewest = found.toSorted((a, b) => a.shape.length - b.shape.length)
    return fewest[0] ?? fail('no flow was seen')
  } finally {
    await watched.stop()
  }
}

const fail = (line: string): never => {
  throw new Error(line)
}

const describe = (shape: Shape): string =>
  `${shape.length} transactions, ${shape.flat().length} statements, ${shape.flat().reduce((sum, one) => sum + one, 0)} bytes`

/** The top rate against the engine's own, in alternating phases; every flow is of a guest who has never come. */
async function measureTop(load: Load, { server, guests }: Place, databaseUrl: string, shape: Shape): Promise<number> {
  const floor = startWorker<CommitsOrder, CommitsResult>('./commits.ts')
  const step = Math.floor(guests / ((rounds + 1) * flows + 10))
  const rates: number[] = []
  const [floors, cpus, floorCpus, failed]: [number[], number[], number[], string[]] = [[], [], [], []]
  let first = 10
  const runFlows = async () => {
    const cpu = processorTime(server.pid)
    const outcome = await load.run({ url: server.url, first, step, numbers: flows, flows, connections })
    first += flows * step
    failed.push(...outcome.failed)
    return { rate: outcome.perSecond, cpu: (processorTime(server.pid) - cpu) / flows }
  }
  const runFloor = () => floor.run({ databaseUrl, shape, turns: flows, connections: 10 })
  try {
    await runFloor()
    await runFlows()
    for (let round = 0; round < rounds; round++) {
      const before = round % 2 ? await runFloor() : undefined
      const ours = await runFlows()
      const bare = before ?? (await runFloor())
      rates.push(ours.rate)
      cpus.push(ours.cpu)
      floors.push(bare.perSecond)
      floorCpus.push(bare.cpu)
    }
  } finally {
    await floor.stop()
  }
  print(
    'the engine commits as much alone (floor)',
    `${spell(median(floors))}/s`,
    `${spell(median(floorCpus))} ms of processor each`,
  )
  print(
    `flows at concurrency ${connections}`,
    `${spell(median(rates))}/s`,
    `${spell(median(cpus))} ms of the server’s processor each`,
  )
  hold('  of the floor', median(rates.map((rate, i) => rate / (floors[i] ?? Number.NaN))), '>= 0.4')
  for (const answer of failed.slice(0, 3)) print(answer, '')
  hold('flows that did not end in tokens', failed.length, '<= 0')
  return median(rates)
}

async function measureHalf(load: Load, { server, guests }: Place, top: number): Promise<void> {
  const perSecond = Math.max(1, Math.floor(top / 2))
  const count = Math.min(perSecond * (small ? 3 : 15), 6000)
  const step = Math.max(1, Math.floor(guests / count) - 1)
  const phase = { url: server.url, first: 11, step, numbers: count, connections: 256 }
  const { times, whole, failed } = await load.run({ ...phase, flows: count, perSecond })
  print(`both answers of a flow, ${spell(perSecond)} flows per second, median`, `${spell(median(times))} ms`)
  hold('  95th percentile', quantile(times, 0.95), '< 60', ' ms')
  print('  99th percentile', `${spell(quantile(times, 0.99))} ms`)
  print(
    'the same with the message’s way, median',
    `${spell(median(whole))} ms`,
    `p95 ${spell(quantile(whole, 0.95))} ms`,
  )
  hold('flows that did not end in tokens', failed.length, '<= 0')
}

/** As many numbers of each list, evenly from its whole length, in alternating phases; each number has come before. */
async function measureGrowth(load: Load, few: Place, many: Place): Promise<void> {
  const phaseOf = ({ server, guests }: Place): CodesPhase => ({
    url: server.url,
    first: 0,
    step: Math.floor(guests / fewGuests),
    numbers: fewGuests,
    flows: weighed,
    connections: weighedConnections,
  })
  let skip = 0
  const weigh = async (place: Place) => {
    const cpu = processorTime(place.server.pid)
    const { perSecond, failed } = await load.run({ ...phaseOf(place), skip })
    return { clock: 1000 / perSecond, cpu: (processorTime(place.server.pid) - cpu) / weighed, failed: failed.length }
  }
  for (const place of [few, many]) await load.run({ ...phaseOf(place), flows: fewGuests })
  await sleep(1000)
  const pairs: { few: Awaited<ReturnType<typeof weigh>>; many: Awaited<ReturnType<typeof weigh>> }[] = []
  for (let round = 0; round < rounds; round++) {
    // A number is asked for again a second later at the soonest.
    skip = (round * weighed) % fewGuests
    if (round % 2) {
      const second = await weigh(many)
      pairs.push({ few: await weigh(few), many: second })
    } else pairs.push({ few: await weigh(few), many: await weigh(many) })
  }
  const lists = `${few.guests.toLocaleString('en')} → ${many.guests.toLocaleString('en')} guests`
  for (const [name, of] of [
    ['clock', 'clock'],
    ['processor', 'cpu'],
  ] as const) {
    const [a, b] = [median(pairs.map((one) => one.few[of])), median(pairs.map((one) => one.many[of]))]
    print(`${name} of a flow, ${lists}`, `${spell(b)} ms`, `from ${spell(a)} ms`)
    hold('  growth', median(pairs.map((one) => one.many[of] / one.few[of])), '<= 1.2')
  }
  hold(
    'flows that did not end in tokens',
    pairs.reduce((sum, one) => sum + one.few.failed + one.many.failed, 0),
    '<= 0',
  )
}

for (const engine of askedEngines()) {
  await withStorage(engine, async (storage) => {
    heading(`codes on ${engine}: send, check, tokens; ${describeMachine()}`)
    const load: Load = startWorker('./codes-load.ts')
    const servers: Started[] = []
    try {
      const { port } = await load.run({ port: true })
      const start = async (guests: number): Promise<Place> => {
        const place = await fillPlace(storage, port, guests)
        const server = await startServer(place.env)
        servers.push(server)
        return { ...place, server }
      }
      const many = await fillPlace(storage, port, manyGuests)
      const { shape, reads } = await findShape(load, many.env)
      print('a flow writes', describe(shape), `and asks ${reads} times besides`)
      const server = await startServer(many.env)
      servers.push(server)
      const place = { ...many, server }
      const top = await measureTop(load, place, await storage.newDatabase('commits'), shape)
      await measureHalf(load, place, top)
      await measureGrowth(load, await start(fewGuests), place)
    } finally {
      await Promise.all([load.stop(), ...servers.map((one) => one.stop())])
    }
  })
}
conclude()
