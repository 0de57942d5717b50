import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as client from 'openid-client'
import { changeApp } from '../../src/capabilities/apps/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { emailExists, invited, linkOf, registerInit, returnUrl, sara, shopToken } from '../kit/invitations.ts'
import { ali, discover, exchange, getCode } from '../kit/openid.ts'
import { newJar } from '../kit/pages.ts'
import { callPortal, makeMember, person } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { sendWire } from '../kit/wire.ts'

const countInvitations = async ({ at }: TestHouse): Promise<number> =>
  (await at.db.selectFrom('invitations').select('id').execute()).length

const messageOf = (body: Record<string, unknown>): string =>
  (body.metaData as { errors: { message: string }[] }).errors[0]?.message ?? ''

test('bad bodies are refused in the surface’s own form, by their field, and change nothing', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const large = 'a'.repeat(1024 * 1024)
  const bodies: [string, string | Buffer | object, RegExp, number?][] = [
    ['nothing', '', /JSON/],
    ['malformed JSON', '{"Email":', /JSON/],
    ['a bare string', '"sara@example.com"', /JSON/],
    ['null', 'null', /JSON/],
    ['a list', [sara], /JSON/],
    ['invalid UTF-8', Buffer.from('7b22456d61696c223a22ff227d', 'hex'), /JSON/],
    ['half a character', '{"Email": "sara@example.com", "FirstName": "\\ud800"}', /UTF-8/],
    ['NUL', '{"Email": "sara@example.com", "FirstName": "a\\u0000b"}', /UTF-8/],
    ['a name twice', '{"Email": "a@example.com", "Email": "b@example.com"}', /Email/],
    ['a name twice in two cases', '{"Email": "a@example.com", "EMAIL": "b@example.com"}', /Email/],
    ['__proto__', '{"__proto__": {"Email": "sara@example.com"}}', /__proto__/],
    ['constructor', { ...sara, constructor: 'x' }, /constructor/],
    ['isActive', { ...sara, isActive: true }, /isActive/],
    ['permissions', { ...sara, permissions: ['portal'] }, /permissions/],
    ['app_id', { ...sara, app_id: '1' }, /app_id/],
    ['a number', { ...sara, PhoneNumber: 9121234567 }, /PhoneNumber/],
    ['a list of one', { ...sara, Email: [sara.Email] }, /Email/],
    ['an object', { ...sara, ReturnUrl: { href: returnUrl } }, /ReturnUrl/],
    ['true', { ...sara, NationalCode: true }, /NationalCode/],
    ['a name of 1 MB', { ...sara, FirstName: large }, /FirstName/],
    ['a field name of 1 MB', { ...sara, [large]: 'x' }, /aaaa/],
    ['an e-mail of 1 MB', { ...sara, Email: `${large}@example.com` }, /Email/],
    ['an address of 1 MB', { ...sara, address: large }, /address/],
    ['3 MB', { ...sara, address: large.repeat(3) }, /./, 413],
    ['a deep list', `{"Email": ${'['.repeat(9000)}${']'.repeat(9000)}}`, /./, 413],
  ]
  for (const [about, body, message, status = 400] of bodies) {
    const answer = await registerInit(house.url, body)
    assert.equal(answer.status, status, `${about}: ${JSON.stringify(answer.body).slice(0, 300)}`)
    assert.match(messageOf(answer.body), message, about)
    assert.ok(JSON.stringify(answer.body).length < 1000, `${about} is not sent back`)
  }
  assert.equal(await countInvitations(house), 0)
})

test('the return address is one of the app’s own, whatever is tried (attacks 36 and 43)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const urls = ['https://shop.example/start', 'http://shop.example/plain', 'https://shop.example:8443/other']
  // No way of ours registers the plain one; a row may have it from before.
  await changeApp(house.at, '1001', (app) => ({ returnUrls: [...app.returnUrls, ...urls] }))
  const taken = [
    'https://shop.example/start',
    'https://shop.example/start?',
    'https://shop.example/start?a=1&a=2&url=https://evil.example/',
    'HTTPS://SHOP.example:443/start',
    'https://shop.example:8443/other',
    returnUrl,
  ]
  for (const [i, url] of taken.entries()) await invited(house.url, { Email: `p${i}@example.com`, ReturnUrl: url })
  const tricks = [
    'https://shop.example/start/',
    'https://shop.example/Start',
    'https://shop.example/start/../start',
    'https://shop.example/x/../start',
    'https://shop.example/%73tart',
    'https://shop.example//start',
    'https://shop.example/start;x',
    'https://shop.example/start#x',
    'https://shop.example\\start',
    'https://shop.example/start\\..\\x',
    'https:shop.example/start',
    'https:/shop.example/start',
    'https:\\\\shop.example/start',
    '//shop.example/start',
    '/start',
    'https://shop.example.evil.example/start',
    'https://shop.example@evil.example/start',
    'https://user@shop.example/start',
    'https://user:word@shop.example/start',
    'https://shop.example./start',
    'https://shop.example:444/start',
    'https://shop.example%2eevil.example/start',
    'https://shop.example\t/start',
    'https://shop.example/start\r\nset-cookie: a=b',
    ' https://shop.example/start',
    'https://shop.example/start ',
    'https://ѕhop.example/start',
    'https://shop。example/start',
    'http://shop.example/plain',
    'http://localhost.evil.example/start',
    'http://127.0.0.1:8081/start',
    'http://127.0.0.1:8080@evil.example/start',
    'javascript:alert(1)//https://shop.example/start',
    'data:text/html,https://shop.example/start',
    `https://shop.example/start?${'x'.repeat(3000)}`,
  ]
  for (const url of tricks) {
    const answer = await registerInit(house.url, { ...sara, ReturnUrl: url })
    assert.equal(answer.status, 400, url)
    assert.match(messageOf(answer.body), /ReturnUrl/, url)
  }
  assert.equal(await countInvitations(house), taken.length)
})

