import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  type CodeWish,
  checkCode,
  clearStreak,
  codeTerms,
  issueCode,
  redeemProof,
} from '../../src/capabilities/verification/index.ts'
import { type Contact, type Email, type Mobile, type Ports, transact } from '../../src/kernel/index.ts'
import { type Engine, engines } from '../kit/database.ts'
import { callPortal, makeMember } from '../kit/portal.ts'
import { count, outcomes, type Rivals, startRivals } from '../kit/rivals.ts'
import { recordSecret } from '../kit/secrets.ts'

const hour = 3_600_000
const mobile: Contact = { kind: 'mobile', value: '+989140000000' as Mobile }
const wish: CodeWish = { purpose: 'enter', contact: mobile, appId: 'chophanphoi' }

/** Rivals whose comparisons are counted: a code is compared under the salt it was stored with. */
async function startCounted(t: TestContext, engine: Engine): Promise<Rivals & { compared(): number }> {
  const rivals = await startRivals(t, engine)
  let compared = 0
  const counted = ({ keyring, ...at }: Ports): Ports => ({
    ...at,
    keyring: {
      ...keyring,
      macs(purpose, ...parts) {
        if (purpose === 'code' && parts[0] !== '') compared++
        return keyring.macs(purpose, ...parts)
      },
    },
  })
  return { ...rivals, all: rivals.all.map(counted), compared: () => compared }
}

/** Issues a code of five digits, the least that any policy has. */
async function issue(at: Ports, of: CodeWish = wish): Promise<string> {
  const terms = await codeTerms(at, 'short-mobile-code')
  const code = await transact(at, (tx) => issueCode(at, tx, of, terms))
  recordSecret(code)
  return code
}

/** Codes of five digits in a row, without the right one. */
const wrongCodes = (right: string, length: number, first = 10_000): string[] =>
  Array.from({ length: length + 1 }, (_, i) => String(first + i))
    .filter((one) => one !== right)
    .slice(0, length)

const guessAll = ({ all }: Rivals, codes: string[], of: CodeWish = wish) =>
  outcomes(codes.map((code, i) => checkCode(all[i % all.length] as Ports, of, code)))

const enter = async (at: Ports, code: string, of: CodeWish = wish): Promise<boolean> => {
  const proof = await checkCode(at, of, code)
  return transact(at, (tx) => redeemProof(tx, proof))
}

test('a pause that begins between the check of a right code and its use is over with it (codes.md)', async (t) => {
  const rivals = await startRivals(t, 'sqlite')
  const { at } = rivals
  const proof = await checkCode(at, wish, await issue(at))
  for (let i = 0; i < 5; i++) {
    const other = { ...wish, purpose: `other ${i}` as CodeWish['purpose'] }
    await guessAll(rivals, wrongCodes(await issue(at, other), 2), other)
  }
  const streaks = async () =>
    (await at.db.selectFrom('code_streaks').select('pauses').execute()).map(({ pauses }) => pauses)
  assert.deepEqual(await streaks(), [1])
  assert.equal(await transact(at, (tx) => redeemProof(tx, proof)), true)
  assert.deepEqual(await streaks(), [])
})

