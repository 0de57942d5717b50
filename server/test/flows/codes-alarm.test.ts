import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weighCodes } from '../../src/capabilities/verification/index.ts'
import type { Ports } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { clientToken, enter, readCode, sendCode } from '../kit/evand.ts'
import { startHouse } from '../kit/house.ts'
import { readMails } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { waitFor } from '../kit/wait.ts'

const minute = 60_000
const numbers = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(2, '0')}`)
const operator = 'operator@diwan.example'
const settings = {
  'verification.alarmSeconds': 1800,
  'verification.alarmMinimum': 10,
  'verification.alarmPercent': 30,
  'verification.alarmMail': operator,
  'spending.regions': ['IR', 'FR'],
}

const alarms = async ({ db }: Ports) =>
  (
    await db
      .selectFrom('events')
      .select(['kind', 'facts'])
      .where('kind', 'in', ['codes.ratio-collapsed', 'codes.ratio-recovered'])
      .orderBy('id')
      .execute()
  ).map(({ kind, facts }) => ({ kind, ...JSON.parse(facts) }))

const ringing = async (url: string): Promise<string[]> =>
  [...(await (await fetch(`${url}/metrics`)).text()).matchAll(/^diwan_codes_alarm\{prefix="([^"]+)"\} 1$/gm)].map(
    ([, prefix = '']) => prefix,
  )

for (const engine of engines) {
  test(`a spray over many numbers raises the alarm once in a window, by event, metric, log line and letter, and it ends when codes are typed right again, on ${engine} (attack 21)`, async (t) => {
    const house = await startHouse(t, engine)
    const { url, at, advance, logs } = house
    const honest = numbers('+9891270001', 12)
    await applyFile(at, { settings, events: [{ id: 77, guests: honest }] })
    const token = await clientToken(url)
    const spray = async (mobiles: readonly string[]) => {
      for (const mobile of mobiles) {
        assert.equal((await sendCode(url, token, mobile)).status, 201)
        assert.equal((await enter(url, '10000', { mobile })).status, 400)
      }
    }
    await spray(numbers('+9891260001', 12))
    assert.equal((await sendCode(url, token, '+33612345678')).status, 201, 'too few to say anything')
    await weighCodes(at, true)
    assert.deepEqual(await alarms(at), [], 'people have time to type a code')
    advance(3 * minute)
    // Two processes look at once.
    await Promise.all([weighCodes(at, true), weighCodes(at, true)])
    assert.deepEqual(await alarms(at), [{ kind: 'codes.ratio-collapsed', prefix: '+98', sent: 12, verified: 0 }])
    assert.deepEqual(await ringing(url), ['+98'])
    assert.equal(logs.filter((line) => line.includes('typed right') && line.includes('"prefix":"+98"')).length, 1)
    const [letter] = await readMails(url, operator, 1)
    assert.match(
      letter?.text ?? '',
      /12 codes went to numbers that begin with \S*\+98\S* within 30 minutes, and 0 of them/,
    )
    await spray(numbers('+9891260002', 3))
    advance(3 * minute)
    await weighCodes(at, true)
    assert.equal((await alarms(at)).length, 1, 'once in a window')
    for (const mobile of honest) {
      assert.equal((await sendCode(url, token, mobile)).status, 201)
      assert.equal((await enter(url, await readCode(url, mobile), { mobile })).status, 200)
    }
    advance(3 * minute)
    await weighCodes(at, true)
    assert.deepEqual((await alarms(at)).slice(1), [{ kind: 'codes.ratio-recovered', prefix: '+98' }])
    assert.deepEqual(await ringing(url), [])
    advance(30 * minute)
    const again = await clientToken(url)
    for (const mobile of numbers('+9891260003', 12)) assert.equal((await sendCode(url, again, mobile)).status, 201)
    advance(3 * minute)
    await weighCodes(at, true)
    assert.equal((await alarms(at)).length, 3, 'the next window')
    advance(40 * minute)
    await weighCodes(at, true)
    assert.equal((await alarms(at)).at(-1)?.kind, 'codes.ratio-recovered', 'and silence ends it')
    assert.equal((await at.db.selectFrom('code_tallies').select('prefix').execute()).length > 0, true)
    advance(24 * 60 * minute)
    await weighCodes(at, true)
    assert.deepEqual(await at.db.selectFrom('code_tallies').select('prefix').execute(), [])
  })
}

test('a server raises the alarm by itself within seconds of the next code (attack 21)', async (t) => {
  const { url, at, advance } = await startHouse(t, 'sqlite')
  await applyFile(at, { settings })
  const token = await clientToken(url)
  for (const mobile of numbers('+9891260001', 12)) assert.equal((await sendCode(url, token, mobile)).status, 201)
  advance(3 * minute)
  assert.equal((await sendCode(url, token, '+989126000199')).status, 201)
  const alarm = await waitFor('the alarm', async () => (await alarms(at))[0])
  assert.deepEqual([alarm.kind, alarm.prefix, alarm.sent], ['codes.ratio-collapsed', '+98', 12])
})
