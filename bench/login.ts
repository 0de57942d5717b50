import type { Outcome, Phase } from './load.ts'
import { conclude, heading, hold, median, print, quantile, spell } from './report.ts'
import { prepare, serverEnv, startServer } from './server.ts'
import { askedEngine, describeMachine, withStorage } from './storage.ts'
import { startWorker, type Worker } from './worker.ts'

/** Active users in the database. */
const people = 100_000
const rounds = 5

interface Round {
  raw: number
  few: Outcome
  many: Outcome
}

function report(found: readonly Round[]): void {
  heading('logins per second (get-user-data by form POST)')
  print('argon2id alone, as many at once as cores (floor)', spell(median(found.map(({ raw }) => raw))))
  print('logins at concurrency 16', spell(median(found.map(({ few }) => few.perSecond))))
  hold('  of argon2id alone, median of the rounds', median(found.map(({ raw, few }) => few.perSecond / raw)), '>= 0.9')
  print(
    'logins answered at concurrency 500, Retry-After honoured',
    spell(median(found.map(({ many }) => many.perSecond))),
  )
  const kept = median(found.map(({ few, many }) => many.perSecond / few.perSecond))
  hold('  of those at concurrency 16, median of the rounds', kept, '>= 0.9')
  hold(
    'answers that were neither ok nor a refusal for now',
    sum(found, (one) => one.failed.length),
    '<= 0',
  )
  print('refusals for now, at 16 and at 500, in all', refusalsOf(found))
  for (const few of [true, false]) {
    heading(`other endpoints while logins run at concurrency ${few ? 16 : 500}`)
    for (const name of Object.keys(found[0]?.few.probes ?? {})) {
      const times = found.flatMap((round) => (few ? round.few : round.many).probes[name] ?? [])
      print(`${name}: median of ${times.length}`, `${spell(median(times))} ms`)
      hold('  99th percentile', quantile(times, 0.99), '< 50', ' ms')
    }
  }
}

const sum = (found: readonly Round[], count: (outcome: Outcome) => number): number =>
  found.reduce((all, { few, many }) => all + count(few) + count(many), 0)

const refusalsOf = (found: readonly Round[]): string =>
  `${found.reduce((all, { few }) => all + few.refused, 0)}, ${found.reduce((all, { many }) => all + many.refused, 0)}`

/** Clients that do not listen: printed, not held, since what they cost is theirs to choose. */
async function reportStubborn(
  load: Worker<Phase, Outcome>,
  phase: Omit<Phase, 'concurrency'>,
  few: number,
): Promise<void> {
  const outcome = await load.run({ ...phase, concurrency: 500, warmSeconds: 3, seconds: 8, retry: 'at-once' })
  heading('at concurrency 500 with clients that ask again at once (no bound)')
  print('logins answered', spell(outcome.perSecond), `${spell(outcome.perSecond / few)} of those at concurrency 16`)
  print('refusals for each second', spell(outcome.refused / 8))
  for (const [name, times] of Object.entries(outcome.probes)) {
    print(`${name}: 99th percentile of ${times.length}`, `${spell(quantile(times, 0.99))} ms`)
  }
}

await withStorage(askedEngine(), async (storage) => {
  heading(`login on ${storage.engine}, ${people.toLocaleString('en')} active users, ${describeMachine()}`)
  const env = serverEnv(storage.folder, await storage.newDatabase('login'))
  await prepare(env, people)
  const server = await startServer(env)
  const load = startWorker<Phase, Outcome>('./load.ts')
  const raw = startWorker<{ seconds: number }, { perSecond: number }>('./raw-hashes.ts')
  try {
    const phase = { url: server.url, people, warmSeconds: 1, seconds: 4, retry: 'when-told', probe: true } as const
    await load.run({ ...phase, concurrency: 16 })
    const found: Round[] = []
    for (let round = 1; round <= rounds; round++) {
      const { perSecond } = await raw.run({ seconds: 4 })
      const few = await load.run({ ...phase, concurrency: 16 })
      const many = await load.run({ ...phase, concurrency: 500, warmSeconds: 3, seconds: 6 })
      found.push({ raw: perSecond, few, many })
      print(
        `round ${round}: argon2id alone, at 16, at 500`,
        [perSecond, few.perSecond, many.perSecond].map(spell).join('  '),
      )
    }
    report(found)
    await reportStubborn(load, phase, median(found.map(({ few }) => few.perSecond)))
  } finally {
    await Promise.all([load.stop(), raw.stop(), server.stop()])
  }
})
conclude()
