import assert from 'node:assert/strict'
import { test } from 'node:test'
import { erasePerson, mergeAccounts, type OtherProof, proveOther } from '../../src/capabilities/account/index.ts'
import { houseApp } from '../../src/capabilities/apps/index.ts'
import { hashPassword, setPassword } from '../../src/capabilities/passwords/index.ts'
import { findUser, insertUser, type Profile } from '../../src/capabilities/users/index.ts'
import { sendCode } from '../../src/capabilities/verification/index.ts'
import { type Contact, type Email, type Mobile, type Ports, transact, type UserId } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { settleMessages } from '../kit/dump.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'
import { count, outcomes, type Rivals, startRivals } from '../kit/rivals.ts'
import { recordSecret } from '../kit/secrets.ts'
import { phrase } from '../kit/sign-in.ts'
import { crowd } from '../kit/stage.ts'

const email = (value: string): Contact => ({ kind: 'email', value: value as Email })
const mobile: Contact = { kind: 'mobile', value: '+989120000031' as Mobile }

const insert = (at: Ports, contact: Contact, profile: Profile = {}): Promise<UserId> =>
  transact(at, (tx) =>
    insertUser(at, tx, {
      state: 'active',
      language: 'en',
      appId: undefined,
      profile,
      contacts: [contact],
      provenAt: at.clock.now(),
    }),
  )

/** Proves the account of `contact`, as whoever reads its messages does. */
async function prove({ at, url }: Rivals, userId: UserId, contact: Contact, password = ''): Promise<OtherProof> {
  await sendCode(at, await houseApp(at), { purpose: 'merge', contact, language: 'en' })
  await settleMessages(at.db)
  return proveOther(at, { userId, contact }, { code: await readCode(url, contact.value), password })
}

for (const engine of engines) {
  test(`of ${crowd} merges with one proof one is done, the older sub stays and both contacts open it (rule 6), on ${engine}`, async (t) => {
    const rivals = await startRivals(t, engine)
    const { all, at } = rivals
    const older = await insert(at, mobile, { name: 'Mina' })
    rivals.advance(1000)
    const younger = await insert(at, email('mina.two@example.com'), { name: 'Mina Q', biography: 'of Tehran' })
    const proof = await prove(rivals, younger, mobile)
    const work = Array.from({ length: crowd }, (_, i) =>
      mergeAccounts(all[i % all.length] as Ports, { userId: younger, proof, language: 'en' }),
    )
    const ended = await outcomes(work)
    assert.equal(count(ended, 'done'), 1)
    const user = await findUser(at, at.db, older)
    assert.deepEqual(user?.contacts.map((one) => one.value).toSorted(), [mobile.value, 'mina.two@example.com'])
    assert.equal(user?.profile.name, 'Mina', 'what both have is the older’s')
    assert.equal(user?.profile.biography, 'of Tehran', 'and gaps are filled')
    assert.equal(await findUser(at, at.db, younger), undefined)
    const rows = await at.db.selectFrom('merged_accounts').selectAll().execute()
    assert.deepEqual(
      rows.map((row) => [row.retired_id, row.user_id]),
      [[younger, older]],
    )
    const told = await at.db.selectFrom('messages').select('recipient').where('kind', '=', 'accounts-merged').execute()
    assert.deepEqual(told.map((one) => one.recipient).toSorted(), [mobile.value, 'mina.two@example.com'])
  })

  test(`a merge, and the erasure of either at once, leave no row of the one that is gone, on ${engine}`, async (t) => {
    const rivals = await startRivals(t, engine)
    const { all, at } = rivals
    for (let round = 0; round < 4; round++) {
      const own = await insert(at, email(`own${round}@example.com`))
      const other = await insert(at, email(`other${round}@example.com`))
      const proof = await prove(rivals, own, email(`other${round}@example.com`))
      const last = all.at(-1) as Ports
      const ended = await outcomes([
        mergeAccounts(at, { userId: own, proof, language: 'en' }),
        erasePerson(last, round % 2 ? own : other, 'en'),
      ])
      assert.ok(count(ended, 'done') >= 1, ended.join())
      const users = await at.db.selectFrom('users').select('id').where('id', 'in', [own, other]).execute()
      const contacts = await at.db
        .selectFrom('contacts')
        .select('user_id')
        .where('user_id', 'in', [own, other])
        .execute()
      for (const { user_id } of contacts) assert.ok(users.some(({ id }) => id === user_id))
      const merged = await at.db
        .selectFrom('merged_accounts')
        .selectAll()
        .where('user_id', 'in', [own, other])
        .execute()
      for (const row of merged) assert.ok(users.some(({ id }) => id === row.user_id))
      assert.ok(users.length <= 1)
    }
  })
}

