import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enqueue } from '../../src/capabilities/messages/index.ts'
import { type Mobile, type Ports, transact } from '../../src/kernel/index.ts'
import { bearer, clientToken, codesPath, enter, guest, postJson, readCode, sendCode } from '../kit/evand.ts'
import { startHouse } from '../kit/house.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { applyFile } from '../kit/ports.ts'
import { messageIn, messagesTo } from '../kit/texting.ts'
import { waitFor } from '../kit/wait.ts'

const minute = 60_000
const day = 86_400_000
const irancell = (n: number) => `+98935${1_000_000 + n}`
const mci = (n: number) => `+98912${1_000_000 + n}`

const eventsOf = async ({ db }: Ports, kind: string) =>
  (await db.selectFrom('events').selectAll().where('kind', '=', kind).execute()).map(({ facts }) => JSON.parse(facts))

const metric = async (url: string, name: string): Promise<number | undefined> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length + 1))
}

test('codes go to numbers of the countries that are served: at first to the installation’s own alone', async (t) => {
  const { url, at } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  const abroad = '+4915123456789'
  const refused = await sendCode(url, token, abroad)
  assert.deepEqual([refused.status, Object.keys(refused.body.errors ?? {})], [422, ['mobile']])
  assert.deepEqual(await messagesTo(at, abroad), [])
  assert.equal((await sendCode(url, token, guest)).status, 201)
  await applyFile(at, { settings: { 'spending.regions': ['DE'] } })
  assert.equal((await sendCode(url, token, abroad)).status, 201)
  assert.equal((await sendCode(url, token, mci(1))).status, 422, 'who names others names their own, too')
  await applyFile(at, { settings: { 'spending.regions': ['*'] } })
  assert.equal((await sendCode(url, token, mci(1))).status, 201)
})

test('a calling code, a prefix and the whole installation have budgets; past one the answer is 429, and the code before stays good (attack 19)', async (t) => {
  const { url, at, advance } = await startHouse(t, 'sqlite')
  const token = await clientToken(url)
  const prefix = { prefix: '+98935', limit: 2, seconds: 3600 }
  await applyFile(at, { settings: { 'verification.codesPerPrefix': [prefix] } })
  const send = async (mobile: string) => {
    const { status, headers } = await sendCode(url, token, mobile)
    return status === 429 ? [429, Number(headers.get('retry-after')) > 0] : [status]
  }
  assert.equal((await sendCode(url, token, guest)).status, 201)
  const code = await readCode(url)
  assert.deepEqual([await send(irancell(1)), await send(irancell(2))], [[201], [201]])
  assert.deepEqual(await send(irancell(3)), [429, true])
  // The same number, as people write it elsewhere, is the same number.
  assert.deepEqual(await send('۰۰۹۸۹۳۵۱۰۰۰۰۰۳'), [429, true])
  assert.deepEqual(await send(mci(1)), [201])
  await applyFile(at, { settings: { 'verification.codesPerCallingCode': { limit: 4, seconds: 3600 } } })
  assert.deepEqual(await send(mci(2)), [429, true])
  await applyFile(at, {
    settings: {
      'verification.codesPerCallingCode': { limit: 100, seconds: 3600 },
      'verification.codesInAll': { limit: 4, seconds: 3600 },
    },
  })
  assert.deepEqual(await send(mci(2)), [429, true])
  const page = await openPage(newJar(url), '/sign-in/sign-up')
  assert.equal(
    (await page.submit({ email: 'somebody@example.com' }, 'code')).status,
    429,
    'every path counts (attack 23)',
  )
  advance(minute)
  assert.deepEqual(await send(guest), [429, true])
  assert.equal((await enter(url, code)).status, 200)
  advance(3600 * 1000)
  const [status] = await send(mci(2))
  assert.equal(status, 401, 'the token is over by then')
  assert.equal((await sendCode(url, await clientToken(url), mci(2))).status, 201, 'and who was refused lost nothing')
})

test('when the day’s money is spent nothing is sent, and everybody is told so until the next day', async (t) => {
  const { url, at, advance } = await startHouse(t, 'sqlite')
  const prices = [
    { prefix: '+98', price: 100 },
    { prefix: '+98912', price: 250 },
  ]
  await applyFile(at, {
    settings: { 'spending.price': 7, 'spending.prices': prices, 'spending.moneyPerDay': 400 },
  })
  const token = await clientToken(url)
  const noon = new Date(at.clock.now())
  advance(new Date(noon).setUTCHours(12, 0, 0, 0) - noon.getTime())
  const alive = await clientToken(url)
  assert.notEqual(alive, token)
  assert.equal((await sendCode(url, alive, guest)).status, 201)
  const code = await readCode(url)
  assert.equal((await sendCode(url, alive, mci(1))).status, 201)
  assert.equal(await metric(url, 'diwan_money_spent_today'), 350)
  assert.equal(await metric(url, 'diwan_money_per_day'), 400)
  for (const mobile of [irancell(1), mci(2), irancell(2)]) {
    const refused = await postJson(url, codesPath, { mobile }, { ...bearer(alive), 'accept-language': 'en' })
    assert.equal(refused.status, 503)
    assert.match(refused.body.message ?? '', /^Text messages have reached their limit for today/)
    const wait = Number(refused.headers.get('retry-after'))
    assert.ok(wait > 12 * 3600 - 60 && wait <= 12 * 3600, String(wait))
  }
  assert.deepEqual(await messagesTo(at, irancell(1)), [])
  assert.deepEqual(await eventsOf(at, 'spending.stopped'), [{ moneyPerDay: 400 }], 'said once')
  assert.equal(await metric(url, 'diwan_money_spent_today'), 350)
  assert.equal(await metric(url, 'diwan_budget_refusals_total{budget="spending.moneyPerDay"}'), 3)
  assert.equal((await enter(url, code)).status, 200, 'the code before stays good')
  advance(day / 2)
  assert.equal(await metric(url, 'diwan_money_spent_today'), 0)
  assert.equal((await sendCode(url, await clientToken(url), irancell(1))).status, 201)
  await waitFor(
    'three that left',
    async () => (await metric(url, 'diwan_texts_total{prefix="+98",outcome="sent"}')) === 3,
  )
  assert.equal(await metric(url, 'diwan_texts_total{prefix="+98",outcome="verified"}'), 1)
})

test('a notice by text message costs as a code does (attack 23); where the money is spent it waits for the next day’s', async (t) => {
  const { url, at, advance } = await startHouse(t, 'sqlite')
  await applyFile(at, { settings: { 'spending.price': 10, 'spending.moneyPerDay': 10 } })
  const now = at.clock.now()
  advance(new Date(now).setUTCHours(23, 0, 0, 0) - now)
  const tell = (mobile: string) =>
    transact(at, (tx) =>
      enqueue(at, tx, {
        kind: 'account-erased',
        to: { kind: 'mobile', value: mobile as Mobile },
        language: 'fa',
        facts: { app: 'Diwan', website: 'id.example', at: 'now' },
        expiresAt: at.clock.now() + 7 * day,
      }),
    )
  await tell(mci(1))
  await messageIn(at, mci(1), 'sent')
  await tell(mci(2))
  await waitFor('a notice that waits', async () => /money/.test((await messagesTo(at, mci(2)))[0]?.problem ?? ''))
  assert.equal((await sendCode(url, await clientToken(url), mci(3))).status, 503)
  assert.deepEqual((await eventsOf(at, 'spending.stopped')).length, 1)
  advance(day / 12)
  await messageIn(at, mci(2), 'sent')
})
