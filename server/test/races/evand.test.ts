import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { clearStreak } from '../../src/capabilities/verification/index.ts'
import type { Mobile, Ports } from '../../src/kernel/index.ts'
import { type Engine, engines, newDatabase } from '../kit/database.ts'
import {
  bearer,
  client,
  clientToken,
  codesPath,
  type EvandAnswer,
  enter,
  entry,
  guest,
  guestUrn,
  postForm,
  postJson,
  readCode,
  sendCode,
  tokenPath,
} from '../kit/evand.ts'
import { startHouse } from '../kit/house.ts'
import { answerOf, startMortal } from '../kit/lives.ts'
import { refresh } from '../kit/openid.ts'
import { applyFile } from '../kit/ports.ts'
import { crowd, type RaceStage, startStage } from '../kit/stage.ts'

const isActive = async (url: string, token = ''): Promise<boolean> => {
  const answer = await postForm(url, '/oauth/introspect', { token, ...client })
  return (answer.body as { active?: boolean }).active === true
}

const storm = (stage: RaceStage, ask: (url: string, i: number) => Promise<EvandAnswer>, count = crowd) =>
  Promise.all(Array.from({ length: count }, (_, i) => ask(stage.urls[i % stage.urls.length] ?? '', i)))

/** Ready: a code on the guest's phone. */
async function begin(t: TestContext, engine: Engine): Promise<{ stage: RaceStage; token: string; code: string }> {
  const stage = await startStage(t, engine)
  const token = await clientToken(stage.url)
  assert.equal((await sendCode(stage.url, token)).status, 201)
  return { stage, token, code: await readCode(stage.url) }
}

const standard = (url: string, code: string) =>
  postForm(url, '/oauth/token', {
    grant_type: guestUrn,
    ...client,
    mobile: guest,
    mobile_verification_code: code,
    event_id: '77',
  })

