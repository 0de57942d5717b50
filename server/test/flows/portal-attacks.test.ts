import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { OperatorError, readAppliedFile } from '../../src/dialects/operator/read-file.ts'
import { Refusal } from '../../src/kernel/index.ts'
import { sayRefusal } from '../../src/views/index.ts'
import { engines } from '../kit/database.ts'
import { dumpTables, settleMessages } from '../kit/dump.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import {
  callPortal,
  demoSite,
  type Fields,
  linkFields,
  makeMember,
  person,
  readMails,
  shopSite,
} from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { isExhausted } from '../kit/stage.ts'
import { post, sendWire, type WireAnswer } from '../kit/wire.ts'

const form = (fields: Fields, site: Fields = demoSite): string => String(new URLSearchParams({ ...site, ...fields }))
const password = 'a long enough phrase'
const inspect = { do: 'email-exists', User_Email: 'nobody@example.com', lang: 'en' }
const unknownEmail = 'No account has this e-mail address.'
const insecure = sayRefusal('en', new Refusal('apps.insecure-transport', {}))

interface Hop {
  title: string
  /** TRUST_PROXY */
  trust?: string
  headers: Fields
  message: string
}

const elsewhere = '203.0.113.7'
/** We are asked from 127.0.0.1 throughout: by the website itself, or by a proxy that says for whom. */
const hops: Hop[] = [
  { title: 'no proxy, loopback', headers: {}, message: unknownEmail },
  {
    title: 'no proxy is trusted: what a caller writes of its address counts for nothing',
    headers: { 'x-forwarded-for': elsewhere, 'x-real-ip': elsewhere, forwarded: `for=${elsewhere}` },
    message: unknownEmail,
  },
  {
    title: 'another proxy is trusted',
    trust: '198.51.100.1',
    headers: { 'x-forwarded-for': elsewhere },
    message: unknownEmail,
  },
  {
    title: 'plain http through a trusted proxy',
    trust: '127.0.0.1',
    headers: { 'x-forwarded-for': elsewhere },
    message: insecure,
  },
  {
    title: 'plain http of an IPv6 caller',
    trust: '127.0.0.1',
    headers: { 'x-forwarded-for': '2001:db8::7' },
    message: insecure,
  },
  {
    title: 'a caller that writes a loopback address before its own',
    trust: '127.0.0.1',
    headers: { 'x-forwarded-for': `127.0.0.1, ${elsewhere}` },
    message: insecure,
  },
  {
    title: 'the same where every proxy is trusted',
    trust: 'true',
    headers: { 'x-forwarded-for': `127.0.0.1, ${elsewhere}` },
    message: insecure,
  },
  {
    title: 'a text that begins like a loopback address',
    trust: 'true',
    headers: { 'x-forwarded-for': '::1.evil.example' },
    message: insecure,
  },
  {
    title: 'https as the trusted proxy saw it',
    trust: '127.0.0.1',
    headers: { 'x-forwarded-for': elsewhere, 'x-forwarded-proto': 'https' },
    message: unknownEmail,
  },
  {
    title: 'https as the caller says, http as the trusted proxy saw it',
    trust: '127.0.0.1',
    headers: { 'x-forwarded-for': elsewhere, 'x-forwarded-proto': 'https, http' },
    message: insecure,
  },
]

for (const { title, trust, headers, message } of hops) {
  test(`whether a key came over plain http is seen by trusted eyes only: ${title} (attack 20)`, async (t) => {
    const house = await startHouse(t, 'sqlite', trust === undefined ? {} : { env: { TRUST_PROXY: trust } })
    for (const wire of [{ path: `/api/?${form(inspect)}`, headers }, post(form(inspect), headers)]) {
      const answer = await sendWire(house.url, wire)
      assert.equal(answer.status, 200)
      assert.deepEqual(JSON.parse(answer.text), { ok: 0, message, data: [] })
    }
  })
}

