import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines, newDatabase } from '../kit/database.ts'
import { invited, phrase, prove, submitReview } from '../kit/invitations.ts'
import { assertWhole, dieAfterEach, startHeir, startMortal } from '../kit/lives.ts'
import { newJar } from '../kit/pages.ts'
import type { PortalAnswer } from '../kit/portal.ts'
import { openPorts } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { countEvents, logIn, prepare } from '../kit/subjects.ts'

/** Presses the last button in a browser that came as far as the password; `ok` when it is sent back to the app. */
async function finish(url: string, { path = '', cookie = '', token = '' }: Record<string, string>) {
  recordSecret(phrase)
  const body = new URLSearchParams({ token, password: phrase, do: 'finish' })
  const response = await fetch(`${url}${path}`, { method: 'POST', headers: { cookie }, body, redirect: 'manual' })
  const to = response.headers.get('location') ?? ''
  assert.ok(response.status === 303 || response.status === 410, `${response.status} ${await response.text()}`)
  return { ok: to.startsWith('http://127.0.0.1:8080/') ? 1 : 0, message: to, data: {} } as PortalAnswer
}

for (const engine of engines) {
  test(`a kill after any statement of an invitation's end leaves the invitation or the account, on ${engine} (attacks 7 and 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const subjects = await prepare(t, engine, databaseUrl, async (house, email) => {
      const jar = newJar(house.url)
      const page = await submitReview(await prove(house.url, jar, await invited(house.url, { Email: email }), email))
      assert.equal(page.title, 'Set your password')
      const cookie = [...jar.cookies.values()].map(({ value }) => value).join('; ')
      return { path: page.url.pathname, cookie, token: /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? '' }
    })
    const at = await openPorts(t, databaseUrl)
    const standing = async (email: string, path = '') => {
      const people = await at.db.selectFrom('contacts').selectAll().where('value', '=', email).execute()
      const row = at.db
        .selectFrom('invitations')
        .select(['state', 'sealed', 'user_id'])
        .where('id', '=', path.split('/')[2] ?? '')
      return { people, ...(await row.executeTakeFirstOrThrow()) }
    }
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl), subjects, {
      act: (url, { fields }) => finish(url, fields),
      isDone: async () => true,
      async check(url, { email, fields }, answer) {
        await assertWhole(at)
        const { state, sealed, user_id, people } = await standing(email, fields.path)
        const done = state === 'finished'
        if (answer) assert.ok(done && answer.ok === 1, 'what was acknowledged is there')
        assert.deepEqual([people.length, sealed === null, user_id === null], done ? [1, true, false] : [0, false, true])
        if (!done) assert.equal((await finish(url, fields)).ok, 1)
        assert.equal((await finish(url, fields)).ok, 0, 'once only')
        assert.equal((await logIn(url, email, phrase)).ok, 1)
      },
    })
    assert.equal(await countEvents(at, 'invitation.finished'), deaths + 1)
    const house = await startHeir(t, engine, databaseUrl)
    await assertWhole(house.at)
    assert.ok(deaths > 9, `${deaths} statements`)
  })
}
