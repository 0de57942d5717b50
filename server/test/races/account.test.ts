import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addContactByCode, changeMobileByCode, removeOwnContact } from '../../src/capabilities/account/index.ts'
import { houseApp, readApp } from '../../src/capabilities/apps/index.ts'
import { findHolder, insertUser } from '../../src/capabilities/users/index.ts'
import { sendCode } from '../../src/capabilities/verification/index.ts'
import { type Contact, type Email, type Mobile, type Ports, transact, type UserId } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { app } from '../kit/openid.ts'
import { readCode } from '../kit/pages.ts'
import { applyFile } from '../kit/ports.ts'
import { count, outcomes, startRivals } from '../kit/rivals.ts'
import { crowd } from '../kit/stage.ts'

const contactOf = (address: string): Contact =>
  address.startsWith('+') ? { kind: 'mobile', value: address as Mobile } : { kind: 'email', value: address as Email }
const wanted = (round: number): Contact => contactOf(`+98912000010${round}`)

/** The number that a person has. */
async function numbersOf({ db }: Ports, userId: UserId): Promise<string[]> {
  const rows = db.selectFrom('contacts').select('value').where('user_id', '=', userId).where('kind', '=', 'mobile')
  return (await rows.execute()).map((one) => one.value)
}

/** A person with proven addresses. */
const insert = (at: Ports, ...addresses: string[]): Promise<UserId> =>
  transact(at, (tx) =>
    insertUser(at, tx, {
      state: 'active',
      language: 'en',
      appId: undefined,
      profile: {},
      contacts: addresses.map(contactOf),
      provenAt: at.clock.now(),
    }),
  )

for (const engine of engines) {
  test(`of ${crowd} people who prove one address at once with one code, one holds it (attack 12), on ${engine}`, async (t) => {
    const { all, at, url } = await startRivals(t, engine)
    const contact = contactOf('wanted@example.com')
    const people = []
    for (let i = 0; i < crowd; i++) people.push(await insert(at, `rival${i}@example.com`))
    await sendCode(at, await houseApp(at), { purpose: 'add-contact', contact, language: 'en' })
    const code = await readCode(url, contact.value)
    // Each guess costs a try of the code, so that three at most get as far as to compare.
    const work = people.map((userId, i) =>
      addContactByCode(all[i % all.length] as Ports, { userId, contact, language: 'en' }, code),
    )
    const ended = await outcomes(work)
    assert.deepEqual(
      [count(ended, 'done'), count(ended, 'verification.failed') + count(ended, 'verification.paused')],
      [1, crowd - 1],
    )
    assert.equal(await findHolder(at.db, contact), people[ended.indexOf('done')])
    const rows = await at.db.selectFrom('contacts').selectAll().where('value', '=', contact.value).execute()
    assert.equal(rows.length, 1, 'and the losers keep nothing of it')
  })

  test(`of ${crowd} removals of all of a person’s addresses at once, one address stays (attack 22), on ${engine}`, async (t) => {
    const { all, at } = await startRivals(t, engine)
    const addresses = Array.from({ length: 5 }, (_, i) => `address${i}@example.com`)
    const userId = await insert(at, ...addresses)
    const work = Array.from({ length: crowd }, (_, i) =>
      removeOwnContact(all[i % all.length] as Ports, {
        userId,
        contact: contactOf(addresses[i % addresses.length] ?? ''),
        language: 'en',
      }),
    )
    const ended = await outcomes(work)
    assert.equal(count(ended, 'done'), addresses.length - 1)
    assert.ok(count(ended, 'users.last-way-in') > 0)
    const rows = await at.db.selectFrom('contacts').selectAll().where('user_id', '=', userId).execute()
    assert.equal(rows.length, 1)
  })

  test(`of ${crowd} uses of one code for a new mobile one wins, and the old number is told once (attack 3), on ${engine}`, async (t) => {
    const { all, at, url } = await startRivals(t, engine)
    await applyFile(at, { settings: { 'verification.triesPerCode': 20, 'verification.streakLength': 1000 } })
    for (let round = 0; round < 3; round++) {
      const old = `+98912000000${round}`
      const userId = await insert(at, `person${round}@example.com`, old)
      const contact = wanted(round)
      await sendCode(at, await houseApp(at), { purpose: 'mobile', contact, language: 'en' })
      const code = await readCode(url, contact.value)
      const change = { userId, contact, language: 'en' } as const
      const work = Array.from({ length: crowd }, (_, i) =>
        changeMobileByCode(all[i % all.length] as Ports, change, code),
      )
      const ended = await outcomes(work)
      assert.deepEqual([count(ended, 'done'), count(ended, 'verification.failed')], [1, crowd - 1])
      assert.deepEqual(await numbersOf(at, userId), [contact.value])
      assert.equal(await findHolder(at.db, contactOf(old)), undefined)
      const told = at.db.selectFrom('messages').select('id').where('recipient', '=', old)
      assert.equal((await told.where('kind', '=', 'contact-removed').execute()).length, 1)
    }
  })

  test(`of two people who change to one number at once, each with a code of their own, one has it (attack 12), on ${engine}`, async (t) => {
    const { all, at, url, advance } = await startRivals(t, engine)
    const rounds = Array.from({ length: 10 }, (_, round) => round)
    // A code is the app's that asked: two of them make two codes to one number.
    const apps = [await houseApp(at), await readApp(at.db, app.id)]
    const codes: string[][] = []
    for (const [i, asking] of apps.entries()) {
      for (const round of rounds) {
        const contact = wanted(round)
        await sendCode(at, asking, { purpose: 'mobile', contact, language: 'en' })
        codes[round] = [...(codes[round] ?? []), await readCode(url, contact.value, i + 1)]
      }
      advance(61_000)
    }
    for (const round of rounds) {
      const contact = wanted(round)
      const people = await Promise.all(['11', '12'].map((prefix) => insert(at, `+98913000${prefix}0${round}`)))
      const work = people.map((userId, i) =>
        changeMobileByCode(
          all[i % all.length] as Ports,
          { userId, contact, language: 'en' },
          codes[round]?.[i] ?? '',
          apps[i]?.id,
        ),
      )
      const ended = await outcomes(work)
      assert.deepEqual(ended.toSorted(), ['done', 'users.contact-taken'])
      assert.equal(await findHolder(at.db, contact), people[ended.indexOf('done')])
      const [loser = assert.fail()] = people.filter((_, i) => ended[i] !== 'done')
      assert.match((await numbersOf(at, loser)).join(), /^\+98913000\d{4}$/, 'the loser keeps their own')
    }
  })
}
