import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ports } from '../../src/kernel/index.ts'
import { engines, newDatabase } from '../kit/database.ts'
import { startHouse } from '../kit/house.ts'
import { dieAfterEach, startMortal } from '../kit/lives.ts'
import { askUserinfo, exchange, getCode, refresh, type TokenAnswer } from '../kit/openid.ts'

const subjects = Array.from({ length: 60 }, (_, i) => i)

/** Families of which there are tokens though their code was not spent. */
async function countHalf({ db }: Ports): Promise<number> {
  const rows = await db
    .selectFrom('tokens')
    .select(['kind', 'family', 'consumed_at'])
    .where('family', 'is not', null)
    .execute()
  const unspent = new Set(
    rows.filter((one) => one.kind === 'AuthorizationCode' && one.consumed_at === null).map((one) => one.family),
  )
  return rows.filter((one) => one.kind !== 'AuthorizationCode' && unspent.has(one.family)).length
}

for (const engine of engines) {
  test(`a kill after any statement about tokens in a code’s exchange leaves the code or its tokens, on ${engine} (attack 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const house = await startHouse(t, engine, { databaseUrl })
    const codes = new Map<number, string>()
    let lost = 0
    const deaths = await dieAfterEach<number, TokenAnswer>(() => startMortal(t, databaseUrl), subjects, {
      async act(url, i) {
        const code = await getCode(house.url)
        codes.set(i, code)
        return exchange(url, code)
      },
      isDone: async () => true,
      matching: '"tokens"',
      async check(url, i, answer) {
        assert.equal(await countHalf(house.at), 0)
        const tokens = answer ?? (await exchange(url, codes.get(i) ?? ''))
        if (tokens.status === 200) {
          assert.ok(await askUserinfo(url, tokens.access_token))
          assert.equal((await refresh(url, tokens.refresh_token)).status, 200)
        } else {
          assert.equal(tokens.error, 'invalid_grant', 'spent, and the answer lost')
          lost++
        }
      },
    })
    assert.ok(deaths > 3 && lost < deaths, `${deaths} statements, ${lost} after the code was spent`)
  })

  test(`a kill after any statement about tokens in a refresh loses nothing: the same token is answered again, on ${engine} (attacks 9 and 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const house = await startHouse(t, engine, { databaseUrl })
    await house.at.db
      .insertInto('settings')
      .values({ name: 'sessions.refreshGraceSeconds', value: '60', changed_at: 0 })
      .execute()
    const tokens = new Map<number, string>()
    const deaths = await dieAfterEach<number, TokenAnswer>(() => startMortal(t, databaseUrl), subjects, {
      async act(url, i) {
        const first = await exchange(house.url, await getCode(house.url))
        tokens.set(i, first.refresh_token ?? '')
        return refresh(url, first.refresh_token)
      },
      isDone: async () => true,
      matching: '"tokens"',
      async check(url, i, answer) {
        const again = await refresh(url, tokens.get(i) ?? '')
        assert.equal(again.status, 200, again.error_description ?? '')
        if (answer) assert.equal(again.refresh_token, answer.refresh_token)
        assert.ok(await askUserinfo(url, again.access_token))
        assert.equal((await refresh(url, again.refresh_token)).status, 200)
      },
    })
    assert.ok(deaths > 3, `${deaths} statements`)
  })
}
