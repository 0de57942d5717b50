import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyForms, authData, codeTo, documentPassword, everyType } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import {
  assertDeclined,
  authWith,
  call,
  client,
  oldClient,
  signUpBody,
  signUpWith,
  type TokenPair,
} from '../kit/oneentry.ts'
import { documentBodies } from '../kit/oneentry-document.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

test('every body that the document shows is registered by the client, and read back equal', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyForms(house.at)
  for (const [i, shown] of documentBodies.entries()) {
    const { marker, type } = shown.formData[0]
    await t.test(`${i + 1}: ${type}`, async () => {
      const [form, login] = [`reg${i}`, `test${i}`]
      const provider = { id: `open${i}`, type: 'email', form, isCheckCode: false }
      const config = { minPasswordLength: 5, refuseCommonPasswords: false }
      const attributes = everyType.attributes.filter(
        (one) => one.marker === marker || 'isLogin' in one || 'isPassword' in one,
      )
      const typed = attributes.map((one) => (one.marker === marker ? { ...one, type } : one))
      await applyFile(house.at, {
        forms: [{ id: form, type: 'sign-up', attributes: typed }],
        providers: [{ ...provider, config }],
      })
      const given = structuredClone({ ...shown, formIdentifier: form, authData: authData(login) })
      const api = client(house.url)
      const made = (await api.AuthProvider.signUp(provider.id, structuredClone(given) as never)) as never as {
        formData: unknown
        notificationData: unknown
        isActive: boolean
      }
      assert.deepEqual(made.formData, given.formData, JSON.stringify(made))
      assert.deepEqual(made.notificationData, given.notificationData)
      assert.equal(made.isActive, true)
      await authWith(api, provider.id, login)
      const user = (await api.Users.getUser()) as never as {
        formData: unknown
        identifier: string
        formIdentifier: string
      }
      assert.deepEqual(user.formData, given.formData, JSON.stringify(user))
      assert.deepEqual([user.identifier, user.formIdentifier], [login, form])
    })
  }
})

