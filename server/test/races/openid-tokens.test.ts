import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { engines } from '../kit/database.ts'
import { app, askUserinfo, authorizeUrl, exchange, getCode, refresh, Surfer, type TokenAnswer } from '../kit/openid.ts'
import { count, outcomes, startRivals } from '../kit/rivals.ts'
import { recordSecret } from '../kit/secrets.ts'
import { crowd, type RaceStage, startStage } from '../kit/stage.ts'

/** Asks all at once, each server in turn. */
const race = (stage: RaceStage, ask: (url: string) => Promise<TokenAnswer>) =>
  Promise.all(Array.from({ length: crowd }, (_, i) => ask(stage.urls[i % stage.urls.length] ?? '')))

const winnersOf = (answers: TokenAnswer[]) => answers.filter((one) => one.status === 200)

function assertRefused(answers: TokenAnswer[]): void {
  for (const { status, error = '' } of answers) {
    assert.ok(status === 200 || (status === 400 && error === 'invalid_grant'), `${status} ${error}`)
  }
}

for (const engine of engines) {
  test(`of 100 exchanges of one code one wins, and its tokens work until the code is replayed (attacks 1 and 2), on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const [code, other] = [await getCode(stage.url), await getCode(stage.url)]
    const answers = await race(stage, (url) => exchange(url, code))
    assertRefused(answers)
    const [won, ...more] = winnersOf(answers)
    assert.deepEqual([won?.status, more.length], [200, 0])
    const second = await exchange(stage.url, other)
    assert.ok(await askUserinfo(stage.url, won?.access_token))
    const renewed = await refresh(stage.url, won?.refresh_token)
    assert.equal(renewed.status, 200)

    await stage.advance(6000)
    assert.equal((await exchange(stage.url, code)).error, 'invalid_grant')
    assert.equal(await askUserinfo(stage.url, won?.access_token), undefined)
    assert.equal(await askUserinfo(stage.url, renewed.access_token), undefined)
    assert.equal((await refresh(stage.url, renewed.refresh_token)).error, 'invalid_grant')
    assert.ok(
      await askUserinfo(stage.url, second.access_token),
      'another authorization of the same consent is another family',
    )
  })

  test(`100 refreshes by one token get one successor, which works; late reuse ends the family (attack 9), on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const first = await exchange(stage.url, await getCode(stage.url))
    const other = await exchange(stage.url, await getCode(stage.url))
    const answers = await race(stage, (url) => refresh(url, first.refresh_token))
    assert.equal(winnersOf(answers).length, crowd, JSON.stringify(answers.find((one) => one.status !== 200)))
    const [successor, ...more] = new Set(answers.map((one) => one.refresh_token))
    assert.equal(more.length, 0)
    assert.ok(successor && successor !== first.refresh_token)
    assert.ok(await askUserinfo(stage.url, answers[0]?.access_token))

    const third = await refresh(stage.url, successor)
    assert.equal(third.status, 200)
    assert.equal((await refresh(stage.url, first.refresh_token)).error, 'invalid_grant', 'its successor was used')
    assert.ok(await askUserinfo(stage.url, third.access_token), 'and nothing was harmed')

    await stage.advance(11_000)
    assert.equal((await refresh(stage.url, first.refresh_token)).error, 'invalid_grant')
    assert.equal((await refresh(stage.url, third.refresh_token)).error, 'invalid_grant')
    assert.equal(await askUserinfo(stage.url, third.access_token), undefined)
    assert.equal(await askUserinfo(stage.url, answers[1]?.access_token), undefined)
    assert.equal((await refresh(stage.url, other.refresh_token)).status, 200, 'another family lives')
  })

  test(`no refresh that races with the end of its family leaves a token that works (attack 9), on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    const first = await exchange(stage.url, await getCode(stage.url))
    const second = await refresh(stage.url, first.refresh_token)
    await stage.advance(11_000)
    const answers = await race(stage, (url) =>
      refresh(url, Math.random() < 0.2 ? first.refresh_token : second.refresh_token),
    )
    assertRefused(answers)
    for (const { access_token, refresh_token } of winnersOf(answers)) {
      assert.equal(await askUserinfo(stage.url, access_token), undefined)
      assert.equal((await refresh(stage.url, refresh_token)).error, 'invalid_grant')
    }
    const live = await stage.at.db.selectFrom('events').select('id').where('kind', '=', 'token.reused').execute()
    assert.equal(live.length, 1)
  })

  test(`of 100 exchanges of one auth_key one wins, and its token works (attack 8), on ${engine}`, async (t) => {
    const rivals = await startRivals(t, engine)
    const surfer = new Surfer(rivals.url)
    const wish = { scope: 'log-in-with', response_mode: 'auth_key' }
    const back = await surfer.pass(await surfer.visit(authorizeUrl(rivals.url, wish)))
    const key = back.url.searchParams.get('auth_key') ?? ''
    recordSecret(key)
    const cores = rivals.all.map((at) => oidc(at).tokens)
    const won: string[] = []
    const tries = Array.from({ length: crowd }, async (_, i) => {
      const token = await cores[i % cores.length]?.redeemAuthKey(app.id, key)
      if (token) won.push(token)
    })
    const all = await outcomes(tries)
    assert.equal(count(all, 'done'), 1)
    assert.equal(count(all, 'verification.failed'), crowd - 1)
    recordSecret(...won)
    assert.equal((await cores[0]?.findAccess(won[0] ?? ''))?.appId, app.id)
  })
}
