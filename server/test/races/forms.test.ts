import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  activateLogin,
  changePasswordByCode,
  checkOwnCode,
  generateCode,
  signInByLogin,
} from '../../src/capabilities/forms/index.ts'
import type { Ports, Tx, UserId } from '../../src/kernel/index.ts'
import { type Engine, engines } from '../kit/database.ts'
import { applyForms, authData, codeTo, documentPassword, signUp } from '../kit/forms.ts'
import { startRivals } from '../kit/rivals.ts'
import { recordSecret } from '../kit/secrets.ts'
import { crowd } from '../kit/stage.ts'

/** Two houses of one database on PostgreSQL; each of the crowd comes to one of them. */
async function start(t: TestContext, engine: Engine) {
  const stage = await startRivals(t, engine)
  const { app, members, open } = await applyForms(stage.at)
  const of = (i: number): Ports => stage.all[i % stage.all.length] as Ports
  return { stage, at: stage.at, of, app, members, open }
}

/** Who signs in gets nothing by it here. */
const found = async (_tx: Tx, userId: UserId): Promise<UserId> => userId

const settle = async (works: readonly Promise<unknown>[]) => {
  const all = await Promise.allSettled(works)
  const lost = all.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code ?? one.reason)] : []))
  return { won: all.length - lost.length, lost: new Set(lost) }
}

const hundred = <T>(work: (i: number) => Promise<T>): Promise<T>[] => Array.from({ length: crowd }, (_, i) => work(i))

for (const engine of engines) {
  test(`of 100 uses of one code one opens the account, one changes the password, one signs in (rule 1, attack 5), on ${engine}`, async (t) => {
    const { stage, at, of, app, members } = await start(t, engine)
    const login = 'race@test.zone'
    await signUp(at, members, login)
    const code = await codeTo(stage.url, login)
    const opened = await settle(hundred((i) => activateLogin(of(i), app, members, login, code)))
    assert.equal(opened.won, 1)
    assert.deepEqual(
      [...opened.lost].filter((one) => !/^(verification\.failed|limits\.exhausted|verification\.paused)$/.test(one)),
      [],
    )
    await signInByLogin(at, app, members, { login, password: documentPassword, code: undefined }, found)
    await at.db.deleteFrom('code_streaks').execute()

    stage.advance(31_000)
    await generateCode(at, app, members, { login, event: 'auth', language: 'en' })
    const second = await codeTo(stage.url, login, 2)
    const entered = await settle(
      hundred((i) => signInByLogin(of(i), app, members, { login, password: undefined, code: second }, found)),
    )
    assert.equal(entered.won, 1)
    await at.db.deleteFrom('code_streaks').execute()

    stage.advance(31_000)
    await generateCode(at, app, members, { login, event: 'password_reset', language: 'en' })
    const third = await codeTo(stage.url, login, 3)
    const password = 'the password of the winner'
    recordSecret(password)
    const works = Array.from({ length: 8 }, (_, i) =>
      changePasswordByCode(of(i), app, members, { login, code: third, password }),
    )
    assert.equal((await settle(works)).won, 1)
    await signInByLogin(at, app, members, { login, password, code: undefined }, found)
  })

  test(`of 100 wrong codes at once no more than five are compared (attacks 4, 23), on ${engine}`, async (t) => {
    const { stage, at, app, members } = await start(t, engine)
    const login = 'guessed@test.zone'
    await signUp(at, members, login)
    await codeTo(stage.url, login)
    let compared = 0
    const { keyring } = at
    const counting: Ports = {
      ...at,
      keyring: {
        ...keyring,
        macs(purpose, ...parts) {
          if (purpose === 'code' && parts[0] !== '') compared++
          return keyring.macs(purpose, ...parts)
        },
      },
    }
    const guesses = await settle(hundred(() => checkOwnCode(counting, app, members, login, 'AAAAAA')))
    assert.ok(compared <= 5, `${compared} were compared`)
    assert.deepEqual(
      [...guesses.lost].filter((one) => !/^(limits\.exhausted|verification\.paused)$/.test(one)),
      [],
    )
  })

  test(`of 20 sign-ups under one login one has it, where no code is asked for (attack 12), on ${engine}`, async (t) => {
    const { at, of, open } = await start(t, engine)
    const { won, lost } = await settle(
      Array.from({ length: 20 }, (_, i) =>
        signUp(of(i), open, i % 2 ? 'TWICE' : 'twice', { authData: authData(i % 2 ? 'TWICE' : 'twice') }),
      ),
    )
    assert.equal(won, 1)
    assert.deepEqual(
      [...lost].filter((one) => one !== 'forms.login-taken' && one !== 'server.overloaded'),
      [],
    )
    const rows = await at.db.selectFrom('logins').selectAll().where('provider_id', '=', 'open').execute()
    assert.equal(rows.length, 1, 'nothing of the losers is left')
  })
}