test('plain http from elsewhere is taken where a setting says so, and not before (attack 20)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { TRUST_PROXY: '127.0.0.1' } })
  const headers = { 'x-forwarded-for': elsewhere }
  const message = async (fields: Fields) =>
    JSON.parse((await sendWire(house.url, post(form(fields), headers))).text).message
  const before = await dumpTables(house.at.db)
  assert.equal(await message({ do: 'register', ...person('new@example.com'), lang: 'en' }), insecure)
  assert.equal(await message({ ...inspect, key: 'wrong' }), insecure, 'not even the key is looked at')
  assert.equal(await dumpTables(house.at.db), before)
  await applyFile(house.at, { settings: { 'portal.allowPlainHttp': true } })
  assert.equal(await message(inspect), unknownEmail)
})

/** What a client might add to take more than it is given. */
const coveted = [
  'id',
  'User_State',
  'state',
  'status',
  'User_EmailActive',
  'User_CreatedDate',
  'User_MustChangePassword',
  'verified',
  'emailVerified',
  'proven_at',
  'isActive',
  'is_admin',
  'role',
  'permissions',
  'app_id',
  'appId',
  'language',
  'profile',
  'sealed',
  'hash',
  'must_change',
  'published',
  'User_EmailActiveCode',
  'User_ResetCode',
  'redirect',
  'activationUrl',
]

