import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readApp } from '../../src/capabilities/apps/index.ts'
import {
  cancelInvitation,
  findInvitation,
  finishInvitation,
  invite,
  parseWish,
  readInvitation,
} from '../../src/capabilities/invitations/index.ts'
import { logIn } from '../../src/capabilities/registration/index.ts'
import type { Contact, Ports } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { count, outcomes, startRivals } from '../kit/rivals.ts'
import { recordSecret } from '../kit/secrets.ts'
import { crowd } from '../kit/stage.ts'

const names = {
  email: 'email',
  returnUrl: 'returnUrl',
  firstName: 'firstName',
  lastName: 'lastName',
  userName: 'userName',
  mobile: 'mobile',
  nationalCode: 'nationalCode',
  birthDate: 'birthDate',
  iban: 'iban',
  address: 'address',
  postalCode: 'postalCode',
  localPhone: 'localPhone',
}

async function inviteBy(at: Ports, appId: string, email: string) {
  const app = { ...(await readApp(at.db, appId)), returnUrls: ['https://shop.example/start'] }
  const texts = { email, returnUrl: 'https://shop.example/start?x=1', firstName: 'Sara', nationalCode: '0499370899' }
  const invited = await invite(at, app, await parseWish(at, app, texts, names))
  recordSecret(invited.secret, '0499370899')
  return { app, ...invited }
}

const proof = (email: string) => ({ kind: 'email', value: email }) as Contact
const password = 'the phrase of the one who came first'
recordSecret(password)
const claim = (email: string) => ({ proven: proof(email), profile: {}, password, language: 'en' as const })

for (const engine of engines) {
  test(`of a hundred finishes of one invitation one makes an account, and its password works, on ${engine} (attack 7)`, async (t) => {
    const { all, at } = await startRivals(t, engine)
    const { app, id, secret } = await inviteBy(at, '1001', 'sara@example.com')
    const rival = (i: number) => all[i % all.length] ?? at
    const came = await outcomes(
      Array.from({ length: crowd }, (_, i) => finishInvitation(rival(i), secret, claim('sara@example.com'))),
    )
    assert.equal(count(came, 'done'), 1)
    assert.equal(count(came, 'invitations.over') + count(came, 'users.contact-taken'), crowd - 1)
    const { user } = await logIn(at, app, { kind: 'email', value: proof('sara@example.com').value as never }, password)
    assert.equal(user.state, 'active')
    assert.equal((await readInvitation(at, app, id)).state, 'finished')
    assert.equal((await at.db.selectFrom('users').select('id').where('app_id', '=', '1001').execute()).length, 1)
  })

  test(`a hundred invitations of one person leave one open, and another app's beside it, on ${engine} (attack 31)`, async (t) => {
    const { all, at } = await startRivals(t, engine)
    const other = await inviteBy(at, 'chophanphoi', 'reza@example.com')
    const rival = (i: number) => all[i % all.length] ?? at
    const made = await Promise.all(
      Array.from({ length: crowd }, (_, i) => inviteBy(rival(i), '1001', 'reza@example.com')),
    )
    const states = await Promise.all(made.map(async ({ secret }) => (await findInvitation(at, secret))?.state))
    assert.equal(count(states, 'open'), 1)
    assert.equal(count(states, 'cancelled'), crowd - 1)
    assert.equal((await findInvitation(at, other.secret))?.state, 'open')
    const kept = await at.db.selectFrom('invitations').select('sealed').where('sealed', 'is not', null).execute()
    assert.equal(kept.length, 2, 'what a cancelled one held is erased')
    const winner = made[states.indexOf('open')]
    assert.ok(winner)
    await finishInvitation(at, winner.secret, claim('reza@example.com'))
    assert.equal((await findInvitation(at, other.secret))?.state, 'open', 'also after the claim')
  })

  test(`an invitation that is finished and cancelled at once is one of both, on ${engine} (attacks 7 and 37)`, async (t) => {
    const { all, at } = await startRivals(t, engine)
    for (let round = 0; round < 10; round++) {
      const email = `person${round}@example.com`
      const { app, id, secret } = await inviteBy(at, '1001', email)
      const [finished, cancelled] = await outcomes([
        finishInvitation(all[0] ?? at, secret, claim(email)),
        new Promise((resolve) => setTimeout(resolve, round * 2)).then(() =>
          cancelInvitation(all.at(-1) ?? at, app, id),
        ),
      ])
      assert.equal(finished === 'done', cancelled !== 'done')
      const { state } = await readInvitation(at, app, id)
      assert.equal(state, finished === 'done' ? 'finished' : 'cancelled')
      const accounts = await at.db.selectFrom('contacts').select('user_id').where('value', '=', email).execute()
      assert.equal(accounts.length, finished === 'done' ? 1 : 0)
    }
  })
}
