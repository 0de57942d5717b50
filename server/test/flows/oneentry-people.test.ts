import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyForms, authData } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { assertDeclined, authWith, call, client, oldClient, signUpBody, signUpWith } from '../kit/oneentry.ts'

interface User {
  readonly id: number
  readonly identifier: string
  readonly formData: readonly { marker: string; value: unknown }[]
  readonly state: object
  readonly total: string
}

test('a person sees and changes their own account through the client, and nothing else', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at, url } = house
  await applyForms(at)
  const api = client(url, { marker: 'open' })
  const made = await signUpWith(api, 'open', 'omid')
  const { accessToken } = await authWith(api, 'open', 'omid')
  const bearer = { authorization: `Bearer ${accessToken}` }
  const read = async () => (await api.Users.getUser()) as never as User
  const readValue = async (marker: string) => (await read()).formData.find((one) => one.marker === marker)?.value
  const rawUser = async () =>
    (await call(url, 'GET', '/users/me?langCode=fa_IR', undefined, bearer)).body as Record<string, unknown>
  const update = (body: object) => api.Users.updateUser({ formIdentifier: 'every', ...body } as never)

  await t.test('reads it, in whatever language is asked for', async () => {
    const user = await read()
    assert.deepEqual([user.id, user.identifier, user.total, user.state], [made.id, 'omid', '0', {}])
    assert.deepEqual(Object.keys((await rawUser()).formData as object), ['fa_IR'])
    assert.equal(
      ((await oldClient(url).Users.setAccessToken(accessToken).getUser()) as never as User).identifier,
      'omid',
    )
    assertDeclined(await client(url).Users.getUser(), 401)
  })

  await t.test('changes fields, state and notification; what is not named stays', async () => {
    const item = { marker: 'age', type: 'integer', value: 41 }
    assert.equal(await update({ formData: [item], state: { cart: [1, 2] } }), true)
    assert.deepEqual([await readValue('age'), await readValue('last_name')], [41, 'Fyodor Ivanov'])
    assert.deepEqual((await read()).state, { cart: [1, 2] })
    assert.equal(await update({ notificationData: { email: 'omid@new.zone', phonePush: [] } }), true)
    assert.equal(((await rawUser()).notificationData as { email: string }).email, 'omid@new.zone')
  })

  await t.test('is refused with every marker and reason at once, and nothing changes', async () => {
    const formData = [
      { marker: 'age', type: 'integer', value: 999 },
      { marker: 'selector', type: 'list', value: [{ title: 'green', value: '9' }] },
      { marker: 'nothing', type: 'string', value: 'x' },
    ]
    const declined = assertDeclined(await update({ formData }), 400, ['age', 'selector', 'nothing'])
    assert.ok(declined.validationErrors?.every(({ rule, message }) => rule && message.length > 5))
    assert.equal(await readValue('age'), 41)
  })

  await t.test(
    'cannot take what is not theirs to give: id, isActive, groups, provider (attacks 57 and 74)',
    async () => {
      const before = await rawUser()
      for (const field of [
        'id',
        'isActive',
        'verified',
        'permissions',
        'app_id',
        'groups',
        'authProviderIdentifier',
        'identifier',
      ]) {
        assertDeclined(await update({ [field]: 1, state: { taken: true } }), 400, [field])
        const sign = await call(url, 'POST', '/users-auth-providers/marker/members/users/sign-up', {
          ...signUpBody(`mass-${field}@test.zone`),
          [field]: true,
        })
        assertDeclined(sign.body, 400, [field])
      }
      const nested = await call(
        url,
        'PUT',
        '/users/me',
        { notificationData: { email: 'a@b.zone', isActive: true } },
        bearer,
      )
      assertDeclined(nested.body, 400)
      const item = { marker: 'last_name', type: 'string', value: 'Ivanov', isVisible: true }
      assertDeclined(await update({ formData: [item] }), 400)
      assert.deepEqual(await rawUser(), before)
    },
  )

  await t.test('`__proto__` is a name nobody has, wherever it stands (attack 75)', async () => {
    const bodies = [
      '{"__proto__":{"isActive":true}}',
      '{"state":{"__proto__":{"polluted":1}}}',
      '{"formData":{"en_US":[{"marker":"__proto__","type":"string","value":"x"}]}}',
      '{"formData":[{"marker":"last_name","type":"string","value":"x","__proto__":{}}]}',
      '{"formData":{"__proto__":[{"marker":"last_name","value":"x"}]}}',
      '{"formData":[{"marker":"constructor","type":"string","value":"x"}]}',
    ]
    for (const body of bodies) assertDeclined((await call(url, 'PUT', '/users/me', body, bearer)).body, 400)
    assert.equal(({} as { polluted?: number }).polluted, undefined)
    assertDeclined(await api.Forms.getFormByMarker('__proto__'), 404)
    assertDeclined(await api.AuthProvider.getAuthProviderByMarker('__proto__'), 404)
  })

  await t.test('has devices that are pushed to added and taken away', async () => {
    const pushed = async () => ((await rawUser()).notificationData as { phonePush: string[] }).phonePush
    assert.equal(await api.Users.addFCMToken('7DD987F8:46-40_0079'), true)
    assert.equal(await api.Users.addFCMToken('7DD987F8:46-40_0079'), true)
    assert.deepEqual(await pushed(), ['7DD987F8:46-40_0079'])
    assert.equal(await api.Users.deleteFCMToken('7DD987F8:46-40_0079'), true)
    assert.deepEqual(await pushed(), [])
    assertDeclined(await client(url).Users.addFCMToken('x'), 401)
  })

  await t.test('takes another login, and not one that somebody has', async () => {
    await signUpWith(client(url), 'open', 'neda')
    assertDeclined(await update({ authData: [{ marker: 'login', value: 'neda' }] }), 400)
    assert.equal(await update({ authData: [{ marker: 'login', value: 'omid-2' }] }), true)
    assert.equal((await read()).identifier, 'omid-2')
    assertDeclined(await client(url).AuthProvider.auth('open', { authData: authData('omid') }), 401)
  })

  await t.test('a login that is taken is told only where no code could tell it by mail', async () => {
    assertDeclined(await client(url).AuthProvider.signUp('open', signUpBody('NEDA') as never), 400)
  })

  await t.test('takes it out of use, or erases it', async () => {
    assert.equal(await api.Users.archiveUser(), true)
    assertDeclined(await client(url).Users.setAccessToken(accessToken).getUser(), 401)
    assertDeclined(await client(url).AuthProvider.auth('open', { authData: authData('omid-2') }), 401)
    assertDeclined(await client(url).AuthProvider.signUp('open', signUpBody('omid-2') as never), 400)
    const neda = client(url)
    const pair = await authWith(neda, 'open', 'neda')
    assert.equal(await neda.Users.deleteUser(), true)
    assertDeclined(await client(url).Users.setAccessToken(pair.accessToken).getUser(), 401)
    assertDeclined(await client(url).AuthProvider.auth('open', { authData: authData('neda') }), 401)
    await signUpWith(client(url), 'open', 'neda')
  })
})