test('sign-up with a code, by the client alone', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyForms(house.at)
  const login = 'sara@test.zone'
  const api = client(house.url)
  const auth = (marker = 'members') => api.AuthProvider.auth(marker, { authData: authData(login) })

  await t.test('providers are listed and described in texts; no secret is among them', async () => {
    const all = (await api.AuthProvider.getAuthProviders()) as never as { identifier: string; config: object }[]
    const known = all.map(({ identifier }) => identifier)
    assert.ok(known.includes('members') && known.includes('open'), known.join(' '))
    const one = (await api.AuthProvider.getAuthProviderByMarker('members')) as never as Record<string, unknown>
    assert.deepEqual([one.formIdentifier, one.isCheckCode, one.isActive, one.type], ['every', true, true, 'email'])
    assert.deepEqual(one.config, {
      accessTokenTtlSec: '36000',
      refreshTokenTtlMc: '604800',
      deleteNoneActiveUsersAfterDays: '2',
      systemCodeTlsSec: '120',
      systemCodeLength: '6',
      systemCodeOnlyNumbers: null,
      oauthAuthUrl: null,
    })
    assertDeclined(await api.AuthProvider.getAuthProviderByMarker('nothing'), 404)
  })

  await t.test('the account waits, and the code is in no answer', async () => {
    const raw = await call(house.url, 'POST', '/users-auth-providers/marker/members/users/sign-up', {
      ...signUpBody('raw@test.zone'),
      langCode: 'en_US',
    })
    assert.equal(raw.status, 201, raw.text)
    const { systemCode, isActive, formData } = raw.body as Record<string, unknown>
    assert.equal((systemCode as { value: string }).value, '')
    assert.deepEqual([isActive, formData], [false, { en_US: signUpBody('').formData }])
    assert.ok(!raw.text.includes(await codeTo(house.url, 'raw@test.zone')))
    assert.ok(!raw.text.includes(documentPassword) && !raw.text.includes('authData'))
    const made = await signUpWith(api, 'members', login)
    assert.deepEqual([made.identifier, made.isActive, Number.isSafeInteger(made.id)], [login, false, true])
    assertDeclined(await auth(), 401)
  })

  await t.test('a code is checked without being consumed, and opens the account once', async () => {
    const code = await codeTo(house.url, login)
    const { AuthProvider } = api
    assert.equal(await AuthProvider.checkCode('members', login, 'user_registration', 'AAAAAA'), false)
    assert.equal(await AuthProvider.checkCode('members', login, 'user_registration', code), true)
    assertDeclined(await AuthProvider.activateUser('members', login, 'AAAAAA'), 400)
    assertDeclined(await AuthProvider.activateUser('nothing', login, code), 404)
    assert.equal(await AuthProvider.activateUser('members', login, code), true)
    assertDeclined(await AuthProvider.activateUser('members', login, code), 400)
    const { userIdentifier, authProviderIdentifier } = await authWith(api, 'members', login)
    assert.deepEqual([userIdentifier, authProviderIdentifier], [login, 'members'])
  })

  await t.test('a new code signs in once, and another sets a new password and signs out everywhere', async () => {
    const { AuthProvider } = api
    assertDeclined(await AuthProvider.generateCode('members', login, 'nothing'), 404)
    assertDeclined(await AuthProvider.generateCode('members', login, ''), 400, ['eventIdentifier'])
    house.advance(31_000)
    assert.equal(await AuthProvider.generateCode('members', login, 'auth'), true)
    assertDeclined(await AuthProvider.generateCode('members', login, 'auth'), 429)
    const code = await codeTo(house.url, login, 2)
    const byCode = { authData: [{ marker: 'login', value: login }], code }
    const signedIn: unknown = await AuthProvider.auth('members', byCode)
    const { accessToken, refreshToken } = signedIn as TokenPair
    assert.ok(accessToken, JSON.stringify(signedIn))
    recordSecret(accessToken, refreshToken)
    assertDeclined(await client(house.url).AuthProvider.auth('members', byCode), 401)

    house.advance(31_000)
    assert.equal(await AuthProvider.generateCode('members', login, 'password_reset'), true)
    const other = await codeTo(house.url, login, 3)
    const change = (given: string, password: string, repeat = password, type = 2) =>
      AuthProvider.changePassword('members', login, 'password_reset', type as 1 | 2, given, password, repeat)
    recordSecret('a new phrase of mine')
    assertDeclined(await change('AAAAAA', 'a new phrase of mine'), 400)
    assertDeclined(await change(other, 'a new phrase of mine', 'something else'), 400, ['password2'])
    assertDeclined(await change(other, 'shrt'), 400)
    assert.equal(await change(other, 'a new phrase of mine'), true)
    assertDeclined(await change(other, 'a new phrase of mine'), 400)
    assertDeclined(await client(house.url).Users.setAccessToken(accessToken).getUser(), 401)
    assertDeclined(await client(house.url).AuthProvider.auth('members', { authData: authData(login) }), 401)
    await authWith(client(house.url), 'members', login, 'a new phrase of mine')
  })

  await t.test('five wrong codes are the last: 429, and the right one is worth nothing', async () => {
    await signUpWith(client(house.url), 'members', 'tries@test.zone')
    const code = await codeTo(house.url, 'tries@test.zone')
    const check = (given: string) =>
      api.AuthProvider.checkCode('members', 'tries@test.zone', 'user_registration', given)
    for (let i = 0; i < 4; i++) assert.equal(await check('AAAAAA'), false)
    assertDeclined(await check('AAAAAA'), 429)
    assert.notEqual(await check(code), true)
    assert.notEqual(await api.AuthProvider.activateUser('members', 'tries@test.zone', code), true)
  })

  await t.test('the client of an earlier year does all of it, saying nothing of its device', async () => {
    const old = oldClient(house.url)
    const mail = 'old@test.zone'
    const made: unknown = await old.AuthProvider.signUp('members', signUpBody(mail) as never)
    assert.equal((made as { identifier: string }).identifier, mail, JSON.stringify(made))
    const code = await codeTo(house.url, mail)
    assert.equal(await old.AuthProvider.checkCode('members', mail, 'user_registration', code), true)
    assert.equal(await old.AuthProvider.activateUser('members', mail, code), true)
    const pair = (await old.AuthProvider.auth('members', { authData: authData(mail) })) as never as TokenPair
    recordSecret(pair.accessToken, pair.refreshToken)
    assert.equal(((await old.Users.getUser()) as { identifier: string }).identifier, mail)
    const renewed = (await old.AuthProvider.refresh('members', pair.refreshToken)) as never as TokenPair
    recordSecret(renewed.accessToken, renewed.refreshToken)
    assert.notEqual(renewed.refreshToken, pair.refreshToken)
    assert.ok(await old.AuthProvider.logout('members', renewed.refreshToken))
    assertDeclined(await client(house.url).Users.setAccessToken(renewed.accessToken).getUser(), 401)
  })
})
