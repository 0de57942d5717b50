import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { migrate } from '../server/src/adapters/migrate.ts'
import { createApp, readApp } from '../server/src/capabilities/apps/index.ts'
import { compileForm } from '../server/src/capabilities/forms/compile-form.ts'
import {
  type FormDefinition,
  giveAnswer,
  readForm,
  readProvider,
  saveForm,
  saveProvider,
  schemaOfForm,
  signUpByForm,
} from '../server/src/capabilities/forms/index.ts'
import { changeSettings } from '../server/src/capabilities/settings/index.ts'
import { readConfig } from '../server/src/config.ts'
import type { Ports } from '../server/src/kernel/index.ts'
import { openHouse } from '../server/src/server.ts'
import { safeHtml } from '../server/src/views/index.ts'
import { everybodysPassword } from './password.ts'
import { conclude, heading, hold, median, print, spell } from './report.ts'
import { serverEnv } from './server.ts'
import { askedEngine, describeMachine, withStorage } from './storage.ts'
import { startWorker } from './worker.ts'

const rounds = 5

/**
 * Sign-ups at once, as many as logins in `login.ts`. With no more than the hasher takes, each that is being written
 * leaves a thread without work, and what is measured is how few there are who ask.
 */
const callers = 16

/** Thirty plain fields: strings, numbers, dates and lists in turn. */
const plain: FormDefinition = {
  id: 'plain',
  type: 'data',
  attributes: Array.from({ length: 30 }, (_, i) => {
    const marker = `field${i}`
    if (i % 4 === 0) return { marker, type: 'string', required: true, validators: { length: { maximum: 100 } } }
    if (i % 4 === 1) return { marker, type: 'integer', validators: { range: { minimum: 0, maximum: 1_000_000 } } }
    if (i % 4 === 2) return { marker, type: 'date' }
    const listTitles = Array.from({ length: 20 }, (_, n) => ({ title: `choice ${n}`, value: String(n) }))
    return { marker, type: 'list', listTitles }
  }),
}

const sampleOf = (i: number): unknown =>
  [
    `A text of field ${i}`,
    i * 1000,
    { fullDate: '2024-05-07T21:02:00.000Z', formattedValue: '08-05-2024 00:02', formatString: 'DD-MM-YYYY HH:mm' },
    [{ title: 'choice 7', value: '7' }],
  ][i % 4]

/** How often `work` can be done in a second, over some three hundred milliseconds. */
function rate(work: () => unknown): number {
  for (let i = 0; i < 200; i++) work()
  const start = performance.now()
  let done = 0
  while (performance.now() - start < 300) {
    for (let i = 0; i < 50; i++) work()
    done += 50
  }
  return done / ((performance.now() - start) / 1000)
}

async function measureValidation(at: Ports): Promise<void> {
  const form = await saveForm(at, plain)
  const items = form.attributes.map(({ marker, type }, i) => ({ marker, type, value: sampleOf(i) }))
  const values = Object.fromEntries(items.map(({ marker, value }) => [marker, value]))
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const bare = ajv.compile(schemaOfForm(form))
  const check = compileForm(form)
  const place = { region: 'IR' }
  if (!bare(values) || check(items, 'answer', place).length > 0) throw new Error('the answer of the bench is not taken')
  const found = Array.from({ length: rounds }, () => ({
    ajv: rate(() => bare(values)),
    ours: rate(() => check(items, 'answer', place)),
  }))
  heading('validations of 30 plain fields, for each second')
  print('Ajv on the same schema (floor)', spell(median(found.map((one) => one.ajv))))
  print('a version of the form', spell(median(found.map((one) => one.ours))))
  hold('  of Ajv, median of the rounds', median(found.map((one) => one.ours / one.ajv)), '>= 0.5')
}

async function measureDear(at: Ports): Promise<void> {
  const app = await readApp(at.db, 'bench')
  const single = async (validators: object) =>
    compileForm(await saveForm(at, { id: 'one', attributes: [{ marker: 'a', type: 'string', validators }] }))
  heading('what is measured apart, for each second (no bound)')
  const phone = await single({ phone: true })
  const of = (value: string) => [{ marker: 'a', value }]
  print('a phone number', spell(rate(() => phone(of('+989140000000'), 'answer', { region: 'IR' }))))
  const pattern = await single({ pattern: '^[A-Z]{2}\\d{6,8}$' })
  print('a pattern', spell(rate(() => pattern(of('AB1234567'), 'answer', { region: 'IR' }))))
  const markup = `<p>This is <b>me</b></p>${'<ul><li>and <a href="https://example.com/">this</a></li></ul>'.repeat(20)}`
  await safeHtml(markup)
  print('1 KB of markup made harmless', spell(await rateOf(() => safeHtml(markup))))
  await saveForm(at, { id: 'unique', attributes: [{ marker: 'a', type: 'string', validators: { unique: true } }] })
  let n = 0
  print(
    'answers with a unique value, written',
    spell(await rateOf(() => giveAnswer(at, app, { formId: 'unique', values: of(`value ${n++}`) }))),
  )
}

