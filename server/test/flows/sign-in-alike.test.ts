import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dumpTables, settleMessages } from '../kit/dump.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { ali, authorizeUrl } from '../kit/openid.ts'
import { type HostedPage, newJar, openPage } from '../kit/pages.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

/** Counts what the house's hasher is asked; everything is still done by it. */
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

/** What a caller sees: all but the form's word, which is each browser's own, and the address that was typed. */
function seen(page: HostedPage, typed: string) {
  const { date: _, ...headers } = Object.fromEntries(page.headers)
  const masked = typed.includes('@')
    ? `${typed.slice(0, 1)}••••${typed.slice(typed.indexOf('@'))}`
    : `${typed.slice(0, 6)}•••${typed.slice(-2)}`
  const body = page.text
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replace(/name="token" value="[^"]*"/g, 'a token')
    .replace(/interaction\/[\w-]+/g, 'interaction/…')
    .replaceAll(typed, 'an address')
    .replaceAll(masked, 'an address')
  return {
    status: page.status,
    headers: Object.keys(headers).sort(),
    address: page.url.pathname.replace(/interaction\/[\w-]+/, 'interaction/…'),
    body,
  }
}

/** How many rows each table has. */
async function countRows({ at }: TestHouse): Promise<string> {
  await settleMessages(at.db)
  const tables = (await dumpTables(at.db, [])).split(/\n(?! )/)
  return tables.map((one) => `${one.split('\n')[0]} ${one.split('\n').length - 1}`).join(', ')
}

/** What one request does: to who asks, to the tables, and to the hasher. */
async function trace(house: TestHouse, hashes: () => number, ask: () => Promise<HostedPage>, typed: string) {
  const listEvents = () => house.at.db.selectFrom('events').select(['id', 'kind', 'app_id', 'facts']).execute()
  const [before, old] = [hashes(), new Set((await listEvents()).map(({ id }) => id))]
  const page = await ask()
  const events = (await listEvents()).filter(({ id }) => !old.has(id)).map(({ id: _, ...told }) => JSON.stringify(told))
  return { page, told: { ...seen(page, typed), hashes: hashes() - before, events } }
}

const addresses = { known: ali.email, unknown: 'zoe@example.com', suspended: 'old@example.com' }

async function startTown(t: Parameters<typeof startHouse>[0]): Promise<TestHouse> {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const { at } = house
  const [row] = await at.db.selectFrom('users').selectAll().execute()
  assert.ok(row)
  const id = row.id + 1
  await at.db
    .insertInto('users')
    .values({ ...row, id, state: 'suspended' })
    .execute()
  const contact = { user_id: id, kind: 'email', value: addresses.suspended, proven_at: 1, created_at: 1 }
  await at.db.insertInto('contacts').values(contact).execute()
  const password = await at.db.selectFrom('passwords').selectAll().executeTakeFirstOrThrow()
  await at.db
    .insertInto('passwords')
    .values({ ...password, user_id: id })
    .execute()
  return house
}

for (const door of ['the house’s', 'an app’s']) {
  for (const page of ['', '/sign-up', '/forgot']) {
    test(`a code is asked for alike, whoever has the address: at ${door} door${page && `, ${page}`} (attacks 24, 25)`, async (t) => {
      const house = await startTown(t)
      const hashes = countHashes(house)
      const traces: object[] = []
      const rows: string[] = []
      // The first opens the budgets that all of them share.
      for (const email of ['first@example.com', ...Object.values(addresses)]) {
        const jar = newJar(house.url)
        const start = await openPage(jar, door === 'an app’s' ? authorizeUrl(house.url) : '/sign-in')
        const form = page ? await openPage(jar, `${start.url.pathname}${page}`) : start
        const before = await countRows(house)
        const asked = await trace(house, hashes, () => form.submit({ email }, 'code'), email)
        const refused = await trace(house, hashes, () => asked.page.submit({ code: '000000' }, 'check'), email)
        traces.push([asked.told, refused.told])
        rows.push(String(differenceOf(before, await countRows(house))))
      }
      const [first, ...others] = traces
      for (const one of others) assert.deepEqual(one, first)
      assert.equal(new Set(rows.slice(1)).size, 1, rows.join('\n'))
    })
  }
}

