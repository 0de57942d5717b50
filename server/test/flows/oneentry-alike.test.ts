import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyForms, authData, codeTo, documentPassword } from '../kit/forms.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { call, signUpBody } from '../kit/oneentry.ts'

const users = '/users-auth-providers/marker/members/users'
const event = 'user_registration'

function countHashes({ at }: TestHouse): () => number {
  let asked = 0
  for (const name of ['hash', 'verify'] as const) {
    const method = at.hasher[name] as (...parameters: string[]) => Promise<never>
    Object.assign(at.hasher, {
      [name]: (...parameters: string[]) => {
        asked++
        return method(...parameters)
      },
    })
  }
  return () => asked
}

const varying = new Set(['date', 'content-length'])

/** What a caller sees of an answer, without what is its own: the login that was sent, a number, instants. */
function seen({ status, headers, text }: Awaited<ReturnType<typeof call>>, login: string) {
  const body = text
    .replaceAll(login, 'LOGIN')
    .replace(/"id":\d{16}/, '"id":0')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T')
  return { status, headers: [...headers].filter(([name]) => !varying.has(name)), body }
}

test('nothing tells who has an account where codes are sent: same answer, headers, hashes (attacks 24 and 25)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyForms(house.at)
  const hashes = countHashes(house)
  const [known, waiting, nobody] = ['known@test.zone', 'waits@test.zone', 'nobody@test.zone']
  for (const login of [known, waiting]) await call(house.url, 'POST', `${users}/sign-up`, signUpBody(login))
  const code = await codeTo(house.url, known)
  assert.equal((await call(house.url, 'POST', `${users}/activate`, { userIdentifier: known, code })).status, 201)

  const acts: Record<string, [path: string, body: (login: string) => object]> = {
    'a wrong password': ['/auth', (login) => ({ authData: authData(login, 'not the phrase') })],
    'a wrong code to sign in': ['/auth', (login) => ({ authData: authData(login).slice(0, 1), code: 'AAAAAA' })],
    'a code is asked for': ['/generate-code', (login) => ({ userIdentifier: login, eventIdentifier: event })],
    'and again at once': ['/generate-code', (login) => ({ userIdentifier: login, eventIdentifier: event })],
    'a wrong code': ['/check-code', (login) => ({ userIdentifier: login, eventIdentifier: event, code: 'AAAAAA' })],
    'a wrong code to activate': ['/activate', (login) => ({ userIdentifier: login, code: 'AAAAAA' })],
    'a wrong code for a new password': [
      '/change-password',
      (login) => ({
        userIdentifier: login,
        eventIdentifier: 'password_reset',
        type: 2,
        code: 'AAAAAA',
        password1: documentPassword,
        password2: documentPassword,
      }),
    ],
    'a sign-up': ['/sign-up', signUpBody],
  }
  for (const [about, [path, body]] of Object.entries(acts)) {
    await t.test(about, async () => {
      house.advance(about === 'and again at once' ? 0 : 61_000)
      const told: object[] = []
      for (const login of [known, waiting, nobody]) {
        const before = hashes()
        const answer = await call(house.url, 'POST', `${users}${path}`, body(login))
        told.push({ ...seen(answer, login), hashes: hashes() - before })
      }
      assert.deepEqual(told[1], told[2])
      assert.deepEqual(told[0], told[2])
    })
  }
})

test('every path to a code counts: checking, activating, signing in and a new password share its five tries (attack 23)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyForms(house.at)
  const login = 'tries@test.zone'
  await call(house.url, 'POST', `${users}/sign-up`, signUpBody(login))
  const first = await codeTo(house.url, login)
  await call(house.url, 'POST', `${users}/activate`, { userIdentifier: login, code: first })
  house.advance(31_000)
  await call(house.url, 'POST', `${users}/generate-code`, { userIdentifier: login, eventIdentifier: 'auth' })
  const code = await codeTo(house.url, login, 2)
  const wrong = { userIdentifier: login, code: 'AAAAAA' }
  const change = { ...wrong, type: 2, password1: documentPassword, password2: documentPassword }
  const statuses: number[] = []
  for (const [path, body] of [
    ['/check-code', { ...wrong, eventIdentifier: event }],
    ['/activate', wrong],
    ['/auth', { authData: authData(login).slice(0, 1), code: 'AAAAAA' }],
    ['/change-password', change],
    ['/activate', wrong],
    ['/auth', { authData: authData(login).slice(0, 1), code }],
  ] as const) {
    statuses.push((await call(house.url, 'POST', `${users}${path}`, body)).status)
  }
  assert.deepEqual(statuses.slice(0, 4), [201, 400, 401, 400])
  assert.equal(statuses[4], 429)
  assert.equal(statuses[5], 401, 'the right one is worth nothing any more')
})
