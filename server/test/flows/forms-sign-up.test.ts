import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  activateLogin,
  changeOwn,
  changePasswordByCode,
  checkOwnCode,
  findMember,
  generateCode,
  readMember,
  readProvider,
  setDevice,
  signInByLogin,
  sweepUnactivated,
} from '../../src/capabilities/forms/index.ts'
import { findUser } from '../../src/capabilities/users/index.ts'
import type { Tx, UserId } from '../../src/kernel/index.ts'
import {
  applyForms,
  authData,
  codeTo,
  documentPassword,
  isRefusalOf,
  openProvider,
  problemsOf,
  signUp,
} from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const day = 86_400_000

/** Who signs in gets nothing by it here. */
const found = async (_tx: Tx, userId: UserId): Promise<UserId> => userId

test('an account of a provider with codes waits for its own code, and no other opens it', async (t) => {
  const { at, url, advance } = await startHouse(t, 'sqlite')
  const { app, members } = await applyForms(at)
  const login = 'sara@test.zone'
  const generate = () => generateCode(at, app, members, { login, event: 'user_registration', language: 'en' })

  await t.test('it is pending, and its password is answered as nobody’s', async () => {
    const made = await signUp(at, members, login)
    assert.equal(made.state, 'pending')
    await assert.rejects(
      signInByLogin(at, app, members, { login, password: documentPassword, code: undefined }, found),
      isRefusalOf('passwords.wrong'),
    )
  })

  await t.test('the code is checked without being consumed, and opens it once; the address is proven', async () => {
    const code = await codeTo(url, login)
    assert.match(code, /^[A-Z2-9]{6}$/)
    assert.equal(await checkOwnCode(at, app, members, login, 'AAAAAA'), false)
    for (let i = 0; i < 6; i++) assert.equal(await checkOwnCode(at, app, members, login, code.toLowerCase()), true)
    await assert.rejects(
      changePasswordByCode(at, app, members, { login, code, password: 'another' }),
      isRefusalOf('verification.failed'),
      'an account that waits has no password to change',
    )
    const userId = await activateLogin(at, app, members, ' Sara@test.ZONE ', code)
    await assert.rejects(activateLogin(at, app, members, login, code), isRefusalOf('verification.failed'))
    const user = await findUser(at, at.db, userId)
    assert.equal(user?.state, 'active')
    assert.ok(user?.contacts.find((one) => one.value === login)?.provenAt)
    const signedIn = await signInByLogin(
      at,
      app,
      members,
      { login, password: documentPassword, code: undefined },
      found,
    )
    assert.equal(signedIn, userId)
  })

  await t.test(
    'a login that is taken is answered as one that is not, and nobody is sent a code (attack 24)',
    async () => {
      advance(31_000)
      const again = await signUp(at, members, login)
      assert.deepEqual([again.state, again.login, again.values.length], ['pending', login, 1])
      assert.equal(await findMember(at, again.userId), undefined)
    },
  )

  await t.test('a new code works once for signing in, and another for a new password', async () => {
    await assert.rejects(generate(), isRefusalOf('verification.too-soon'))
    advance(31_000)
    await generate()
    const code = await codeTo(url, login, 2)
    const userId = await signInByLogin(at, app, members, { login, password: undefined, code }, found)
    // As a form that is sent again and again: no guess, so that nothing is paused by it.
    for (let i = 0; i < 12; i++) {
      await assert.rejects(
        signInByLogin(at, app, members, { login, password: undefined, code }, found),
        isRefusalOf('verification.failed'),
      )
    }
    advance(31_000)
    await generate()
    const next = await codeTo(url, login, 3)
    recordSecret('a new password of Sara’s')
    const change = { login, code: next, password: 'a new password of Sara’s' }
    assert.equal(await changePasswordByCode(at, app, members, change), userId)
    await assert.rejects(
      signInByLogin(at, app, members, { login, password: documentPassword, code: undefined }, found),
      isRefusalOf('passwords.wrong'),
    )
    assert.equal(
      await signInByLogin(at, app, members, { login, password: change.password, code: undefined }, found),
      userId,
    )
  })

  await t.test(
    'the fifth wrong try ends the code, for nobody’s login as for a known one (attacks 4, 23, 24)',
    async () => {
      for (const name of [login, 'nobody@test.zone']) {
        advance(2 * day)
        await generateCode(at, app, members, { login: name, event: 'auth', language: 'fa' })
        const tries: (boolean | string)[] = []
        for (let i = 0; i < 6; i++) {
          tries.push(await checkOwnCode(at, app, members, name, 'AAAAAA').catch((error) => error.code))
        }
        assert.deepEqual(tries, [false, false, false, false, 'limits.exhausted', false], name)
      }
    },
  )

  await t.test('ten wrong codes pause those of the login, and its password ends the pause (attack 22)', async () => {
    const enter = (code: string | undefined, password: string | undefined) =>
      signInByLogin(at, app, members, { login, password, code }, found)
    const streaks = async () =>
      (await at.db.selectFrom('code_streaks').select(['subject', 'paused_until']).execute())
        .filter(({ paused_until }) => paused_until > at.clock.now())
        .map(({ subject }) => subject.split(':')[0])
    for (let i = 0; (await streaks()).length === 0; i++) {
      assert.ok(i < 10)
      await assert.rejects(enter('AAAAAA', undefined))
    }
    assert.deepEqual(await streaks(), ['login'])
    await assert.rejects(enter('AAAAAA', undefined), isRefusalOf('verification.paused'))
    await enter(undefined, 'a new password of Sara’s')
    assert.deepEqual(await streaks(), [])
  })

  await t.test('an event is one of the three, or of the provider’s own', async () => {
    const ask = (event: string) => generateCode(at, app, members, { login, event, language: 'en' })
    await assert.rejects(ask('unheard_of'), isRefusalOf('forms.event-unknown'))
  })
})

