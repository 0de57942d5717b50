import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyForms, authData, emailProvider } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { assertDeclined, authWith, call, client, signUpWith, type TokenPair } from '../kit/oneentry.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const base = '/users-auth-providers/marker/open/users'
const metadata = (fingerprint: string) => ({
  'x-device-metadata': JSON.stringify({
    fingerprint,
    deviceInfo: { os: 'Linux', browser: 'Firefox', location: 'fa-IR' },
  }),
})

test('a person signs in with devices, and out of them', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at, url, advance } = house
  await applyForms(at)
  await applyFile(at, {
    apps: [
      { id: 'other', name: 'Other', state: 'live', siteKey: 'the-site-key-of-another-app', permissions: ['forms'] },
      { id: 'bare', name: 'Bare', state: 'live', siteKey: 'the-site-key-of-an-app-without', permissions: [] },
    ],
    providers: [
      {
        ...emailProvider,
        id: 'bound',
        isCheckCode: false,
        config: { ...emailProvider.config, bindDevice: true, accessTokenTtlSec: 600 },
      },
    ],
  })
  const login = 'omid'
  const api = client(url, { marker: 'open' })
  await signUpWith(api, 'open', login)
  const isIn = async ({ accessToken }: Pick<TokenPair, 'accessToken'>, token?: string): Promise<boolean> => {
    const answer: unknown = await client(url, { marker: 'nothing', ...(token && { token }) })
      .Users.setAccessToken(accessToken)
      .getUser()
    if ((answer as { identifier?: string }).identifier === login) return true
    assertDeclined(answer, 401)
    return false
  }

  await t.test('a wrong password, nobody’s login and a wrong provider are refused, and nothing is kept', async () => {
    const wrong = await client(url).AuthProvider.auth('open', { authData: authData(login, 'wrong one') })
    const nobody = await client(url).AuthProvider.auth('open', { authData: authData('nobody', 'wrong one') })
    const first = assertDeclined(wrong, 401)
    assert.deepEqual({ ...assertDeclined(nobody, 401), timestamp: '' }, { ...first, timestamp: '' })
    assertDeclined(await api.AuthProvider.auth('nothing', { authData: authData(login) }), 404)
    assertDeclined(await api.AuthProvider.auth('open', { authData: [] }), 400, ['login'])
    const extra = { authData: authData(login), formIdentifier: 'every', langCode: 'en_US' }
    assertDeclined(await api.AuthProvider.auth('open', extra), 400, ['formIdentifier'])
    await assert.rejects(
      () => client(url, { isShell: false }).AuthProvider.auth('open', { authData: authData(login, 'wrong one') }),
      (error) => Boolean(assertDeclined(error, 401)),
    )
  })

  await t.test('what is said of the device must be what it is said to be', async () => {
    const deviceInfo = {}
    for (const said of [
      '{',
      '1',
      '{}',
      JSON.stringify({ fingerprint: 5, deviceInfo }),
      '{"fingerprint":"a","deviceInfo":[]}',
    ]) {
      const answer = await call(
        url,
        'POST',
        `${base}/auth`,
        { authData: authData(login) },
        { 'x-device-metadata': said },
      )
      assert.equal(answer.status, 400, said)
      assertDeclined(answer.body, 400, ['x-device-metadata'])
    }
  })

  await t.test('both tokens are renewed, and the client does so by itself after ten hours', async () => {
    const pair = await authWith(api, 'open', login)
    const renewed = (await api.AuthProvider.refresh('open', pair.refreshToken)) as never as TokenPair
    recordSecret(renewed.accessToken, renewed.refreshToken)
    assert.equal(renewed.userIdentifier, login)
    assert.notEqual(renewed.refreshToken, pair.refreshToken)
    assert.ok(await isIn(renewed))
    advance(36_001_000)
    assert.ok(!(await isIn(renewed)))
    let kept = ''
    const own = client(url, { marker: 'open' })
    own.Users.setAccessToken(renewed.accessToken).setRefreshToken(renewed.refreshToken)
    const { state } = own.Users as never as { state: { saveFunction: (token: string) => void; accessToken: string } }
    state.saveFunction = (token) => {
      kept = token
    }
    assert.equal(((await own.Users.getUser()) as { identifier: string }).identifier, login)
    recordSecret(kept, state.accessToken)
    assert.ok(kept.length > 20 && kept !== renewed.refreshToken)
    assertDeclined(await api.AuthProvider.refresh('members', kept), 401)
    assertDeclined(await api.AuthProvider.refresh('open', 'unknown'), 401)
    assertDeclined((await call(url, 'POST', `${base}/refresh`, {})).body, 401)
    assertDeclined((await call(url, 'POST', `${base}/refresh`)).body, 401)
  })

  await t.test('a refresh token used late is theft: it ends its session (attack 9)', async () => {
    const pair = await authWith(api, 'open', login)
    const other = await authWith(client(url), 'open', login)
    const renew = async (token: string) => {
      const answer = (await client(url).AuthProvider.refresh('open', token)) as never as TokenPair
      recordSecret(answer.accessToken, answer.refreshToken)
      return answer
    }
    const renewed = await renew(pair.refreshToken)
    assert.deepEqual(await renew(pair.refreshToken), renewed, 'a lost answer is given once more')
    advance(11_000)
    assertDeclined(await renew(pair.refreshToken), 401)
    assert.deepEqual([await isIn(renewed), await isIn(pair), await isIn(other)], [false, false, true])
    assertDeclined(await renew(renewed.refreshToken), 401)
  })

  await t.test('signing out ends one device at once, signing out everywhere all of them', async () => {
    const [a, b, c] = [
      await authWith(client(url), 'open', login),
      await authWith(api, 'open', login),
      await authWith(client(url), 'open', login),
    ]
    const listed = (await api.AuthProvider.getActiveSessionsByMarker('open')) as never as Record<string, unknown>[]
    assert.ok(listed.length >= 3)
    assert.deepEqual(Object.keys(listed[0]?.deviceInfo as object), ['os', 'browser', 'location'])
    assert.match(String(listed[0]?.fingerprint), /^UQ_/)
    assert.equal(await api.AuthProvider.logout('open', a.refreshToken), true)
    assert.deepEqual([await isIn(a), await isIn(b), await isIn(c)], [false, true, true])
    assertDeclined(await client(url).AuthProvider.refresh('open', a.refreshToken), 401)
    const d = await authWith(api, 'open', login)
    assert.equal(await api.AuthProvider.logoutAll('open'), true)
    assert.deepEqual([await isIn(b), await isIn(c), await isIn(d)], [false, false, false])
    assertDeclined(await client(url).AuthProvider.getActiveSessionsByMarker('open'), 401)
    assertDeclined(await client(url).AuthProvider.logoutAll('open'), 401)
  })

  await t.test(
    'a token is worth nothing to another app, and says nothing of other people (attacks 51 and 58)',
    async () => {
      const pair = await authWith(api, 'open', login)
      assert.ok(!(await isIn(pair, 'the-site-key-of-another-app')))
      assertDeclined(await client(url, { token: 'the-site-key-of-an-app-without' }).System.getApiStat(), 403)
      const elsewhere = client(url, { token: 'the-site-key-of-another-app' })
      assertDeclined(await elsewhere.AuthProvider.refresh('open', pair.refreshToken), 401)
      await elsewhere.AuthProvider.logout('open', pair.refreshToken)
      assert.ok(await isIn(pair), 'and cannot sign its person out')
      assert.ok(!(await isIn({ accessToken: pair.refreshToken })))
      await signUpWith(api, 'open', 'neda')
      const neda = client(url)
      await authWith(neda, 'open', 'neda')
      const sessions = (await neda.AuthProvider.getActiveSessionsByMarker('open')) as never as unknown[]
      assert.equal(sessions.length, 1)
      assert.equal(await neda.AuthProvider.logoutAll('open'), true)
      assert.ok(await isIn(pair))
    },
  )

  await t.test('a device is bound only where the provider says so', async () => {
    const bound = '/users-auth-providers/marker/bound/users'
    await signUpWith(api, 'bound', login)
    const enter = async (name: string) => {
      const answer = await call(url, 'POST', `${bound}/auth`, { authData: authData(login) }, metadata(name))
      const pair = answer.body as TokenPair
      recordSecret(pair.accessToken, pair.refreshToken)
      return pair
    }
    const renew = async (refreshToken: string, name: string) => {
      const answer = await call(url, 'POST', `${bound}/refresh`, { refreshToken }, metadata(name))
      const pair = answer.body as TokenPair
      recordSecret(pair.accessToken, pair.refreshToken)
      return answer.status
    }
    const [first, second] = [await enter('UQ_one'), await enter('UQ_two')]
    assert.equal(await renew(first.refreshToken, 'UQ_two'), 401)
    assert.equal(await renew(first.refreshToken, 'UQ_one'), 201)
    const again = await enter('UQ_two')
    assert.equal(await renew(second.refreshToken, 'UQ_two'), 401, 'another sign-in of the device took its place')
    assert.ok(await isIn(again))
    advance(601_000)
    assert.ok(!(await isIn(again)), 'the provider says how long a token lives')
  })
})