for (const engine of engines) {
  test(`of a hundred uses of the right code one wins, on ${engine} (attack 3)`, async (t) => {
    const rivals = await startRivals(t, engine)
    for (let round = 0; round < 3; round++) {
      const contact: Contact = { kind: 'mobile', value: `+98914000000${round}` as Mobile }
      const code = await issue(rivals.at, { ...wish, contact })
      const uses = Array.from({ length: 100 }, async (_, i) => {
        const at = rivals.all[i % rivals.all.length] as Ports
        const proof = await checkCode(at, { ...wish, contact }, code)
        assert.deepEqual(proof.contact, contact)
        if (!(await transact(at, (tx) => redeemProof(tx, proof)))) throw new Error('lost the race')
      })
      const settled = await Promise.allSettled(uses)
      assert.equal(settled.filter((one) => one.status === 'fulfilled').length, 1)
    }
  })

  test(`a hundred wrong guesses at once get no more than the tries compared, on ${engine} (attack 4)`, async (t) => {
    const rivals = await startCounted(t, engine)
    const code = await issue(rivals.at)
    const answers = await guessAll(rivals, wrongCodes(code, 100))
    assert.equal(count(answers, 'done'), 0)
    assert.equal(rivals.compared(), 3)
    await clearStreak(rivals.at.db, mobile)
    assert.deepEqual(await guessAll(rivals, [code]), ['verification.failed'], 'the code is spent')
  })

  test(`guesses at once end in a pause of one day, however many they are, on ${engine} (attack 22)`, async (t) => {
    const rivals = await startRivals(t, engine)
    await guessAll(rivals, wrongCodes('', 100))
    rivals.advance(24 * hour - 5 * 60_000)
    assert.deepEqual(await guessAll(rivals, ['12345']), ['verification.paused'])
    rivals.advance(5 * 60_000)
    assert.equal(await enter(rivals.at, await issue(rivals.at)), true)
  })

  test(`a sweep of all codes is stopped, on ${engine} (attacks 17 and 18)`, async (t) => {
    const rivals = await startCounted(t, engine)
    let right = ''
    let tried = 0
    for (let first = 10_000; first <= 99_999; first += 3) {
      right = await issue(rivals.at)
      const answers = await guessAll(rivals, wrongCodes(right, 3, first))
      if (answers.includes('verification.paused')) break
      tried += answers.length
      assert.ok(tried <= 12 && rivals.compared() <= 12, `${tried} guesses, ${rivals.compared()} compared`)
    }
    const before = rivals.compared()
    const rest = await guessAll(rivals, wrongCodes(right, 500, 50_000))
    assert.equal(count(rest, 'verification.paused'), 500)
    assert.deepEqual(await guessAll(rivals, [right]), ['verification.paused'])
    assert.equal(rivals.compared(), before)
  })

  test(`asking for a code again forgives nothing, and the pauses double, on ${engine} (attack 18)`, async (t) => {
    const rivals = await startRivals(t, engine)
    for (const days of [1, 2, 4, 8, 16, 30, 30]) {
      for (let failure = 1; failure <= 10; failure++) {
        const code = await issue(rivals.at)
        assert.deepEqual(await guessAll(rivals, wrongCodes(code, 1)), ['verification.failed'])
      }
      const code = await issue(rivals.at)
      assert.deepEqual(await guessAll(rivals, [code]), ['verification.paused'])
      rivals.advance((days - 1) * 24 * hour + 23 * hour)
      assert.deepEqual(await guessAll(rivals, [await issue(rivals.at)]), ['verification.paused'], `${days} days`)
      rivals.advance(hour)
    }
    assert.equal(await enter(rivals.at, await issue(rivals.at)), true)
  })

  test(`a pause of codes leaves the password open, which ends it (codes.md), on ${engine} (attack 22)`, async (t) => {
    const rivals = await startRivals(t, engine)
    await makeMember(rivals.url, 'an@example.com')
    const contact: Contact = { kind: 'email', value: 'an@example.com' as Email }
    await guessAll(rivals, wrongCodes('', 50), { ...wish, contact })
    assert.deepEqual(await guessAll(rivals, ['12345'], { ...wish, contact }), ['verification.paused'])
    const password = { User_Email: 'an@example.com', User_Password: 'a long enough phrase' }
    const login = await callPortal(rivals.url, { do: 'get-user-data', ...password })
    assert.equal(login.ok, 1, login.message)
    assert.equal(await clearStreak(rivals.at.db, contact), false, 'an operator has nothing left to end')
    assert.equal(await enter(rivals.at, await issue(rivals.at, { ...wish, contact }), { ...wish, contact }), true)
  })

  test(`a code ends by the clock, and tries do not come back with it, on ${engine} (attack 81)`, async (t) => {
    const rivals = await startRivals(t, engine)
    const late = await issue(rivals.at)
    rivals.advance(121_000)
    assert.deepEqual(await guessAll(rivals, [late]), ['verification.failed'])
    const code = await issue(rivals.at)
    await guessAll(rivals, wrongCodes(code, 3))
    for (const step of [-60_000, 90_000]) {
      rivals.advance(step)
      assert.deepEqual(await guessAll(rivals, [code]), ['verification.failed'])
    }
  })

  test(`a clock that is set back makes no pause longer than the longest, on ${engine} (attack 81)`, async (t) => {
    const rivals = await startRivals(t, engine)
    await guessAll(rivals, wrongCodes('', 20))
    rivals.advance(-400 * 24 * hour)
    assert.deepEqual(await guessAll(rivals, ['12345']), ['verification.paused'])
    rivals.advance(30 * 24 * hour)
    assert.equal(await enter(rivals.at, await issue(rivals.at)), true)
  })
}
