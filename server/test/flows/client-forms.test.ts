import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignUpBody } from '../../../client/src/index.ts'
import { failsWith, openClient } from '../kit/client.ts'
import { applyForms, codeTo, documentPassword } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { siteKey } from '../kit/oneentry.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const authData = (login: string, password = documentPassword) => [
  { marker: 'login', value: login },
  { marker: 'password', value: password },
]
const body = (login: string): SignUpBody => ({
  formIdentifier: 'every',
  authData: authData(login),
  formData: [
    { marker: 'last_name', type: 'string', value: 'Ivanov' },
    { marker: 'age', type: 'integer', value: 41 },
    {
      marker: 'selector',
      type: 'list',
      value: [{ title: 'red', value: '1', extended: { value: 'red', type: 'string' } }],
    },
  ],
  notificationData: { email: login, phonePush: [], phoneSMS: '' },
})

/** As `diwan types` writes it. */
interface EveryForm {
  last_name: string
  age?: number | string
}

test('a person registers by a form, activates, signs in, and looks after the account by the client’s methods', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyForms(house.at)
  const phrase = 'another phrase of hers'
  recordSecret(phrase)
  const client = openClient(house, { siteKey, storage: mapStorage() })
  const { AuthProvider, Users, Forms, FormData } = client

  const form = await Forms.getFormByMarker('every', 'fa_IR')
  assert.equal(form.attributes.find(({ isLogin }) => isLogin)?.localizeInfos.title, 'نام کاربری')
  assert.ok((await Forms.getAllForms()).items.length >= 2)
  assert.ok((await AuthProvider.getAuthProviders()).some(({ identifier }) => identifier === 'members'))
  assert.equal((await AuthProvider.getAuthProviderByMarker('members')).isCheckCode, true)

  const sara = 'sara@example.com'
  const given = Object.freeze(body(sara))
  const made = await AuthProvider.signUp('members', given, 'fa_IR')
  assert.deepEqual([made.identifier, made.isActive, made.formData], [sara, false, given.formData])
  await failsWith('passwords.wrong', AuthProvider.auth('members', { authData: authData(sara) }))
  const code = await codeTo(house.url, sara)
  assert.equal(await AuthProvider.checkCode('members', sara, 'user_registration', code), true)
  await failsWith('input.refused', AuthProvider.activateUser('members', sara, '0'))
  assert.equal(await AuthProvider.activateUser('members', sara, code), true)

  await failsWith('session.absent', Users.getUser())
  await AuthProvider.auth('members', { authData: authData(sara) })
  assert.deepEqual((await Users.getUser('fa_IR')).formData, given.formData)
  await Users.updateUser<EveryForm>({ formIdentifier: 'every', formData: [{ marker: 'age', value: 42 }] }, 'fa_IR')
  assert.equal((await Users.getUser('fa_IR')).formData.find(({ marker }) => marker === 'age')?.value, 42)
  assert.equal((await AuthProvider.getActiveSessionsByMarker('members')).length, 1)

  await applyFile(house.at, {
    forms: [{ id: 'note', type: 'data', title: { en: 'Note' }, attributes: [{ marker: 'text', type: 'string' }] }],
  })
  const note = { formIdentifier: 'note', formData: [{ marker: 'text', type: 'string', value: 'Hello' }] } as const
  const { formData } = await FormData.postFormsData(note)
  assert.equal((await FormData.getFormsDataByMarker('note', 1)).items[0]?.id, formData.id)
  assert.equal(await FormData.deleteFormsDataByid(formData.id), true)

  house.advance(37_000_000)
  const users = await Promise.all(Array.from({ length: 10 }, () => Users.getUser()))
  assert.equal(users.length, 10)
  assert.equal(client.counts.refresh, 1, 'ten calls that are answered 401 renew once')
  await AuthProvider.generateCode('members', sara, 'password_reset')
  const reset = await codeTo(house.url, sara, 2)
  assert.equal(await AuthProvider.changePassword('members', sara, 'password_reset', 2, reset, phrase), true)
  await failsWith('session.revoked', Users.getUser())
  await AuthProvider.auth('members', { authData: authData(sara, phrase) })
  assert.equal(await AuthProvider.logoutAll('members'), true)
  await failsWith('session.absent', Users.getUser())
  await AuthProvider.auth('members', { authData: authData(sara, phrase) })
  assert.equal(await AuthProvider.logout('members'), true)
})

test('what a form refuses names every field, and an unknown provider and key are told', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyForms(house.at)
  const { AuthProvider } = openClient(house, { siteKey })
  const wrong = { ...body('omid@example.com'), formData: [{ marker: 'age', type: 'integer', value: 999 }] } as const
  const error = await failsWith('input.refused', AuthProvider.signUp('open', wrong))
  assert.deepEqual(Object.keys(error.fields).sort(), ['age', 'last_name'])
  assert.match(error.fields.age ?? '', /\S{3}/)
  assert.ok(error.field && error.rule && error.status === 400)
  await failsWith('pages.not-found', AuthProvider.signUp('nowhere', body('omid@example.com')))
  await failsWith('apps.not-permitted', openClient(house, { siteKey: 'no key' }).Forms.getAllForms())
})

function mapStorage() {
  const kept = new Map<string, string>()
  return {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: string) => void kept.set(key, value),
    remove: async (key: string) => void kept.delete(key),
  }
}