for (const engine of engines) {
  test(`who signs in to an account while it is merged is signed in to the one that stays, or to none, on ${engine}`, async (t) => {
    const rivals = await startRivals(t, engine)
    const { all, at } = rivals
    recordSecret(phrase)
    const hash = await hashPassword(at, phrase)
    for (let round = 0; round < 3; round++) {
      const [stays, goes] = [email(`stays${round}@example.com`), email(`goes${round}@example.com`)]
      const older = await insert(at, stays, { name: 'Mina' })
      rivals.advance(1000)
      const younger = await insert(at, goes)
      await transact(at, (tx) => setPassword(at, tx, younger, hash))
      const proof = await prove(rivals, older, goes, phrase)
      const pages = await Promise.all(
        Array.from({ length: 12 }, async () => {
          const jar = newJar(rivals.url)
          return { jar, page: await openPage(jar, '/sign-in') }
        }),
      )
      const entries = pages.map(({ page }) => page.submit({ email: goes.value, password: phrase }, 'sign-in'))
      // Before the first is signed in, and while the others are about to be.
      if (round > 0) await Promise.race(entries)
      const merge = mergeAccounts(all.at(-1) as Ports, { userId: older, proof, language: 'en' })
      assert.deepEqual(await outcomes([merge]), ['done'])
      for (const { status } of await Promise.all(entries)) assert.ok(status < 500, String(status))
      for (const { jar } of pages) {
        const { url, text } = await openPage(jar, '/account')
        if (url.pathname === '/account') assert.match(text, /Mina/)
      }
      const left = await at.db.selectFrom('sessions').select('uid').where('user_id', '=', younger).execute()
      assert.deepEqual(left, [])
    }
  })
}

test('the code of a number alone does not join an account that has a password (rule 6, decision 0022)', async (t) => {
  const rivals = await startRivals(t, 'sqlite')
  const { at } = rivals
  const thief = await insert(at, email('thief@example.com'))
  const owner = await insert(at, mobile)
  const password = 'a phrase of the owner'
  recordSecret(password)
  const hash = await hashPassword(at, password)
  await transact(at, (tx) => setPassword(at, tx, owner, hash))
  assert.deepEqual(await outcomes([prove(rivals, thief, mobile, 'a guess of the thief')]), ['passwords.wrong'])
  rivals.advance(120_000)
  const proof = await prove(rivals, thief, mobile, password)
  rivals.advance(11 * 60_000)
  const late = mergeAccounts(at, { userId: thief, proof, language: 'en' })
  assert.deepEqual(await outcomes([late]), ['verification.failed'], 'a proof is fresh for ten minutes')
  const other = await prove(rivals, thief, mobile, password)
  rivals.advance(1)
  await transact(at, (tx) => setPassword(at, tx, owner, hash))
  const stale = mergeAccounts(at, { userId: thief, proof: other, language: 'en' })
  assert.deepEqual(await outcomes([stale]), ['users.not-mergeable'], 'nor does it outlive a change of the password')
})

test('a number that lay idle does not join an account that has nothing else (rule 6, decision 0021)', async (t) => {
  const rivals = await startRivals(t, 'sqlite')
  await insert(rivals.at, mobile)
  rivals.advance(200 * 86_400_000)
  const thief = await insert(rivals.at, email('thief@example.com'))
  assert.deepEqual(await outcomes([prove(rivals, thief, mobile)]), ['users.not-mergeable'])
})