for (const engine of engines) {
  test(`of ${crowd} entries with one code, at both doors, one gets tokens, which work afterwards (attack 3), on ${engine}`, async (t) => {
    const { stage, code } = await begin(t, engine)
    const answers = await storm(stage, (url, i) => (i % 2 === 0 ? enter(url, Number(code)) : standard(url, code)))
    const won = answers.filter(({ status }) => status === 200)
    assert.equal(won.length, 1)
    const lost = answers.filter(({ status }) => status !== 200)
    assert.ok(lost.every(({ body }) => body.error === 'invalid_grant' || body.error === 'slow_down'))
    const [{ body } = assert.fail()] = won
    for (const url of stage.urls) assert.equal(await isActive(url, body.access_token), true)
    const renewed = await refresh(stage.url, body.refresh_token)
    assert.deepEqual([renewed.status, renewed.scope], [200, 'event:77'])
    const tokens = await stage.at.db.selectFrom('tokens').select('kind').where('kind', '=', 'AccessToken').execute()
    assert.equal(tokens.length, 2)
  })

  test(`of ${crowd} wrong guesses at once three are compared, and the right code is spent with them (attack 4), on ${engine}`, async (t) => {
    const { stage, code } = await begin(t, engine)
    const wrong = (i: number) => String(((Number(code) - 10_000 + 1 + i) % 90_000) + 10_000)
    const answers = await storm(stage, (url, i) => enter(url, wrong(i)))
    assert.ok(answers.every(({ status }) => status === 400 || status === 429))
    const row = await stage.at.db
      .selectFrom('verifications')
      .select('tries_left')
      .where('purpose', '=', 'mobile')
      .executeTakeFirst()
    assert.equal(row?.tries_left, 0)
    await clearStreak(stage.at.db, { kind: 'mobile', value: guest as Mobile })
    assert.equal((await enter(stage.url, code)).status, 400)
  })

  test(`a storm of ${crowd} wishes for a code sends one, which works (attack 16), on ${engine}`, async (t) => {
    const { stage, token } = await begin(t, engine)
    await stage.advance(61_000)
    const answers = await storm(stage, (url, i) =>
      postJson(url, i % 2 ? codesPath : `/api${codesPath}`, { mobile: guest }, bearer(token)),
    )
    assert.deepEqual(
      [201, 429].map((wanted) => answers.filter(({ status }) => status === wanted).length),
      [1, crowd - 1],
    )
    assert.ok(answers.every(({ status, headers }) => status === 201 || Number(headers.get('retry-after')) > 0))
    assert.equal((await enter(stage.url, await readCode(stage.url, guest, 2))).status, 200)
    assert.equal((await stage.at.db.selectFrom('messages').select('id').execute()).length, 2)
  })

  test(`a guest who enters by two apps at once gets one account (attack 12), on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const client_secret = 'client-secret-of-the-other-app-of-these-tests'
    const other = {
      id: 'other',
      name: 'Other',
      state: 'live',
      clientSecrets: [client_secret],
      permissions: ['codes:send', 'guests:enter'],
    }
    const guests = Array.from({ length: 10 }, (_, i) => `+98912300000${i}`)
    await applyFile(stage.at, {
      apps: [other],
      events: [
        { id: 77, guests },
        { id: 80, name: 'Its', app: 'other', guests },
      ],
    })
    const its = { client_id: 'other', client_secret }
    const [token, second] = [
      await clientToken(stage.url),
      await postJson(stage.url, tokenPath, { grant_type: 'client_credentials', ...its }),
    ]
    const ready = await Promise.all(
      guests.map(async (mobile) => {
        await sendCode(stage.url, token, mobile)
        const first = await readCode(stage.url, mobile)
        return { mobile, first }
      }),
    )
    await stage.advance(61_000)
    const both = await Promise.all(
      ready.map(async ({ mobile, first }) => {
        assert.equal((await sendCode(stage.url, second.body.access_token ?? '', mobile)).status, 201)
        await readCode(stage.url, mobile, 2)
        const inbox = await fetch(`${stage.url}/dev/inbox.json?to=${encodeURIComponent(mobile)}`)
        const codes = ((await inbox.json()) as { code: string }[]).map(({ code }) => code)
        return { mobile, first, second: codes.find((code) => code !== first) ?? first }
      }),
    )
    const answers = await storm(
      stage,
      (url, i) => {
        const one = both[i >> 1] ?? assert.fail()
        return i % 2 === 0
          ? enter(url, one.first, { mobile: one.mobile })
          : enter(url, one.second, { mobile: one.mobile, ...its, event_id: 80 })
      },
      2 * guests.length,
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    const rows = await stage.at.db
      .selectFrom('guests')
      .select(['mobile', 'user_id'])
      .where('mobile', 'in', guests)
      .execute()
    assert.equal(rows.length, 2 * guests.length)
    assert.equal(new Set(rows.map(({ user_id }) => user_id)).size, guests.length)
  })

  test(`a server that dies after any statement of an entry leaves the code or the tokens, never both and never neither (attack 10), on ${engine}`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const house = await startHouse(t, engine, { databaseUrl })
    const mobiles = Array.from({ length: 40 }, (_, i) => `+9891240000${String(i + 10)}`)
    await applyFile(house.at, { events: [{ id: 77, guests: mobiles }] })
    const token = await clientToken(house.url)
    let [deaths, survived] = [0, false]
    for (const mobile of mobiles) {
      await sendCode(house.url, token, mobile)
      const code = await readCode(house.url, mobile)
      const before = await countTokens(house.at)
      const server = await startMortal(t, databaseUrl)
      await server.order({ killAfter: deaths + 1 })
      const answer = await answerOf(postJson(server.url, tokenPath, entry(code, { mobile })))
      await server.kill()
      survived = answer !== undefined
      const written = (await countTokens(house.at)) - before
      // Another server stands for the one that is started again: it shares nothing but the database.
      const again = await enter(house.url, code, { mobile })
      assert.ok(written === 0 || written === 2, `${written} tokens after statement ${deaths + 1}`)
      assert.equal(again.status, written === 0 ? 200 : 400, `after statement ${deaths + 1}`)
      if (survived) {
        assert.deepEqual([answer?.status, written], [200, 2])
        assert.equal(await isActive(house.url, answer?.body.access_token), true)
        break
      }
      deaths++
    }
    assert.ok(survived && deaths >= 10, `${deaths} deaths`)
  })
}

async function countTokens({ db }: Ports): Promise<number> {
  const rows = await db
    .selectFrom('tokens')
    .select('hash')
    .where('kind', 'in', ['AccessToken', 'RefreshToken'])
    .where('user_id', 'is not', null)
    .execute()
  return rows.length
}
