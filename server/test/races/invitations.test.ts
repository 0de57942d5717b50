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
import { invited, prove, returnUrl, submitReview } from '../kit/invitations.ts'
import type { Surfer } from '../kit/openid.ts'
import { type HostedPage, newJar, openPage, readCode } from '../kit/pages.ts'
import { makeMember } from '../kit/portal.ts'
import { count, outcomes, startRivals } from '../kit/rivals.ts'
import { recordSecret } from '../kit/secrets.ts'
import { crowd, type RaceStage, startStage } from '../kit/stage.ts'

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

/** What a browser sends that came as far as a page with one button. */
interface Press {
  readonly path: string
  readonly headers: Record<string, string>
  readonly fields: Record<string, string>
}

function pressOf(jar: Surfer, page: HostedPage, fields: Record<string, string>): Press {
  const cookie = [...jar.cookies.values()].map(({ value }) => value).join('; ')
  const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return { path: page.url.pathname, headers: { cookie }, fields: { token, ...fields } }
}

/** A hundred presses of one button at once, on the servers in turn; answers those that were sent to the app. */
async function pressAll({ urls }: RaceStage, { path, headers, fields }: Press): Promise<Response[]> {
  const body = new URLSearchParams(fields)
  const answers = await Promise.all(
    Array.from({ length: crowd }, (_, i) =>
      fetch(`${urls[i % urls.length]}${path}`, { method: 'POST', headers, body, redirect: 'manual' }),
    ),
  )
  // 429: a code that is used up counts as a wrong one, and many wrong ones in a row make a pause.
  for (const answer of answers) assert.ok([303, 400, 410, 429].includes(answer.status), `${answer.status}`)
  return answers.filter((one) => one.headers.get('location') === returnUrl)
}

const cookieOf = (answer: Response | undefined): string =>
  (answer?.headers.getSetCookie() ?? []).map((one) => one.split(';')[0] ?? '').join('; ')

for (const engine of engines) {
  test(`of a hundred presses of the last button one makes the account and is signed in, on ${engine} (attack 7)`, async (t) => {
    const stage = await startStage(t, engine)
    const jar = newJar(stage.url)
    const page = await submitReview(await prove(stage.url, jar, await invited(stage.url)))
    const [winner, ...others] = await pressAll(stage, pressOf(jar, page, { password, do: 'finish' }))
    assert.ok(winner && others.length === 0, `${others.length} more than one`)
    const account = await fetch(`${stage.urls.at(-1)}/account`, { headers: { cookie: cookieOf(winner) } })
    assert.match((await account.text()).replaceAll('<wbr>', ''), /sara@example\.com/)
    const { db } = stage.at
    assert.equal((await db.selectFrom('users').select('id').where('app_id', '=', '1001').execute()).length, 1)
    assert.equal((await db.selectFrom('sessions').select('uid').where('user_id', 'is not', null).execute()).length, 1)
  })

  test(`of a hundred uses of the code one proves the e-mail, and one of a hundred comes in by it, on ${engine} (attacks 3 and 28)`, async (t) => {
    const stage = await startStage(t, engine)
    const [jar, link] = [newJar(stage.url), await invited(stage.url)]
    await makeMember(stage.url, 'sara@example.com')
    const asked = await (await openPage(jar, link)).submit({}, 'send')
    const code = await readCode(stage.url, 'sara@example.com', 2)
    const [winner, ...others] = await pressAll(stage, pressOf(jar, asked, { code, do: 'prove' }))
    assert.ok(winner && others.length === 0, `${others.length} more than one`)
    const account = await fetch(`${stage.urls.at(-1)}/account`, { headers: { cookie: cookieOf(winner) } })
    assert.match((await account.text()).replaceAll('<wbr>', ''), /sara@example\.com/)
  })

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
