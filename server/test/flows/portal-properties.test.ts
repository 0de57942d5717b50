import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { engines } from '../kit/database.ts'
import { dumpTables, settleMessages } from '../kit/dump.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { demoSite, makeMember, person } from '../kit/portal.ts'
import { sendWire, type Wire } from '../kit/wire.ts'

/** Fixed, so that a failure is found again; fast-check prints it with the smallest example. */
const seed = 20_260_101
const numRuns = 300

const latin1 = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1')
const octets = fc.uint8Array({ maxLength: 400 })
/** Octets that an address may hold as they are; the others are percent-encoded, half of the time in lower case. */
const addressOctets = fc.tuple(octets, fc.boolean()).map(([bytes, lower]) =>
  latin1(bytes).replace(/[^!-~]/g, (one) => {
    const hex = one.charCodeAt(0).toString(16).padStart(2, '0')
    return `%${lower ? hex : hex.toUpperCase()}`
  }),
)

/** Near misses: the words of the surface, put together anyhow. */
const word = fc.constantFrom(
  ...['website', 'key', 'do', 'lang', 'register', 'get-user-data', 'User_Name', 'User_Email', 'User_Birthday'],
  ...Object.values(demoSite),
  ...[
    '=',
    '&',
    '&&',
    '%',
    '%00',
    '%FF',
    '%C3%28',
    '+',
    '[]',
    '__proto__',
    'fa',
    'a@example.com',
    '1989-05-24',
    '%DB%B1',
  ],
)
const jumble = fc.array(word, { maxLength: 40 }).map((words) => words.join(''))

const known = `website=${demoSite.website}&key=${demoSite.key}`
const whole = `${known}&do=register&${new URLSearchParams(person('new@example.com'))}`
/** A registration in order with a few octets of it replaced; it can be in order still only where nothing is. */
const mutated = fc
  .array(fc.tuple(fc.nat(whole.length - 1), fc.constantFrom('%', '%FF', '&', '=', '\x7e', '%00', '&User_Name=')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((changes) => changes.reduce((text, [at, put]) => text.slice(0, at) + put + text.slice(at + 1), whole))

const type = fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', '', 'x')
const query = fc.oneof(addressOctets, jumble)
const body = fc.oneof(
  octets.map((bytes) => Buffer.from(bytes)),
  jumble.map((text) => Buffer.from(text)),
)

const wires: Record<string, fc.Arbitrary<Wire>> = {
  'as a query': query.map((text) => ({ path: `/api/?${text}` })),
  'as a query of the right website': query.map((text) => ({ path: `/api/?${known}&${text}` })),
  'as a form': fc.tuple(type, body).map(([contentType, bytes]) => ({
    method: 'POST',
    headers: contentType === '' ? {} : { 'content-type': contentType },
    body: bytes,
  })),
  'as a query and a form': fc.tuple(query, body).map(([text, bytes]) => ({
    method: 'POST',
    path: `/api/?${text}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: bytes,
  })),
}

/** One request, which must be refused as every client can read. */
async function expectRefusal(house: TestHouse, wire: Wire): Promise<void> {
  const answer = await sendWire(house.url, wire)
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
  const { ok, message, data, ...more } = JSON.parse(answer.text)
  assert.deepEqual([ok, data, more], [0, [], {}])
  assert.ok(typeof message === 'string' && message.length > 0)
  assert.doesNotMatch(message, /\p{Cc}/u)
}

const noBug = (house: TestHouse): void =>
  assert.deepEqual(
    house.logs.filter((line) => line.includes('a bug')),
    [],
  )

for (const engine of engines) {
  for (const [title, arbitrary] of Object.entries(wires)) {
    test(`any octets ${title} are refused, and change nothing, on ${engine}`, async (t) => {
      t.diagnostic(`seed ${seed}, ${numRuns} runs`)
      const house = await startHouse(t, engine)
      await makeMember(house.url, 'member@example.com')
      await settleMessages(house.at.db)
      const before = await dumpTables(house.at.db)
      await fc.assert(
        fc.asyncProperty(arbitrary, async (wire) => {
          await expectRefusal(house, wire)
          assert.equal(await dumpTables(house.at.db), before)
        }),
        { seed, numRuns },
      )
      noBug(house)
    })
  }

  test(`a registration with octets replaced is refused, or the account is as it says, on ${engine}`, async (t) => {
    t.diagnostic(`seed ${seed}, ${numRuns} runs`)
    const house = await startHouse(t, engine)
    await makeMember(house.url, 'member@example.com')
    await settleMessages(house.at.db)
    await fc.assert(
      fc.asyncProperty(mutated, fc.boolean(), async (text, byGet) => {
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        const wire = byGet ? { path: `/api/?${text}` } : { method: 'POST', headers, body: text }
        const before = await dumpTables(house.at.db)
        const answer = await sendWire(house.url, wire)
        assert.equal(answer.status, 200)
        const { ok, data } = JSON.parse(answer.text)
        if (ok === 1) assert.notEqual(await dumpTables(house.at.db), before)
        else assert.equal(await dumpTables(house.at.db), before)
        if (ok === 1) assert.match(data.User_Email, /^[^@\s]+@[^@\s]+$/)
        await settleMessages(house.at.db)
      }),
      { seed, numRuns },
    )
    noBug(house)
  })
}
