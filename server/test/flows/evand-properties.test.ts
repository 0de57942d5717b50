import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bearer, codesPath, enter, postJson, readCode } from '../kit/evand.ts'
import { startHouse } from '../kit/house.ts'
import { app } from '../kit/openid.ts'
import { applyFile } from '../kit/ports.ts'

const second = 1000
const day = 86_400 * second

/** What somebody may do with one number. */
type Act = { act: 'send' | 'right' | 'wrong' | 'older' } | { act: 'wait'; milliseconds: number }

/** The policy of codes.md with the numbers of the settings: what must come of every act. */
class Model {
  now = 0
  pauseEnds = 0
  dayEnds = 0
  sentToday = 0
  live: { until: number; tries: number } | undefined
  /** How long the newest code, used up, is known for what it was: to show it again is no guess. */
  usedUntil = 0
  failures = 0
  pauses = 0
  shutUntil = 0
  /** Codes that were sent, and how many there are is how many messages came. */
  sent = 0
  readonly isGuest: boolean
  constructor(isGuest: boolean) {
    this.isGuest = isGuest
  }

  send(): number {
    if (this.now < this.pauseEnds) return 429
    this.pauseEnds = this.now + 60 * second
    if (this.now >= this.dayEnds) [this.dayEnds, this.sentToday] = [this.now + day, 0]
    if (this.sentToday >= 5) return 429
    this.sentToday++
    this.sent++
    this.usedUntil = 0
    this.live = { until: this.now + 120 * second, tries: 3 }
    return 201
  }

  guess(right: boolean): number {
    if (this.now < this.shutUntil) return 429
    if (right && this.now < this.usedUntil) return 400
    const compared = this.live !== undefined && this.live.tries > 0 && this.now < this.live.until
    if (this.live && compared) this.live.tries--
    if (!compared || !right) return this.fail()
    if (!this.isGuest) return 400
    this.usedUntil = this.live?.until ?? 0
    this.live = undefined
    this.failures = 0
    this.pauses = 0
    return 200
  }

  fail(): 400 {
    if (++this.failures < 10) return 400
    this.failures = 0
    this.shutUntil = this.now + Math.min(30, 2 ** this.pauses++) * day
    return 400
  }
}

const waits = [1, 30, 59, 60, 61, 119, 120, 3600, 86_400, 2 * 86_400, 31 * 86_400].map((one) => one * second)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<Act>({ act: 'wrong' }, { act: 'wrong' }, { act: 'right' }, { act: 'older' }),
  },
  { weight: 2, arbitrary: fc.constant<Act>({ act: 'send' }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('wait' as const), milliseconds: fc.constantFrom(...waits) }) },
)
const repeat = (length: number, acts: Act[]): Act[] => Array.from({ length }, () => acts).flat()
const wait = (milliseconds: number): Act => ({ act: 'wait', milliseconds })
const send: Act = { act: 'send' }
const right: Act = { act: 'right' }
const wrong: Act = { act: 'wrong' }

/** What chance alone seldom makes: guesses in a row up to a pause and waits around its end, and a day's codes used up. */
const scene: fc.Arbitrary<Act[]> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 5, max: 11 }), fc.constantFrom(day - second, day, 2 * day - second, 2 * day, 4 * day))
    .map(([length, pause]) => [...repeat(length, [wrong]), wait(pause), wrong]),
  fc
    .tuple(fc.integer({ min: 3, max: 7 }), fc.constantFrom(60 * second, 61 * second))
    .map(([length, pause]) => repeat(length, [send, wait(pause)])),
  fc.constantFrom(60, 119, 120).map((pause): Act[] => [send, wait(pause * second), right]),
  fc
    .constant([...repeat(10, [wrong]), wait(day), send, right, ...repeat(10, [wrong]), wait(day), wrong])
    .map((all): Act[] => [...all]),
)
const parts = fc.array(fc.oneof({ weight: 6, arbitrary: act.map((one) => [one]) }, { weight: 1, arbitrary: scene }), {
  maxLength: 15,
})
const story = fc.tuple(scene, parts).map((all): Act[] => all.flat(2))

test('whatever is sent, guessed and waited for, each answer is the one that the policy of codes has (codes.md; attacks 3, 4, 16 to 18)', async (t) => {
  let now = Date.now()
  const { url, at } = await startHouse(t, 'sqlite', { clock: { now: () => now } })
  const token = 'a-token-of-the-tests-that-never-ends'
  await applyFile(at, { apps: [{ id: app.id, tokens: [{ token, permissions: ['codes:send'] }] }] })
  let people = 0
  const run = async (acts: Act[], isGuest: boolean): Promise<void> => {
    const mobile = `+98912${1_000_000 + people++}`
    if (isGuest) await applyFile(at, { events: [{ id: 77, guests: [mobile] }] })
    const [model, start, codes] = [new Model(isGuest), now, [] as string[]]
    const told: string[] = []
    for (const one of acts) {
      if (one.act === 'wait') {
        model.now += one.milliseconds
        now = start + model.now
      } else {
        const [wanted, got] = await perform(one.act, model, mobile, codes)
        told.push(`${one.act} at ${model.now / second} s: ${got}`)
        assert.equal(got, wanted, told.join('\n'))
      }
    }
  }

  /** What the model says must come of it, and what came. */
  async function perform(
    kind: Exclude<Act['act'], 'wait'>,
    model: Model,
    mobile: string,
    codes: string[],
  ): Promise<[number, number]> {
    if (kind === 'send') {
      const { status } = await postJson(url, codesPath, { mobile }, bearer(token))
      const wanted = model.send()
      if (status === 201) codes.push(await readCode(url, mobile, model.sent))
      return [wanted, status]
    }
    const newest = codes.at(-1) ?? '12345'
    const wrong = newest === '99999' ? '10000' : String(Number(newest) + 1)
    const code = { right: newest, wrong, older: codes.at(-2) ?? wrong }[kind]
    const { status } = await enter(url, code, { mobile })
    return [model.guess(code === newest && codes.length > 0), status]
  }

  await fc.assert(
    fc.asyncProperty(story, fc.boolean(), (acts, isGuest) => run(acts, isGuest)),
    { numRuns: 80, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
  )
})
