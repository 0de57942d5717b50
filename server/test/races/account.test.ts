import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addContactByCode, removeOwnContact } from '../../src/capabilities/account/index.ts'
import { houseApp } from '../../src/capabilities/apps/index.ts'
import { findHolder, insertUser } from '../../src/capabilities/users/index.ts'
import { sendCode } from '../../src/capabilities/verification/index.ts'
import { type Contact, type Email, type Ports, transact, type UserId } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { readCode } from '../kit/pages.ts'
import { count, outcomes, startRivals } from '../kit/rivals.ts'
import { crowd } from '../kit/stage.ts'

const contactOf = (address: string): Contact => ({ kind: 'email', value: address as Email })

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
}
