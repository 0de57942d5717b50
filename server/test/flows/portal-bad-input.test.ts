import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type InputRule, Refusal, type RefusalCode, type Refusals } from '../../src/kernel/index.ts'
import { sayRefusal } from '../../src/views/index.ts'
import { type Engine, engines } from '../kit/database.ts'
import { dumpTables, settleMessages } from '../kit/dump.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { callPortal, demoSite, type Fields, person, readMails, shopSite } from '../kit/portal.ts'
import { post, sendWire, type Wire } from '../kit/wire.ts'

const say = <C extends RefusalCode>(code: C, facts: Refusals[C]) => sayRefusal('en', new Refusal(code, facts))
const unsupported = say('input.unsupported', {})
const stranger = say('apps.not-authenticated', {})

const form = (fields: Fields, site: Fields = demoSite): string =>
  String(new URLSearchParams({ ...site, lang: 'en', ...fields }))
const registration = (changed: Fields = {}): Fields => ({ do: 'register', ...person('new@example.com'), ...changed })
/** A registration in order but for one field, which is written as it stands. */
const registrationWith = (field: string, raw: string): string => {
  const { [field]: _, ...others } = registration()
  return `${form(others)}&${field}=${raw}`
}

type Row = [title: string, wire: Wire, message: string]

/** A house with a member, an account that waits, and an open link of each kind: something that could change. */
async function startInhabited(t: TestContext, engine: Engine): Promise<TestHouse> {
  const house = await startHouse(t, engine)
  const registered = await callPortal(house.url, { do: 'register', ...person('waiting@example.com') })
  assert.equal(registered.ok, 1)
  const asked = await callPortal(house.url, { do: 'forgot-password', User_Email: 'ali@example.com' })
  assert.equal(asked.ok, 1)
  await readMails(house.url, 'waiting@example.com')
  await readMails(house.url, 'ali@example.com')
  return house
}

/** Asks, and expects a refusal in so many words that changed nothing. */
async function expectRefusals(house: TestHouse, rows: readonly Row[]): Promise<void> {
  await settleMessages(house.at.db)
  const before = await dumpTables(house.at.db)
  for (const [title, wire, message] of rows) {
    const answer = await sendWire(house.url, wire)
    assert.equal(answer.status, 200, `${title}: ${answer.text}`)
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8', title)
    assert.deepEqual(JSON.parse(answer.text), { ok: 0, message, data: [] }, title)
    assert.equal(await dumpTables(house.at.db), before, `${title}: something changed`)
  }
}

const get = (query: string): Wire => ({ path: `/api/?${query}` })
const megabyte = 'x'.repeat(1_000_000)
const invalidName = say('input.invalid', { field: 'User_Name', rule: 'text' })

const sizes: Row[] = [
  ['a name of 1 MB by POST', post(registrationWith('User_Name', megabyte)), invalidName],
  ['a name of 60 kB by GET', get(registrationWith('User_Name', 'x'.repeat(60_000))), invalidName],
  ['a URL of 64 kB', get(registrationWith('User_Name', 'x'.repeat(64_000))), invalidName],
  ['a name of 200 kB in letters of 4 octets', post(registrationWith('User_Name', '😀'.repeat(50_000))), invalidName],
  [
    'an e-mail of 1 MB',
    post(registrationWith('User_Email', `${megabyte}@example.com`)),
    say('input.invalid', { field: 'User_Email', rule: 'email' }),
  ],
  [
    'a mobile of 1 MB of digits',
    post(registrationWith('User_Mobile', '1'.repeat(1_000_000))),
    say('input.invalid', { field: 'User_Mobile', rule: 'mobile' }),
  ],
  [
    'a password of 1 MB',
    post(registrationWith('User_Password', megabyte)),
    say('input.invalid', { field: 'User_Password', rule: 'text' }),
  ],
  [
    'a birthday of 1 MB',
    post(registrationWith('User_Birthday', `1989-05-24${' '.repeat(1_000_000)}x`)),
    say('input.invalid', { field: 'User_Birthday', rule: 'date' }),
  ],
  [
    'a field’s name of 1 MB, cut in the answer',
    post(`${form(registration())}&${megabyte}=1`),
    say('input.unknown', { field: 'x'.repeat(60) }),
  ],
  ['a key of 1 MB', post(form(registration({ key: megabyte }))), stranger],
  ['a website of 1 MB', post(form(registration({ website: megabyte }))), stranger],
  ['a command of 1 MB', post(form({ do: megabyte })), say('input.unknown-verb', {})],
  [
    '100,000 fields',
    post(`${form(registration())}&${Array.from({ length: 100_000 }, (_, i) => `f${i}=`).join('&')}`),
    say('input.too-large', {}),
  ],
  ['100,000 separators and nothing else', post('&'.repeat(100_000)), 'Thiếu website.'],
  ['a body of 3 MB', { ...post('x'.repeat(3_000_000)), path: '/api/?lang=en' }, say('input.too-large', {})],
]