test('an access token of the app’s own works as well, and a person’s does not', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const own = await client.clientCredentialsGrant(await discover(house.url))
  recordSecret(own.access_token)
  assert.deepEqual((await emailExists(house.url, ali.email, own.access_token)).body, { Exist: true, exist: true })
  assert.equal((await registerInit(house.url, sara, own.access_token)).status, 200)
  const persons = await exchange(house.url, await getCode(house.url))
  assert.equal((await emailExists(house.url, ali.email, persons.access_token)).status, 401)
  await applyFile(house.at, { apps: [{ id: '1001', state: 'suspended' }] })
  house.advance(2000)
  assert.equal((await emailExists(house.url, ali.email, own.access_token)).status, 401, 'attack 53')
  assert.equal((await registerInit(house.url, sara)).status, 401)
})

test('plain http from another machine is refused before the token is looked at', async (t) => {
  const house = await startHouse(t, 'sqlite', {
    env: { TRUST_PROXY: '127.0.0.1', PUBLIC_URL: 'https://id.example.com' },
  })
  const headers = {
    authorization: `Bearer ${shopToken}`,
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-proto': 'http',
  }
  const refused = await sendWire(house.url, { path: '/v1/client/EmailExist?Email=ali%40example.com', headers })
  assert.equal(refused.status, 403)
  const secure = { ...headers, 'x-forwarded-proto': 'https' }
  const told = await sendWire(house.url, { path: '/v1/client/EmailExist?Email=ali%40example.com', headers: secure })
  assert.equal(told.status, 200)
})

test('an app may ask about strangers within its budget, each answer is on record, and refusals tell nothing (attack 27)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, { settings: { 'registration.existenceTold': { limit: 4, seconds: 3600 } } })
  house.advance(2000)
  for (const email of ['a@example.com', ali.email, 'b@example.com']) {
    assert.equal((await emailExists(house.url, email)).status, 200)
  }
  const taken = await registerInit(house.url, { ...sara, Email: ali.email })
  assert.equal(taken.status, 400, 'an invitation tells it, too, and costs as much')
  const told = await house.at.db.selectFrom('events').selectAll().where('kind', '=', 'contact.existence-told').execute()
  assert.equal(told.length, 4)
  const [known, unknown] = [await emailExists(house.url, ali.email), await emailExists(house.url, 'c@example.com')]
  for (const answer of [known, unknown]) {
    assert.equal(answer.status, 429)
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
  }
  const { paypingTraceId: _a, ...first } = known.body
  const { paypingTraceId: _b, ...second } = unknown.body
  assert.deepEqual(first, second)
  assert.equal((await registerInit(house.url, { ...sara, Email: ali.email })).status, 429)
  assert.equal((await registerInit(house.url, sara)).status, 200, 'who has no account can be invited still')
})

test('a person who waits for activation elsewhere does not exist yet, and one who is active does', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await callPortal(house.url, { do: 'register', ...person('waits@example.com') })
  assert.equal((await emailExists(house.url, 'waits@example.com')).body.Exist, false)
  assert.equal((await registerInit(house.url, { ...sara, Email: 'waits@example.com' })).status, 200)
  await makeMember(house.url, 'active@example.com')
  assert.equal((await emailExists(house.url, 'Active@Example.com')).body.Exist, true)
  assert.equal((await registerInit(house.url, { ...sara, Email: 'active@example.com' })).status, 400, 'attack 28')
})

test('the id is a UUID of 128 random bits, and stands nowhere in clear', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const ids = new Set<string>()
  const third = new Set<string>()
  for (let i = 0; i < 40; i++) {
    const { body } = await registerInit(house.url, { ...sara, Email: `p${i}@example.com` })
    assert.match(String(body.Id), /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    ids.add(String(body.Id))
    third.add(String(body.Id).charAt(14))
  }
  assert.equal(ids.size, 40)
  assert.ok(third.size > 5, 'no digit is given away for a version')
})

test('the link’s address is left before anything is shown, and what is shown is kept by nobody (attacks 37, 67 and 68)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { body } = await registerInit(house.url, sara)
  const first = await fetch(`${house.url}${linkOf(String(body.Id))}`, { redirect: 'manual' })
  assert.equal(first.status, 303)
  assert.equal(await first.text(), '')
  const location = first.headers.get('location') ?? ''
  assert.match(location, /^\/invitation\/[0-9a-f-]{36}$/)
  assert.ok(!location.includes(String(body.Id)))
  const cookie = first.headers.getSetCookie().find((one) => one.startsWith('invitation-')) ?? ''
  assert.match(cookie, /HttpOnly/)
  assert.match(cookie, /SameSite=Lax/)
  const jar = newJar(house.url)
  const page = await jar.visit(linkOf(String(body.Id)))
  for (const headers of [first.headers, page.headers]) {
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
  }
  assert.ok(!page.text.includes(String(body.Id)))
  assert.equal(page.headers.get('x-frame-options'), 'DENY')
  assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
})
