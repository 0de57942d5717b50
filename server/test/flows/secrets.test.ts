import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { recordEvent } from '../../src/capabilities/audit/index.ts'
import { engines } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import {
  callPortal,
  demoSite,
  type Fields,
  getPortal,
  linkFields,
  type Mail,
  person,
  readMails,
} from '../kit/portal.ts'
import { assertNoSecret, assertNoSecretInDatabase, recordSecret } from '../kit/secrets.ts'
import { waitFor } from '../kit/wait.ts'

/** A password that stands in no text by chance, with what a query string would escape. */
const newPhrase = (): string => `geheim ${randomBytes(12).toString('hex')} &=%`

const wanted = (mails: Mail[], kind: string): Mail | undefined => mails.find((one) => one.kind === kind)

/** Goes through every verb as a website may, by POST or by GET; answers every secret on the way. */
async function useEveryVerb(house: TestHouse, email: string, call: typeof callPortal): Promise<string[]> {
  const say = async (fields: Fields, ok: 0 | 1 = 1) => {
    const answer = await call(house.url, fields)
    assert.equal(answer.ok, ok, `${fields.do}: ${answer.message}`)
    return answer.data
  }
  const [first, second, wrong] = [newPhrase(), newPhrase(), newPhrase()]
  const address = { User_Email: email }
  const id = { User_ID: String((await say({ do: 'register', ...person(email, first) })).User_ID) }
  await say({ do: 'email-exists', ...address })
  await say({ do: 'resend-email-active', ...address })
  const activation = linkFields((await readMails(house.url, email, 2))[0])
  await say({ do: 'email-active', ...activation })
  await say({ do: 'get-user-data', ...address, User_Password: wrong }, 0)
  await say({ do: 'get-user-data', ...address, User_Password: first })
  await say({ do: 'change-password', ...id, User_Password: first, New_User_Password: second })
  await say({ do: 'forgot-password', ...address })
  const reset = linkFields(wanted(await readMails(house.url, email, 4), 'reset-link'))
  await say({ do: 'reset-password', ...reset })
  const mailed = wanted(await readMails(house.url, email, 5), 'new-password')?.code ?? ''
  await say({ do: 'get-user-data', ...address, User_Password: mailed })
  const { User_Email: _, ...profile } = person(email, mailed)
  await say({ do: 'update-info', ...id, ...profile })
  await say({ do: 'no-such-verb', User_Password: wrong }, 0)
  const codes = [activation.User_EmailActiveCode ?? '', reset.User_ResetCode ?? '']
  return [first, second, wrong, mailed, ...codes, demoSite.key]
}

for (const engine of engines) {
  test(`no verb leaves a secret in a log, a metric or a table, on ${engine} (attack 83)`, async (t) => {
    const house = await startHouse(t, engine, { env: { LOG_LEVEL: 'trace' } })
    const secrets = [
      ...(await useEveryVerb(house, 'an@example.com', callPortal)),
      ...(await useEveryVerb(house, 'binh@example.com', getPortal)),
    ]
    assert.ok(secrets.every((secret) => secret.length >= 22))
    recordSecret(...secrets)
    await waitFor('a line for each request', () => house.logs.filter((line) => line.includes('"/api/"')).length >= 24)
    for (const secret of secrets) {
      assert.throws(() => assertNoSecret('a text', `x${secret}x`), /a secret stands in clear in a text/)
      assert.throws(() => assertNoSecret('a text', encodeURIComponent(secret)), /in clear/)
      assert.throws(() => assertNoSecret('a text', `/?${new URLSearchParams({ secret })}`), /in clear/)
    }
    await house.stop()
  })

  test(`a secret that was kept in a table would be found, on ${engine} (attack 83)`, async (t) => {
    const house = await startHouse(t, engine)
    const planted = newPhrase()
    recordSecret(planted)
    await assertNoSecretInDatabase(house.at.db)
    await recordEvent(house.at, house.at.db, { kind: 'user.changed', facts: { planted } })
    await assert.rejects(assertNoSecretInDatabase(house.at.db), /a secret stands in clear in the table events/)
    await house.at.db.deleteFrom('events').execute()
  })
}

test('no query string is in a log line, not of a bug either (attack 83)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { LOG_LEVEL: 'trace' } })
  const mark = randomBytes(12).toString('hex')
  const paths = ['/api/', '/api', '/dev/inbox.json', '/dev/site/activate', '/health/live', `/nowhere/${mark}`]
  for (const path of paths) {
    await fetch(`${house.url}${path}?mark=${mark}`)
    await fetch(`${house.url}${path}?mark=${mark}`, { method: 'POST', body: new URLSearchParams({ mark }) })
  }
  await waitFor('a line for each request', () => house.logs.filter((line) => line.includes('answered')).length >= 12)
  const lines = house.logs.join('')
  assert.ok(!lines.includes(mark) && !lines.includes('?'), lines)
})
