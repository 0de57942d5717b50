import assert from 'node:assert/strict'
import { test } from 'node:test'
import { houseApp } from '../../src/capabilities/apps/index.ts'
import { insertUser, isIdle } from '../../src/capabilities/users/index.ts'
import { checkCode, sendCode } from '../../src/capabilities/verification/index.ts'
import { type Contact, type Mobile, transact } from '../../src/kernel/index.ts'
import { clientToken, sendCode as sendShortCode } from '../kit/evand.ts'
import { readMails } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { outcomes, startRivals } from '../kit/rivals.ts'

const day = 86_400
const wrong = '1'

test('every number of the policy of codes is a setting, and acts from the next code on (codes.md)', async (t) => {
  const { at, url, advance } = await startRivals(t, 'sqlite')
  const app = await houseApp(at)
  const set = (settings: Record<string, unknown>) => applyFile(at, { settings })
  const pass = (seconds: number) => advance(seconds * 1000)
  let numbers = 0
  const nobody = (): Contact => ({ kind: 'mobile', value: `+9891200000${10 + numbers++}` as Mobile })
  const send = (contact: Contact, policy: 'standard' | 'short-mobile-code' = 'standard') =>
    sendCode(at, app, { purpose: 'sign-in', contact, language: 'en', policy })
  const codeOf = async ({ value }: Contact, count = 1) => (await readMails(url, value, count))[0]?.code ?? ''
  const check = (contact: Contact, code: string) => checkCode(at, { purpose: 'sign-in', contact, appId: app.id }, code)
  const tell = async (contact: Contact, code: string) => (await outcomes([check(contact, code)]))[0]

  for (const [policy, prefix] of [
    ['standard', 'code'],
    ['short-mobile-code', 'shortCode'],
  ] as const) {
    await t.test(`${prefix}Digits and ${prefix}Seconds`, async () => {
      await set({ [`verification.${prefix}Digits`]: 8 })
      const contact = nobody()
      await send(contact, policy)
      assert.match(await codeOf(contact), /^\d{8}$/)
      for (const [life, later, told] of [
        [2000, 1900, 'done'],
        [30, 31, 'verification.failed'],
      ] as const) {
        await set({ [`verification.${prefix}Seconds`]: life })
        const other = nobody()
        assert.equal((await send(other, policy)).lifeSeconds, life)
        const code = await codeOf(other)
        pass(later)
        assert.equal(await tell(other, code), told, `${life} seconds`)
      }
      await set({ [`verification.${prefix}Seconds`]: 600 })
    })
  }

  await t.test('triesPerCode', async () => {
    for (const [tries, guesses, told] of [
      [5, 4, 'done'],
      [1, 1, 'verification.failed'],
    ] as const) {
      await set({ 'verification.triesPerCode': tries })
      const contact = nobody()
      await send(contact)
      const code = await codeOf(contact)
      for (let i = 0; i < guesses; i++) assert.equal(await tell(contact, wrong), 'verification.failed')
      assert.equal(await tell(contact, code), told, `${tries} tries`)
    }
  })

  await t.test('codePauseSeconds', async () => {
    for (const [pause, later, told] of [
      [5, 6, 'done'],
      [300, 200, 'verification.too-soon'],
    ] as const) {
      await set({ 'verification.codePauseSeconds': pause })
      const contact = nobody()
      await send(contact)
      pass(later)
      assert.deepEqual(await outcomes([send(contact)]), [told], `${pause} seconds`)
    }
  })

  await t.test('streakLength and longestPauseDays', async () => {
    await set({ 'verification.streakLength': 2, 'verification.triesPerCode': 3, 'verification.codeSeconds': day })
    for (const [longest, pauses] of [
      [1, [1, 1, 1]],
      [3, [1, 2, 3]],
    ] as const) {
      await set({ 'verification.longestPauseDays': longest })
      const contact = nobody()
      for (const days of pauses) {
        for (let i = 0; i < 2; i++) assert.equal(await tell(contact, wrong), 'verification.failed')
        pass(days * day - 3600)
        assert.equal(await tell(contact, wrong), 'verification.paused', `${days} of ${longest} days`)
        pass(3601)
      }
      await send(contact)
      assert.equal(await tell(contact, await codeOf(contact)), 'done')
    }
  })

  await t.test('a streak of one', async () => {
    await set({ 'verification.streakLength': 1 })
    const contact = nobody()
    assert.equal(await tell(contact, wrong), 'verification.failed')
    assert.equal(await tell(contact, wrong), 'verification.paused')
    await set({ 'verification.streakLength': 10 })
  })

  await t.test('idleDays', async () => {
    const contact = nobody()
    const profile = { state: 'active', language: 'en', appId: undefined, profile: {} } as const
    const userId = await transact(at, (tx) =>
      insertUser(at, tx, { ...profile, contacts: [contact], provenAt: at.clock.now() }),
    )
    pass(15 * day)
    await send(contact)
    const code = await codeOf(contact)
    for (const [days, told] of [
      [20, false],
      [10, true],
    ] as const) {
      await set({ 'verification.idleDays': days })
      const { idleBefore } = await check(contact, code)
      assert.equal(await isIdle(at.db, userId, contact, idleBefore), told, `${days} days`)
    }
  })

  await t.test('region: what a number without its country means', async () => {
    for (const [region, mobile] of [
      ['IR', '+989121234567'],
      ['PH', '+639121234567'],
    ]) {
      await set({ region })
      const sent = await sendShortCode(url, await clientToken(url), '0912 123 4567')
      assert.deepEqual([sent.status, sent.body.data?.mobile], [201, mobile])
    }
  })
})