for (const engine of engines) {
  test(`guesses are counted whatever address they claim to come from (attack 20), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine, { env: { TRUST_PROXY: 'true' } })
    await makeMember(house.url, 'a@example.com', password)
    const guess = async (i: number) => {
      const fields = { do: 'get-user-data', User_Email: 'a@example.com', User_Password: `guess number ${i}` }
      const headers = { 'x-forwarded-for': `203.0.113.${i}`, 'x-forwarded-proto': 'https' }
      return JSON.parse((await sendWire(house.url, post(form(fields), headers))).text)
    }
    for (let i = 0; i < 10; i++) assert.equal(isExhausted(await guess(i)), false)
    assert.ok(isExhausted(await guess(10)))
  })

  test(`what a member is made of is not taken from a form (attack 57), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const { User_ID } = await makeMember(house.url, 'a@example.com', password)
    const { User_Email = '', User_Password: _, ...profile } = person('b@example.com')
    await settleMessages(house.at.db)
    const before = await dumpTables(house.at.db)
    const register = { do: 'register', ...profile, User_Email, User_Password: password }
    const update = { do: 'update-info', User_ID: String(User_ID), User_Password: password, ...profile, User_Name: 'B' }
    const attempts: [Fields, string][] = [
      ...[...coveted, 'User_ID'].map((name) => [register, name] as [Fields, string]),
      ...[...coveted, 'User_Email', 'New_User_Password'].map((name) => [update, name] as [Fields, string]),
    ]
    for (const [fields, name] of attempts) {
      const answer = await callPortal(house.url, { lang: 'en', ...fields, [name]: '1' })
      assert.equal(answer.message, sayRefusal('en', new Refusal('input.unknown', { field: name })), `${fields.do}`)
      assert.equal(answer.ok, 0)
    }
    assert.equal(await dumpTables(house.at.db), before)
  })

  test(`one member’s password changes nothing of another’s (attack 57), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    await makeMember(house.url, 'a@example.com', password)
    const other = await makeMember(house.url, 'b@example.com', 'the phrase of another')
    await settleMessages(house.at.db)
    const before = await dumpTables(house.at.db)
    const { User_Email: _, ...profile } = person('a@example.com', password)
    const User_ID = String(other.User_ID)
    const answers = [
      await callPortal(house.url, { do: 'update-info', ...profile, User_ID }),
      await callPortal(house.url, {
        do: 'change-password',
        User_ID,
        User_Password: password,
        New_User_Password: password,
      }),
    ]
    assert.deepEqual(
      answers.map(({ ok }) => ok),
      [0, 0],
    )
    assert.equal(await dumpTables(house.at.db), before)
  })

  test(`no answer holds a password, a code or a hash (attack 61), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const { texts, secrets } = await liveThroughEverything(house)
    const stored = [
      ...(await house.at.db.selectFrom('passwords').select(['hash', 'mailed_hash']).execute()),
      ...(await house.at.db.selectFrom('verifications').select('secret_hash').execute()),
      ...(await house.at.db.selectFrom('app_credentials').select('hash').execute()),
    ].flatMap((row) => Object.values(row).filter(Boolean))
    assert.ok(texts.length >= 12 && secrets.length >= 6 && stored.length >= 5)
    for (const text of texts) {
      const found = [...secrets, ...stored].find((secret) => text.includes(secret))
      assert.equal(found, undefined, `a secret stands in ${text}`)
      const names = Object.keys(JSON.parse(text).data).filter((name) => /pass|code|hash|secret|token|key/i.test(name))
      assert.deepEqual(
        names.filter((name) => name !== 'User_MustChangePassword'),
        [],
      )
    }
  })

  test(`an operator’s file changes no member’s password (attack 61), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const member = await makeMember(house.url, 'a@example.com', password)
    const file = { users: [{ email: 'a@example.com', password: 'what the operator chose', verified: true }] }
    await applyFile(house.at, file)
    const logIn = (User_Password: string) =>
      callPortal(house.url, { do: 'get-user-data', User_Email: 'a@example.com', User_Password })
    assert.equal((await logIn('what the operator chose')).ok, 0)
    assert.deepEqual((await logIn(password)).data, member)
    assert.throws(() => readAppliedFile('file', JSON.stringify(file), 'production'), OperatorError)
  })

  test(`every answer says that it is not to be kept or told onward, those of bugs too (attack 67), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    await makeMember(house.url, 'a@example.com', password)
    const logIn = form({ do: 'get-user-data', User_Email: 'a@example.com', User_Password: password })
    const wires: [string, Parameters<typeof sendWire>[1]][] = [
      ['a login by GET', { path: `/api/?${logIn}` }],
      ['a login by POST', post(logIn)],
      ['a refusal', post(form({ do: 'get-user-data', User_Email: 'a@example.com', User_Password: 'wrong' }))],
      ['a refusal at the door', { path: '/api/' }],
      ['without its last slash', { path: `/api?${logIn}` }],
      ['another method', { method: 'TRACE', path: `/api/?${logIn}` }],
      ['a method that wants a type', { method: 'QUERY', path: `/api/?${logIn}` }],
      ['a body that is too large', post('x'.repeat(3_000_000))],
      ['a path that nobody serves', { path: `/nothing?${logIn}` }],
      ['a large body to it', { ...post('x'.repeat(3_000_000)), path: '/nothing' }],
      ['a path that cannot be read', { path: `/api/%zz?${logIn}` }],
      ['the inbox', { path: '/dev/inbox' }],
      ['the inbox as JSON', { path: '/dev/inbox.json?to=a@example.com' }],
      ['the demo website', { path: '/dev/site' }],
      ['a page that a mail links to', { path: '/dev/site/activate?User_ID=1&User_EmailActiveCode=x' }],
      ['health', { path: '/health/live' }],
      ['readiness', { path: '/health/ready' }],
      ['metrics', { path: '/metrics' }],
    ]
    for (const [title, wire] of wires) assertPrivate(title, await sendWire(house.url, wire))
    // Our own fault: a table is gone.
    await sql`DROP TABLE limits`.execute(house.at.db)
    const broken = await sendWire(house.url, post(logIn))
    assertPrivate('a bug', broken)
    assert.equal(broken.status, 200)
    assert.equal(JSON.parse(broken.text).ok, 0)
    assert.doesNotMatch(broken.text, /limits|SQL|relation|table/i)
  })

  test(`Host and what else a caller says of our address never reach a mail (attack 62), on ${engine}`, async (t) => {
    for (const env of [{}, { TRUST_PROXY: 'true' }, { TRUST_PROXY: 'true', PUBLIC_URL: 'https://id.example.com' }]) {
      const house = await startHouse(t, engine, { env })
      const origin = 'PUBLIC_URL' in env ? env.PUBLIC_URL : house.url
      const send = async (fields: Fields) => {
        const answer = await sendWire(house.url, post(form(fields), forged))
        assert.equal(JSON.parse(answer.text).ok, 1, answer.text)
        assert.doesNotMatch(`${JSON.stringify(answer.headers)}${answer.text}`, /evil/)
      }
      await send({ do: 'register', ...person('a@example.com', password) })
      await send({ do: 'resend-email-active', User_Email: 'a@example.com' })
      const [activation] = await readMails(house.url, 'a@example.com', 2)
      await send({ do: 'email-active', ...linkFields(activation) })
      await send({ do: 'forgot-password', User_Email: 'a@example.com' })
      const [reset] = await readMails(house.url, 'a@example.com', 3)
      await send({ do: 'reset-password', ...linkFields(reset) })
      const mails = await readMails(house.url, 'a@example.com', 4)
      assert.doesNotMatch(JSON.stringify(mails), /evil/)
      for (const { link } of mails)
        assert.ok(link === undefined || link.startsWith(`${origin}/dev/site/`), `a link to ${link}`)
      assert.equal(mails.filter(({ link }) => link !== undefined).length, 3)
      await house.stop()
    }
  })
}