async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  let done = 0
  for (; performance.now() - start < 1000; done++) await work()
  return done / ((performance.now() - start) / 1000)
}

/** How many in a second, and the processor time of each, ms: others that use the machine move that less. */
interface Phase {
  readonly perSecond: number
  readonly processor: number
}

async function signUps(at: Ports, seconds: number, round: number): Promise<Phase> {
  const [app, provider] = [await readApp(at.db, 'bench'), await readProvider(at, 'bench')]
  const [start, used] = [performance.now(), process.cpuUsage()]
  const end = start + seconds * 1000
  let [done, next] = [0, 0]
  async function lane(): Promise<void> {
    while (performance.now() < end) {
      const login = `person-${round}-${next++}`
      await signUpByForm(at, app, provider, {
        authData: [
          { marker: 'login', value: login },
          { marker: 'password', value: everybodysPassword },
        ],
        values: [{ marker: 'last_name', type: 'string', value: 'Name' }],
        notification: { email: `${login}@example.com`, phonePush: [] },
        locale: 'en_US',
        language: 'en',
      })
      done++
    }
  }
  await Promise.all(Array.from({ length: callers }, lane))
  const { user, system } = process.cpuUsage(used)
  return { perSecond: done / ((performance.now() - start) / 1000), processor: (user + system) / 1000 / done }
}

await withStorage(askedEngine(), async (storage) => {
  heading(`forms on ${storage.engine}, ${describeMachine()}`)
  const env = serverEnv(storage.folder, await storage.newDatabase('forms'))
  const house = openHouse(readConfig(env), () => 'http://127.0.0.1', { writeLog: () => undefined })
  const { at } = house
  const raw = startWorker<{ seconds: number }, Phase>('./raw-hashes.ts')
  try {
    await migrate(at.db)
    await createApp(at, 'bench', { name: 'Bench', state: 'live' })
    const budget = { limit: 1_000_000_000, seconds: 3600 }
    const open = {
      'forms.answersPerApp': budget,
      'verification.codesPerApp': budget,
      'verification.codesInAll': budget,
    }
    await changeSettings(at, open, async () => undefined)
    await measureValidation(at)
    await measureDear(at)
    await saveForm(at, {
      id: 'reg',
      type: 'sign-up',
      attributes: [{ marker: 'last_name', type: 'string', isSignUp: true }],
    })
    const found: { raw: Phase; codes: Phase; open: Phase }[] = []
    // The first round is not counted: what runs for the first time is not compiled yet.
    for (let round = 0; round <= rounds; round++) {
      const alone = await raw.run({ seconds: 3 })
      await saveProvider(at, { id: 'bench', kind: 'userName', formId: 'reg', config: { isCheckCode: true } })
      const codes = await signUps(at, 3, 2 * round)
      await saveProvider(at, { id: 'bench', config: { isCheckCode: false } })
      const open = await signUps(at, 3, 2 * round + 1)
      if (round > 0) found.push({ raw: alone, codes, open })
    }
    heading(`sign-ups for each second at concurrency ${callers}, the messages written and not sent`)
    const say = (phases: Phase[]) =>
      [
        spell(median(phases.map((one) => one.perSecond))),
        `${spell(median(phases.map((one) => one.processor)))} ms each`,
      ] as const
    print('argon2id alone, as many at once as cores (floor)', ...say(found.map((one) => one.raw)))
    for (const [name, key] of [
      ['at a provider with codes', 'codes'],
      ['at a provider without', 'open'],
    ] as const) {
      print(name, ...say(found.map((one) => one[key])))
      const kept = median(found.map((one) => one[key].perSecond / one.raw.perSecond))
      hold('  of argon2id alone, median of the rounds', kept, '>= 0.9')
      print('  of its processor time', spell(median(found.map((one) => one.raw.processor / one[key].processor))))
    }
    print('fields of the form that stands', String((await readForm(at, 'reg')).attributes.length))
  } finally {
    await raw.stop()
    await house.close()
  }
})
conclude()