test('several may wait for one login; whoever proves theirs has it, and a stranger’s is not opened by the owner (rule 6, attack 30)', async (t) => {
  const { at, url, advance } = await startHouse(t, 'sqlite')
  const { app, members } = await applyForms(at)
  const login = 'victim@test.zone'
  recordSecret('the password of a stranger')
  const strange = await signUp(at, members, login, { authData: authData(login, 'the password of a stranger') })
  advance(31_000)
  // A stranger’s own address beside the victim’s login: codes go to the login.
  await signUp(at, members, login, { notification: { email: 'stranger@test.zone', phonePush: [] } })
  advance(31_000)
  const own = await signUp(at, members, login)
  const code = await codeTo(url, login, 3)
  assert.equal(await activateLogin(at, app, members, login, code), own.userId)
  assert.equal(await findUser(at, at.db, strange.userId), undefined)
  const inbox = await (await fetch(`${url}/dev/inbox.json?to=stranger@test.zone`)).json()
  assert.deepEqual(inbox, [])
})

test('without codes an account is active at once under a login that is its own, and proves nothing', async (t) => {
  const { at, advance } = await startHouse(t, 'sqlite')
  const { app, open, members } = await applyForms(at)
  const made = await signUp(at, open, 'test')
  assert.equal(made.state, 'active')
  const { user, answer, login, enrolment } = await readMember(at, made.userId)
  assert.deepEqual(
    user.contacts.map(({ kind, value, provenAt }) => [kind, value, provenAt]),
    [['email', 'test@test.zone', undefined]],
  )
  assert.deepEqual([login, enrolment.notification.phoneSMS, answer.formVersion], ['test', '+99999999999', 1])
  await assert.rejects(signUp(at, open, ' TEST'), isRefusalOf('forms.login-taken'))
  assert.equal((await signUp(at, members, 'test')).state, 'pending', 'another provider has logins of its own')

  await t.test('its owner changes fields, login and password, and nothing else (attack 57)', async () => {
    const values = [
      { marker: 'age', type: 'integer', value: 41 },
      { marker: 'last_name', type: 'string', value: '<b>Ivanov</b>' },
    ]
    const changed = await changeOwn(at, app, made.userId, { values, authData: [{ marker: 'login', value: 'fyodor' }] })
    assert.deepEqual(changed.answer.values, [values[1], values[0]])
    assert.equal(changed.login, 'fyodor')
    const isActive = { marker: 'isActive', value: true }
    assert.deepEqual(await problemsOf(changeOwn(at, app, made.userId, { values: [isActive] })), [
      { field: 'isActive', rule: 'unknown' },
    ])
    await signUp(at, open, 'second')
    await assert.rejects(
      changeOwn(at, app, made.userId, { authData: [{ marker: 'login', value: 'Second' }] }),
      isRefusalOf('forms.login-taken'),
    )
    await setDevice(at, made.userId, 'device-token-1', true)
    await setDevice(at, made.userId, 'device-token-1', true)
    assert.deepEqual((await readMember(at, made.userId)).enrolment.notification.phonePush, ['device-token-1'])
  })

  await t.test('what was never activated goes after the days that the provider says', async () => {
    const waiting = await signUp(at, members, 'late')
    await applyFile(at, {
      providers: [{ ...openProvider, id: 'members', config: { deleteNoneActiveUsersAfterDays: 30 } }],
    })
    advance(20 * day)
    await sweepUnactivated(at)
    assert.ok(await findMember(at, waiting.userId))
    advance(11 * day)
    await sweepUnactivated(at)
    assert.equal(await findMember(at, waiting.userId), undefined)
    assert.ok(await findMember(at, made.userId))
  })
})

test('the provider’s policy says which passwords it takes; the house’s refuses what everybody uses', async (t) => {
  const { at } = await startHouse(t, 'sqlite')
  const { app } = await applyForms(at)
  assert.equal(app.policy.refuseCommonPasswords, undefined)
  await applyFile(at, { providers: [{ id: 'strict', type: 'userName', form: 'every', isCheckCode: false }] })
  const strict = await readProvider(at, 'strict')
  await assert.rejects(signUp(at, strict, 'a'), isRefusalOf('passwords.too-short'))
  for (const common of ['password1', 'PASSWORD1', 'iloveyou2', 'qwertyuiop']) {
    const wish = { authData: authData('a', common) }
    await assert.rejects(signUp(at, strict, 'a', wish), isRefusalOf('passwords.common'), common)
  }
  recordSecret('a phrase that nobody else has')
  await signUp(at, strict, 'a', { authData: authData('a', 'a phrase that nobody else has') })
})