const forged: Fields = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-port': '444',
  'x-forwarded-proto': 'https',
  'x-original-url': 'https://evil.example/',
  forwarded: 'host=evil.example;proto=https',
  origin: 'https://evil.example',
  referer: 'https://evil.example/',
}

function assertPrivate(title: string, { headers, text }: WireAnswer): void {
  assert.equal(headers['cache-control'], 'no-store', title)
  assert.equal(headers['referrer-policy'], 'no-referrer', title)
  assert.equal(headers['x-content-type-options'], 'nosniff', title)
  assert.equal(headers['set-cookie'], undefined, title)
  assert.equal(headers['access-control-allow-origin'], undefined, title)
  assert.equal(text.includes(demoSite.key), false, `${title} repeats the key`)
}

/** Every verb with its success and a failure; answers what was said, and the secrets that were used. */
async function liveThroughEverything({ url }: TestHouse): Promise<{ texts: string[]; secrets: string[] }> {
  const texts: string[] = []
  const say = async (fields: Fields, site: Fields = demoSite) => {
    const answer = await callPortal(url, fields, site)
    texts.push(JSON.stringify(answer))
    return answer
  }
  const User_Email = 'a@example.com'
  await say({ do: 'register', ...person(User_Email, password) })
  await say({ do: 'resend-email-active', User_Email })
  const activation = linkFields((await readMails(url, User_Email, 2))[0])
  const { data } = await say({ do: 'email-active', ...activation })
  await say({ do: 'email-active', ...activation })
  await say({ do: 'email-exists', User_Email })
  await say({ do: 'get-user-data', User_Email, User_Password: password })
  await say({ do: 'get-user-data', User_Email, User_Password: password }, shopSite)
  await say({ do: 'get-user-data', User_Email, User_Password: 'not my long phrase' })
  await say({ do: 'forgot-password', User_Email })
  const reset = linkFields((await readMails(url, User_Email, 3))[0])
  await say({ do: 'reset-password', ...reset })
  await say({ do: 'reset-password', ...reset })
  const mailed = (await readMails(url, User_Email, 4))[0]?.code ?? ''
  await say({ do: 'get-user-data', User_Email, User_Password: mailed })
  const next = 'a phrase of my own'
  const User_ID = String(data.User_ID)
  await say({ do: 'change-password', User_ID, User_Password: mailed, New_User_Password: next })
  const { User_Email: _, ...profile } = person(User_Email, next)
  await say({ do: 'update-info', User_ID, ...profile })
  assert.equal(texts.filter((text) => text.startsWith('{"ok":1')).length, 11)
  const codes = [activation.User_EmailActiveCode, reset.User_ResetCode].map(String)
  return { texts, secrets: [password, mailed, next, demoSite.key, shopSite.key, ...codes] }
}
