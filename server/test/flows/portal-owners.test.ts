import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sweepPending } from '../../src/capabilities/registration/index.ts'
import { findSettingProblem } from '../../src/capabilities/settings/index.ts'
import { engines } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { callPortal, linkFields, makeMember, person, readMails, shopSite } from '../kit/portal.ts'

const day = 86_400_000
const address = 'owner@example.com'
const login = (house: TestHouse, password: string) =>
  callPortal(house.url, { do: 'get-user-data', User_Email: address, User_Password: password, lang: 'en' })

for (const engine of engines) {
  test(`a resend gives the owner a link of their own, whoever registered the address later, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const own = await callPortal(house.url, { do: 'register', ...person(address, 'the owner’s own phrase') })
    house.advance(60_000)
    await callPortal(house.url, { do: 'register', ...person(address, 'the stranger’s phrase') })
    house.advance(3_600_000)
    await callPortal(house.url, { do: 'resend-email-active', User_Email: address })
    const mails = (await readMails(house.url, address, 4)).slice(0, 2)
    const mine = mails.find((mail) => linkFields(mail).User_ID === String(own.data.User_ID))
    assert.ok(mine, 'each waiting account has its mail')
    assert.notEqual(mails[0]?.text.split('\n')[2], mails[1]?.text.split('\n')[2], 'each tells its own time')
    assert.equal((await callPortal(house.url, { do: 'email-active', ...linkFields(mine) })).ok, 1)
    assert.equal((await login(house, 'the owner’s own phrase')).ok, 1)
    assert.equal((await login(house, 'the stranger’s phrase')).ok, 0)
  })

  test(`a stranger who asks for mails all day keeps none from the owner (attack 22), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    await makeMember(house.url, address, 'the owner’s own phrase')
    for (let i = 0; i < 40; i++) {
      await callPortal(house.url, { do: 'forgot-password', User_Email: address })
      if (i % 5 === 4) house.advance(601_000)
    }
    const before = (await readMails(house.url, address)).length
    house.advance(3_600_000)
    await callPortal(house.url, { do: 'forgot-password', User_Email: address })
    const [mail] = await readMails(house.url, address, before + 1)
    assert.equal(mail?.kind, 'reset-link')
  })

  test(`what is asked for nobody shuts no registration, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    for (const verb of ['forgot-password', 'resend-email-active']) {
      for (let i = 0; i < 8; i++) await callPortal(house.url, { do: verb, User_Email: address }, shopSite)
    }
    assert.equal((await callPortal(house.url, { do: 'register', ...person(address) })).ok, 1)
  })

  test(`the account that is already active is told a limited number of times, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const { User_ID } = await makeMember(house.url, address)
    const guess = { do: 'email-active', User_ID: String(User_ID), User_EmailActiveCode: 'A'.repeat(22), lang: 'en' }
    const messages = []
    for (let i = 0; i < 12; i++) messages.push((await callPortal(house.url, guess)).message)
    assert.equal(messages.filter((one) => one === 'This account is active already.').length, 10)
  })
}

test('mails follow the person’s own language where the request names none (rule 12)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await callPortal(house.url, { do: 'register', ...person(address), lang: 'fa' })
  const [first] = await readMails(house.url, address)
  await callPortal(house.url, { do: 'email-active', ...linkFields(first) })
  await callPortal(house.url, { do: 'forgot-password', User_Email: address })
  assert.equal((await readMails(house.url, address, 2))[0]?.language, 'fa')
})

test('a link that was sent again works as long as its mail says, whatever is swept', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await callPortal(house.url, { do: 'register', ...person(address) })
  await callPortal(house.url, { do: 'register', ...person('left@example.com') })
  house.advance(6.9 * day)
  await callPortal(house.url, { do: 'resend-email-active', User_Email: address })
  house.advance(0.2 * day)
  await sweepPending(house.at)
  const left = await callPortal(house.url, { do: 'email-exists', User_Email: 'left@example.com' })
  assert.equal(left.ok, 0, 'what nobody waits for is swept')
  const [mail] = await readMails(house.url, address, 2)
  assert.equal((await callPortal(house.url, { do: 'email-active', ...linkFields(mail) })).ok, 1)
})

test('a budget that no database could count is refused by name', () => {
  assert.equal(findSettingProblem({ 'messages.perApp': { limit: 1_000_000_000, seconds: 60 } }), undefined)
  assert.match(
    findSettingProblem({ 'messages.perApp': { limit: 3_000_000_000, seconds: 60 } }) ?? '',
    /messages\.perApp/,
  )
})