test('a number is treated alike, whoever has it: its code, another way, and the e-mail in its place (attacks 24, 25)', async (t) => {
  const house = await startTown(t)
  const numbers = { known: '+989120000001', suspended: '+989120000002', unknown: '+989120000003' }
  const owners = await house.at.db.selectFrom('users').select('id').orderBy('id').execute()
  const rows = owners.map(({ id }, i) => ({ user_id: id, value: Object.values(numbers)[i] ?? '' }))
  const proven = { kind: 'mobile', proven_at: house.at.clock.now(), created_at: 1 }
  await house.at.db
    .insertInto('contacts')
    .values(rows.map((one) => ({ ...one, ...proven })))
    .execute()
  const hashes = countHashes(house)
  const traces: object[] = []
  for (const mobile of ['+989120000000', ...Object.values(numbers)]) {
    const steps: object[] = []
    let page = await openPage(newJar(house.url), '/sign-in')
    const step = async (typed: Record<string, string>, action: string, alike = true) => {
      const traced = await trace(house, hashes, () => page.submit(typed, action), mobile)
      page = traced.page
      // Who has an e-mail is sent a code there, and else only that nobody was is written down.
      steps.push(alike ? traced.told : { ...traced.told, events: undefined })
    }
    await step({ email: mobile, password: 'not the phrase' }, 'sign-in')
    await step({ email: mobile }, 'code')
    await step({ code: '000000' }, 'check')
    house.advance(61_000)
    page = await openPage(newJar(house.url), '/sign-in')
    await step({ email: mobile }, 'code')
    house.advance(61_000)
    await step({}, 'resend')
    house.advance(61_000)
    await step({}, 'other-way')
    await step({}, 'by-mail', false)
    for (let guess = 0; guess < 11; guess++) await step({ code: '000000' }, 'check')
    await step({}, 'resend', false)
    traces.push(steps)
  }
  const [first, ...others] = traces
  for (const one of others) assert.deepEqual(one, first)
  assert.equal(JSON.stringify(first).includes('"status":429'), true, 'the e-mail’s codes are paused, as nobody’s are')
})

/** Which tables grew, by how much. */
function differenceOf(before: string, after: string): string[] {
  const old = new Map(before.split(', ').map((one) => one.split(' ') as [string, string]))
  return after.split(', ').map((one) => {
    const [name = '', count = 0] = one.split(' ')
    return `${name} +${Number(count) - Number(old.get(name) ?? 0)}`
  })
}

test('a wrong password is refused alike, whoever has the address: one hash, one answer (attacks 24, 25)', async (t) => {
  const house = await startTown(t)
  const hashes = countHashes(house)
  const traces: object[] = []
  for (const email of Object.values(addresses)) {
    const page = await openPage(newJar(house.url), '/sign-in')
    const wish = { email, password: 'not the phrase' }
    traces.push((await trace(house, hashes, () => page.submit(wish, 'sign-in'), email)).told)
  }
  const [first, ...others] = traces
  for (const one of others) assert.deepEqual(one, first)
  assert.equal((first as { hashes: number }).hashes, 1)
})

test('one browser sends codes to no more addresses than its network may, and others go on (attacks 19 and 21)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { TRUST_PROXY: 'true' } })
  await applyFile(house.at, { settings: { 'verification.codesPerAddress': { limit: 3, seconds: 3600 } } })
  const ask = async (address: string, email: string) => {
    const page = await openPage(newJar(house.url, { 'x-forwarded-for': address }), '/sign-in/sign-up')
    return (await page.submit({ email }, 'code')).status
  }
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push(await ask(`2001:db8::${i}`, `person${i}@example.com`))
  assert.deepEqual(statuses, [200, 200, 200, 429])
  assert.equal(await ask('192.0.2.1', 'person4@example.com'), 200)
})
