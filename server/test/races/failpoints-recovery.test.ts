import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines, newDatabase } from '../kit/database.ts'
import type { TestHouse } from '../kit/house.ts'
import { assertWhole, dieAfterEach, startHeir, startMortal } from '../kit/lives.ts'
import { callPortal, type Fields, linkFields, makeMember, readMails } from '../kit/portal.ts'
import { openPorts } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { isRefusal } from '../kit/stage.ts'
import { assertDelivered, countEvents, isSent, logIn, messagesTo, old, prepare } from '../kit/subjects.ts'

/** A member who asked for a new password; answers the link's parameters. */
async function askReset(house: TestHouse, email: string): Promise<Fields> {
  await makeMember(house.url, email, old)
  await callPortal(house.url, { do: 'forgot-password', User_Email: email })
  const mails = await readMails(house.url, email, 2)
  return { do: 'reset-password', ...linkFields(mails.find((one) => one.kind === 'reset-link')) }
}

for (const engine of engines) {
  test(`a kill after any statement of a reset leaves the link or its mail, on ${engine} (attacks 6 and 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const subjects = await prepare(t, engine, databaseUrl, askReset)
    const at = await openPorts(t, databaseUrl)
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl), subjects, {
      act: (url, { fields }) => callPortal(url, fields),
      isDone: ({ email }) => isSent(at, email, 'new-password'),
      async check(url, { email, fields }, answer) {
        await assertWhole(at)
        const redeemed = (await messagesTo(at, email, 'new-password')).length === 1
        if (answer) assert.ok(redeemed, 'what was acknowledged is there')
        const again = await callPortal(url, fields)
        assert.equal(again.ok, redeemed ? 0 : 1, again.message)
        assert.ok(isRefusal(await callPortal(url, fields), 'verification.failed', {}))
        assert.equal((await messagesTo(at, email, 'new-password')).length, 1)
      },
    })
    const house = await startHeir(t, engine, databaseUrl)
    await assertDelivered(house.at)
    for (const { email } of subjects.slice(0, deaths + 1)) {
      const mails = (await readMails(house.url, email, 3)).filter((one) => one.kind === 'new-password')
      assert.equal(mails.length, 1)
      const login = await logIn(house.url, email, mails[0]?.code ?? '')
      assert.equal(login.data.User_MustChangePassword, 1, login.message)
    }
    assert.ok(deaths > 9, `${deaths} statements`)
  })

  test(`a kill after any statement of the first use of a mailed password leaves it in use, on ${engine} (attack 10)`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const subjects = await prepare(t, engine, databaseUrl, async (house, email) => {
      assert.equal((await callPortal(house.url, await askReset(house, email))).ok, 1)
      const mails = await readMails(house.url, email, 3)
      const mailed = mails.find((one) => one.kind === 'new-password')?.code ?? ''
      recordSecret(mailed)
      return { do: 'get-user-data', User_Email: email, User_Password: mailed }
    })
    const at = await openPorts(t, databaseUrl)
    const deaths = await dieAfterEach(() => startMortal(t, databaseUrl), subjects, {
      act: (url, { fields }) => callPortal(url, fields),
      isDone: async () => true,
      async check(url, { email, fields }, answer) {
        if (answer) assert.equal(answer.data.User_MustChangePassword, 1)
        const again = await callPortal(url, fields)
        assert.equal(again.data.User_MustChangePassword, 1, again.message)
        assert.ok(isRefusal(await logIn(url, email, old), 'passwords.wrong', {}))
      },
    })
    assert.equal(await countEvents(at, 'password.mailed-first-used'), deaths + 1)
    await assertWhole(at)
    assert.ok(deaths > 9, `${deaths} statements`)
  })
}