const malformed = (field: string) => say('input.malformed', { field })
const octets = Buffer.from(registrationWith('User_Name', '\xff\xfe'), 'latin1')
const encodings: Row[] = [
  ['a byte that no UTF-8 has', post(registrationWith('User_Name', '%FF')), malformed('User_Name')],
  ['the same in the address', get(registrationWith('User_Name', '%FF')), malformed('User_Name')],
  ['the same as it is, in the form', post(octets), malformed('User_Name')],
  ['an overlong zero', post(registrationWith('User_Name', '%C0%80')), malformed('User_Name')],
  ['half a surrogate pair', post(registrationWith('User_Email', '%ED%A0%80@example.com')), malformed('User_Email')],
  ['a letter cut short', post(registrationWith('User_Password', 'giu+kin+nhe%E1%BB')), malformed('User_Password')],
  ['a point above Unicode', post(registrationWith('User_Name', '%F4%90%80%80')), malformed('User_Name')],
  ['a name of a field', post(`${form(registration())}&%FF=x`), malformed('%FF=')],
  ['a key', post(`lang=en&website=chophanphoi.com&do=register&key=%FF`), malformed('key')],
  ['a zero in a name', post(registrationWith('User_Name', 'A%00B')), invalidName],
  ['a line end in a name', post(registrationWith('User_Name', 'A%0D%0ABcc:x')), invalidName],
  ['a line separator in a name', post(registrationWith('User_Name', 'A%E2%80%A8B')), invalidName],
]

const inherited = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__proto__[ok]',
  '__proto__.ok',
]
const prototypes: Row[] = inherited.flatMap((name): Row[] => [
  [`a field ${name}`, post(`${form(registration())}&${name}=1`), say('input.unknown', { field: name })],
  [`a field ${name} by GET`, get(`${form(registration())}&${name}=1`), say('input.unknown', { field: name })],
  [`a command ${name}`, post(form({ do: name })), say('input.unknown-verb', {})],
  [`a website ${name}`, post(form(registration({ website: name }))), stranger],
  [`a key ${name}`, post(form(registration({ key: name }))), stranger],
  [
    `a gender ${name}`,
    post(form(registration({ User_Gender: name }))),
    say('input.invalid', { field: 'User_Gender', rule: 'choice' }),
  ],
])

const valid = form(registration())
const typed = (type: string | undefined, body: string): Wire => ({
  method: 'POST',
  path: '/api/?lang=en',
  headers: type === undefined ? {} : { 'content-type': type },
  body,
})
const transports: Row[] = [
  ['JSON', typed('application/json', JSON.stringify({ ...demoSite, ...registration() })), unsupported],
  ['JSON that is a form', typed('application/json', valid), unsupported],
  ['a form without a type', typed(undefined, valid), unsupported],
  ['a form as plain text, as another origin’s page could send it', typed('text/plain', valid), unsupported],
  ['a multipart form', typed('multipart/form-data; boundary=x', `--x\r\n\r\n${valid}\r\n--x--`), unsupported],
  ['a type that is none', typed('/', valid), unsupported],
  ['a valid query with a body of another type', { ...typed('text/xml', '<x/>'), path: `/api/?${valid}` }, unsupported],
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method): Row[] => [
    [`${method} with a query`, { ...get(valid), method }, unsupported],
    [`${method} with a form`, { ...post(valid), path: '/api/', method }, unsupported],
  ]),
]

const callers: Row[] = [
  ['a wrong key', post(form(registration({ key: 'f'.repeat(32) }))), stranger],
  ['an unknown website', post(form(registration({ website: 'unknown.example' }))), stranger],
  ['another website’s key', post(form(registration({ key: shopSite.key }))), stranger],
  [
    'another website with its neighbour’s key',
    post(form(registration(), { ...shopSite, key: demoSite.key })),
    stranger,
  ],
  ['an unknown command', post(form({ do: 'delete-user' })), say('input.unknown-verb', {})],
]

const values: [field: string, value: string, rule: InputRule][] = [
  ['User_Birthday', '2023-02-30', 'date'],
  ['User_Birthday', '2023/02/30', 'date'],
  ['User_Birthday', '۲۰۲۳-۰۲-۳۰', 'date'],
  ['User_Birthday', '9999-12-31', 'date'],
  ['User_Mobile', '0123abc789', 'mobile'],
  ['User_Mobile', '012345678', 'mobile'],
  ['User_Mobile', '۰۱۲۳۴۵۶۷۸', 'mobile'],
  ['User_Gender', '4', 'choice'],
  ['User_Gender', '-1', 'choice'],
  ['User_Email', 'a@b@c', 'email'],
  ['User_Email', 'a@example.com\r\nBcc: b@example.com', 'email'],
]
const wrongValues: Row[] = values.map(([field, value, rule]) => [
  `${field} ${value}`,
  post(form(registration({ [field]: value }))),
  say('input.invalid', { field, rule }),
])

