import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../kit/database.ts'
import { applyForms, authData, codeTo } from '../kit/forms.ts'
import { call, signUpBody, type TokenPair } from '../kit/oneentry.ts'
import { recordSecret } from '../kit/secrets.ts'
import { crowd, type RaceStage, startStage } from '../kit/stage.ts'

const users = (provider: string) => `/users-auth-providers/marker/${provider}/users`

/** Posts the same at once, to each server in turn. */
const race = (stage: RaceStage, path: string, body: object) =>
  Promise.all(
    Array.from({ length: crowd }, (_, i) => call(stage.urls[i % stage.urls.length] ?? '', 'POST', path, body)),
  )

async function signIn(url: string, provider: string, login: string): Promise<TokenPair> {
  const { status, body, text } = await call(url, 'POST', `${users(provider)}/auth`, { authData: authData(login) })
  assert.equal(status, 201, text)
  return keep(body)
}

function keep(body: unknown): TokenPair {
  const pair = body as TokenPair
  recordSecret(pair.accessToken, pair.refreshToken)
  return pair
}

const whoIs = async (url: string, token: string) =>
  (await call(url, 'GET', '/users/me', undefined, { authorization: `Bearer ${token}` })).status

for (const engine of engines) {
  test(`100 refreshes of one device get one pair, which works; late reuse ends the session (attack 9), on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    await applyForms(stage.at)
    await call(stage.url, 'POST', `${users('open')}/sign-up`, signUpBody('omid'))
    const first = await signIn(stage.url, 'open', 'omid')
    const { refreshToken } = first
    const answers = await race(stage, `${users('open')}/refresh`, { refreshToken })
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
    const [pair, ...others] = new Set(answers.map(({ body }) => JSON.stringify(body)))
    assert.equal(others.length, 0)
    const renewed = keep(JSON.parse(pair ?? ''))
    assert.equal(await whoIs(stage.url, renewed.accessToken), 200)
    const next = await call(stage.url, 'POST', `${users('open')}/refresh`, { refreshToken: renewed.refreshToken })
    assert.equal(next.status, 201)
    const last = keep(next.body)

    await stage.advance(11_000)
    const late = await race(stage, `${users('open')}/refresh`, { refreshToken })
    assert.deepEqual(new Set(late.map(({ status }) => status)), new Set([401]))
    assert.deepEqual([await whoIs(stage.url, last.accessToken), await whoIs(stage.url, first.accessToken)], [401, 401])
  })

  test(`of 100 who show one code one signs in, and of 100 activations one opens the account (attacks 3 and 5), on ${engine}`, async (t) => {
    const stage = await startStage(t, engine)
    await applyForms(stage.at)
    const [login, other] = ['sara@test.zone', 'neda@test.zone']
    for (const one of [login, other]) await call(stage.url, 'POST', `${users('members')}/sign-up`, signUpBody(one))
    const activate = async (one: string) => ({ userIdentifier: one, code: await codeTo(stage.url, one) })
    const opened = await race(stage, `${users('members')}/activate`, await activate(login))
    assert.equal(opened.filter(({ status }) => status === 201).length, 1)
    assert.equal((await signIn(stage.url, 'members', login)).userIdentifier, login)

    await call(stage.url, 'POST', `${users('members')}/activate`, await activate(other))
    await stage.advance(31_000)
    await call(stage.url, 'POST', `${users('members')}/generate-code`, {
      userIdentifier: other,
      eventIdentifier: 'auth',
    })
    const code = await codeTo(stage.url, other, 2)
    const entered = await race(stage, `${users('members')}/auth`, { authData: authData(other).slice(0, 1), code })
    const [won, ...more] = entered.filter(({ status }) => status === 201)
    assert.equal(more.length, 0)
    assert.equal(await whoIs(stage.url, keep(won?.body).accessToken), 200)
  })
}
