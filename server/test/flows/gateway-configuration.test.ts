import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { hostsOf, readGateways } from '../../src/adapters/channels/sms/read-gateways.ts'
import { productionEnv, runDiwan } from '../kit/command.ts'
import { newDatabase, testFolder } from '../kit/database.ts'
import { applyFile, openPorts } from '../kit/ports.ts'

const folder = testFolder()
mkdirSync(folder, { recursive: true })

function fileOf(name: string, content: unknown): string {
  const path = `${folder}/${name}.json`
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
  return path
}

const own = {
  name: 'own',
  url: 'https://sms.example/{user}/send',
  user: 'me',
  method: 'GET',
  query: { to: '{to}', text: '{text}', sender: '{from}' },
  success: { matches: '^OK' },
}

test('gateways are read in their order, from addresses and from a file', () => {
  const path = fileOf('chain', [own, 'twilio://AC1:token@+15005550006?name=abroad'])
  const gateways = readGateways(`kavenegar://key@10004346 file:${path} https://t0ken@sms.example.org/hook`)
  assert.deepEqual(
    gateways.map(({ name }) => name),
    ['kavenegar', 'own', 'abroad', 'webhook'],
  )
  assert.deepEqual(
    [...hostsOf(gateways)],
    ['api.kavenegar.com', 'sms.example', 'api.twilio.com', 'sms.example.org'],
    'these and no others are called',
  )
})

/** What cannot be a chain of gateways, and what is said of it. */
const wrong: [url: string, says: RegExp][] = [
  ['nosuch://sekret-key@1000', /^the first gateway is of no kind that is known \(kavenegar, /],
  ['constructor://sekret-key@1000', /^the first gateway is of no kind/],
  ['kavenegar://sekret-key@1000 vonage://sekret:[', /^the second gateway is no address$/],
  ['kavenegar://sekret-key@1000?sekret=1', /^the first gateway has more behind its question mark/],
  ['kavenegar://sekret-key@1000?url=sekret', /^the first gateway has a url that is none$/],
  ['kavenegar://sekret-key@1000?name=Sekret!', /^the first gateway is wrong at \/name: /],
  ['kavenegar://sekret-key@1000 kavenegar://sekret-key@2000', /^two gateways are called kavenegar; /],
  ['file:/nowhere/at-all.json', /^the first gateway is a file that cannot be read \(ENOENT\)$/],
  [`file:${fileOf('no-json', '{"user":"sekret')}`, /^the first gateway is a file that cannot be read \(no JSON\)$/],
  [`file:${fileOf('no-list', { user: 'sekret' })}`, /^the first gateway is a file that holds no list$/],
  [`file:${fileOf('extra', [own, { ...own, extra: 'sekret' }])}`, /^the first gateway, entry 2, is wrong at \/extra: /],
  [`file:${fileOf('pattern', [{ ...own, success: { matches: '(sekret' } }])}`, /is wrong at \/success\/matches: /],
  [
    `file:${fileOf('word', [{ ...own, query: { to: '{recipient}' } }])}`,
    /a placeholder that stands for nothing: \{recipient\}$/,
  ],
  [`file:${fileOf('host', [{ ...own, url: 'https://{user}.example/' }])}`, /is wrong at \/url: /],
  [`file:${fileOf('header', [{ ...own, headers: { x: 'sekret\r\ny: z' } }])}`, /is wrong at \/headers\/x: /],
]

test('a chain that cannot be understood is refused in words that hold nothing of its credentials', () => {
  for (const [url, says] of wrong) {
    assert.throws(
      () => readGateways(url),
      ({ message }: Error) => {
        assert.match(message, says, url)
        assert.ok(!/sekret/i.test(message), message)
        return true
      },
    )
  }
})

test('a server does not start with gateways it cannot understand, and names the variable', async () => {
  const env = productionEnv(await newDatabase('sqlite'))
  const cases = [
    { SMS_URL: 'nosuch://sekret-key@1000' },
    { SMS_URL: 'file:/nowhere/sekret.json' },
    { FCM_KEY_FILE: '/nowhere/sekret.json' },
    { FCM_KEY_FILE: fileOf('no-key', { private_key: 'sekret' }) },
  ]
  for (const one of cases) {
    const { code, out, err } = await runDiwan(['start'], { ...env, ...one })
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, new RegExp(`^diwan: ${Object.keys(one)[0]}: [^\\n]+\\n$`))
    assert.ok(!err.includes('sekret'), err)
  }
})

test('production does not start with test numbers', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  await applyFile(await openPorts(t, databaseUrl), { settings: { 'messages.testNumbers': ['+989140000000'] } })
  const { code, err } = await runDiwan(['start'], productionEnv(databaseUrl))
  assert.equal(code, 1)
  assert.match(err, /^diwan: messages\.testNumbers: not in production; [^\n]+\n$/)
})

test('the operator is shown the gateways, what each is written from, and where its receipts go', async () => {
  const path = fileOf('shown', [{ ...own, user: 'sekret' }])
  const SMS_URL = `twilio://AC1:sekret@+15005550006 melipayamak://sekret:sekret@5000 file:${path}`
  const env = { ...productionEnv(await newDatabase('sqlite')), SMS_URL }
  const { code, out } = await runDiwan(['gateways'], env)
  assert.equal(code, 0)
  assert.match(out, /^twilio {2}api\.twilio\.com\n {2}document {2}https:\/\/www\.twilio\.com\//)
  assert.match(out, /\n {2}receipts {2}https:\/\/id\.example\.com\/hooks\/sms\/twilio\?key=[\w-]{43}\n/)
  assert.match(out, /\nmelipayamak {2}rest\.payamak-panel\.com\n {2}document [^\n]+\n {2}experimental: /)
  assert.match(out, /\nown {2}sms\.example\n$/)
  assert.ok(!out.includes('sekret'), out)
})