const id = '4503599627370496'
const login = { User_ID: id, User_Password: 'a long enough phrase' }
const { User_Email: email = '', User_Password: password = '', ...profile } = person('new@example.com')
/** Every verb with all it takes. */
const verbs: Record<string, Fields> = {
  register: { ...profile, User_Email: email, User_Password: password },
  'email-exists': { User_Email: email },
  'email-active': { User_ID: id, User_EmailActiveCode: 'x' },
  'resend-email-active': { User_Email: email },
  'get-user-data': { User_Email: email, User_Password: password },
  'forgot-password': { User_Email: email },
  'reset-password': { User_ID: id, User_ResetCode: 'x' },
  'change-password': { ...login, New_User_Password: 'another long phrase' },
  'update-info': { ...login, ...profile },
}

const parameters: Row[] = Object.entries(verbs).flatMap(([verb, fields]) =>
  Object.entries({ ...demoSite, do: verb, ...fields }).flatMap(([field, value]): Row[] => {
    const all: Fields = { ...demoSite, do: verb, ...fields, lang: 'en' }
    const { [field]: _, ...others } = all
    const twice = `${new URLSearchParams(all)}&${field}=${encodeURIComponent(value)}`
    return [
      [`${verb} without ${field}`, post(String(new URLSearchParams(others))), say('input.missing', { field })],
      [
        `${verb} with an empty ${field}`,
        post(String(new URLSearchParams({ ...all, [field]: '' }))),
        say('input.missing', { field }),
      ],
      [`${verb} with ${field} twice`, post(twice), say('input.duplicate', { field })],
      [`${verb} with ${field} twice, by GET`, get(twice), say('input.duplicate', { field })],
      [
        `${verb} with ${field} in the address and in the form`,
        { ...post(String(new URLSearchParams(all))), path: `/api/?${field}=x` },
        say('input.duplicate', { field }),
      ],
    ]
  }),
)

const tables: Record<string, Row[]> = {
  'Input of any size is refused by name': sizes,
  'Text that is not UTF-8, and characters that no name has, are refused by name': encodings,
  'Names that every object inherits are unknown fields like others (attack 75)': prototypes,
  'Other content types and other methods are refused': transports,
  'Whoever is not the website is refused, and so is what it cannot ask': callers,
  'Values that cannot be are refused by name': wrongValues,
  'A parameter that is missing, empty or given twice is refused by name, in all nine verbs': parameters,
}

for (const engine of engines) {
  for (const [title, rows] of Object.entries(tables)) {
    test(`${title}, and nothing changes, on ${engine}`, async (t) => {
      await expectRefusals(await startInhabited(t, engine), rows)
    })
  }

  test(`HEAD is answered without a body, and changes nothing, on ${engine}`, async (t) => {
    const house = await startInhabited(t, engine)
    await settleMessages(house.at.db)
    const before = await dumpTables(house.at.db)
    const answer = await sendWire(house.url, { ...get(valid), method: 'HEAD' })
    assert.equal(answer.status, 200)
    assert.equal(answer.text, '')
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal(await dumpTables(house.at.db), before)
  })

  test(`octets that no address may have end before the portal, and change nothing, on ${engine}`, async (t) => {
    const house = await startInhabited(t, engine)
    await settleMessages(house.at.db)
    const before = await dumpTables(house.at.db)
    const answer = await sendWire(house.url, get(registrationWith('User_Name', 'Nguy\xea')))
    assert.equal(answer.status, 400)
    assert.doesNotMatch(answer.text, /Nguy|key/)
    assert.equal(await dumpTables(house.at.db), before)
  })

  test(`the registration that all those were made of succeeds, on ${engine}`, async (t) => {
    const house = await startInhabited(t, engine)
    const before = await dumpTables(house.at.db)
    const answer = await sendWire(house.url, get(valid))
    assert.equal(JSON.parse(answer.text).ok, 1, answer.text)
    assert.notEqual(await dumpTables(house.at.db), before)
  })

  test(`Persian and Arabic digits are read wherever digits are, a member's number among them, on ${engine}`, async (t) => {
    const house = await startInhabited(t, engine)
    const wish = { User_Mobile: '۰۹۱۴۰۰۰۰۰۰۰', User_Gender: '٣', User_Birthday: '۱۹۸۹/٠۵/۲۴' }
    const registered = await callPortal(house.url, registration(wish))
    const { User_ID, User_Mobile, User_Gender, User_Birthday } = registered.data
    assert.deepEqual([User_Mobile, User_Gender, User_Birthday], ['09140000000', 3, '1989-05-24'])
    const [mail] = await readMails(house.url, 'new@example.com')
    const code = new URL(mail?.link ?? '').searchParams.get('User_EmailActiveCode') ?? ''
    const persian = String(User_ID).replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit)))
    const activated = await callPortal(house.url, {
      do: 'email-active',
      User_ID: ` ${persian} `,
      User_EmailActiveCode: code,
    })
    assert.equal(activated.ok, 1, activated.message)
  })
}

test('nothing that was sent reached the prototype of all objects (attack 75)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const names = () => Reflect.ownKeys(Object.prototype).map(String).toSorted()
  const before = names()
  for (const [, wire] of prototypes) await sendWire(house.url, wire)
  assert.deepEqual(names(), before)
  assert.equal('ok' in {}, false)
})
