import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines, newDatabase } from '../kit/database.ts'
import { startHouse } from '../kit/house.ts'
import { startMortal } from '../kit/lives.ts'
import { claim, get, getKey, keyOf, link, post, type WireAnswer } from '../kit/log-in-with.ts'
import { Surfer } from '../kit/openid.ts'
import { crowd, startStage } from '../kit/stage.ts'

const used = 'Bad Request, invalid auth_key'

for (const engine of engines) {
  test(`of ${crowd} requests with one auth_key one gets a token, which works afterwards (attack 8), on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const key = await getKey(stage.url)
    const ask = (i: number) => {
      const url = stage.urls[i % stage.urls.length] ?? ''
      return i % 2 === 0 ? get(url, '/api/authorize', claim(key)) : post(url, '/api/authorize', claim(key))
    }
    const answers = await Promise.all(Array.from({ length: crowd }, (_, i) => ask(i)))
    const won = answers.filter(({ access_token }) => access_token !== undefined)
    assert.equal(won.length, 1)
    assert.equal(answers.filter(({ message }) => message === used).length, crowd - 1)
    for (const url of stage.urls) {
      const { user_info: info } = await get(url, '/api/get_user_info', { access_token: won[0]?.access_token ?? '' })
      assert.equal(info?.user_email, 'ali@example.com')
    }
  })

  test(`${crowd} visits of one person at once get ${crowd} keys, and each is good for one token, on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const surfer = new Surfer(stage.url)
    await getKey(stage.url, surfer)
    const keys = await Promise.all(Array.from({ length: crowd }, async () => keyOf(await surfer.visit(link()))))
    assert.equal(new Set(keys).size, crowd)
    const answers = await Promise.all(
      keys.map((key, i) => get(stage.urls[i % stage.urls.length] ?? '', '/api/authorize', claim(key))),
    )
    assert.equal(new Set(answers.map((one) => one.access_token)).size, crowd)
    assert.ok(answers.every((one) => one.access_token !== undefined))
  })

  test(`a server that dies after any statement of the exchange leaves the key or one token, never two (attack 10), on ${engine}`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const house = await startHouse(t, engine, { databaseUrl })
    const surfer = new Surfer(house.url)
    await getKey(house.url, surfer)
    let [deaths, survived] = [0, false]
    while (!survived) {
      const key = keyOf(await surfer.visit(link()))
      const before = await countTokens()
      const server = await startMortal(t, databaseUrl)
      await server.order({ killAfter: deaths + 1 })
      const answer = await get(server.url, '/api/authorize', claim(key)).catch((): WireAnswer => ({}))
      survived = answer.access_token !== undefined
      await server.kill()
      const after = (await countTokens()) - before
      // Another server stands for the one that is started again: it shares nothing but the database.
      const again = await get(house.url, '/api/authorize', claim(key))
      if (survived)
        assert.ok((await get(house.url, '/api/get_user_info', { access_token: answer.access_token ?? '' })).user_info)
      if (after === 0) assert.ok(again.access_token, `the key is spent and gave nothing, after statement ${deaths + 1}`)
      else assert.deepEqual([after, again.message], [1, used])
      if (!survived) deaths++
    }
    assert.ok(deaths >= 5, `${deaths} deaths`)

    async function countTokens(): Promise<number> {
      const rows = await house.at.db.selectFrom('tokens').select('hash').where('kind', '=', 'AccessToken').execute()
      return rows.length
    }
  })
}
