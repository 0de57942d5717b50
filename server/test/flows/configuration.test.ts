import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { configReference } from '../../src/config.ts'
import { publishedHashes, readDemo, secretsOf } from '../../src/dialects/operator/index.ts'
import { hashToken } from '../../src/kernel/index.ts'
import { type Env, productionEnv, runDiwan, startDiwan } from '../kit/command.ts'
import { newDatabase } from '../kit/database.ts'
import { testEnv } from '../kit/house.ts'
import { callPortal, demoSite, linkFields, makeMember, person, readMails } from '../kit/portal.ts'
import { applyFile, openPorts } from '../kit/ports.ts'

/** Values that cannot be used; none may stand in the message. */
const wrong: [name: string, value: string][] = [
  ['DIWAN_MODE', 'sekret-mode'],
  ['HOST', '0.0.0.0'],
  ['HOST', 'sekret.example.com'],
  ['PORT', 'sekret-port'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PUBLIC_URL', 'ftp://sekret.example.com'],
  ['PUBLIC_URL', 'https://sekret.example.com/path'],
  ['PUBLIC_URL', 'https://sekret.example.com?query'],
  ['DATABASE_URL', 'mysql://sekret@example.com/diwan'],
  ['DATABASE_URL', 'postgres://diwan:sekret@[::1/diwan'],
  ['DATABASE_URL', 'file:'],
  ['DIWAN_SECRET', 'sekret-before,,sekret-after'],
  ['SMTP_URL', 'http://sekret.example.com'],
  ['SMTP_URL', 'smtp://diwan:sekret@'],
  ['SMTP_URL', 'smtp://diwan:sekret@[::1'],
  ['SMS_URL', 'sekret'],
  ['SMS_URL', 'sekret://key@1000'],
  ['SMS_URL', 'https://sekret@[::1/send'],
  ['FILES_URL', 'sekret'],
  ['FCM_KEY_FILE', '/nowhere/sekret.json'],
  ['WEB_PUSH_KEY_FILE', '/nowhere/sekret.json'],
  ['OUTGOING_PRIVATE_HOSTS', 'https://sekret.example.com'],
  ['TRUST_PROXY', 'sekret-proxy'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['LOG_LEVEL', 'sekret-level'],
]

function assertOneLine(err: string, name: string, value: string): void {
  assert.match(err, new RegExp(`^diwan: ${name}: [^\\n]+\\n$`), value)
  if (value.includes('sekret')) assert.ok(!err.includes('sekret'), `${name}: its value stands in “${err}”`)
}

test('a value that cannot be used stops with one line that names the variable, never the value', async () => {
  const databaseUrl = await newDatabase('sqlite')
  const refuse = async ([name, value]: [string, string]) => {
    const { code, out, err } = await runDiwan(['start'], { ...testEnv(databaseUrl), [name]: value })
    assert.deepEqual([code, out], [1, ''], `${name}=${value}`)
    assertOneLine(err, name, value)
  }
  for (let i = 0; i < wrong.length; i += 4) await Promise.all(wrong.slice(i, i + 4).map(refuse))
})

test('every variable can be wrong, or has no wrong value', () => {
  const covered = new Set([...wrong.map(([name]) => name), 'DATA_DIR'])
  assert.deepEqual(
    configReference()
      .map(([name]) => name)
      .sort(),
    [...covered].sort(),
  )
})

test('what the machine refuses is one line, too', async (t) => {
  const busy = createServer()
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
  t.after(() => busy.close())
  const address = busy.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const databaseUrl = await newDatabase('sqlite')
  const postgres = await newDatabase('postgres')
  const cases: [name: string, env: Env][] = [
    ['PORT', { ...testEnv(databaseUrl), PORT: port }],
    ['HOST, PORT', { ...productionEnv(await newDatabase('sqlite')), HOST: '203.0.113.1' }],
    ['DATA_DIR, DATABASE_URL', { ...testEnv(databaseUrl), DATA_DIR: `${import.meta.filename}/x`, DIWAN_SECRET: '' }],
    ['DATA_DIR, DATABASE_URL', testEnv(`file:${import.meta.filename}/x.db`)],
    ['DATABASE_URL', testEnv(`file:${import.meta.filename}`)],
    ['DATABASE_URL', testEnv(`file:${import.meta.dirname}`)],
    ['DATABASE_URL', testEnv(`${postgres}_sekret`)],
    ['the database is not available', testEnv('postgres://diwan:sekret@127.0.0.1:1/diwan')],
  ]
  for (const [start, env] of cases) {
    const { code, err } = await runDiwan(['start'], env)
    assert.equal(code, 1, start)
    assert.match(err, new RegExp(`^diwan: ${start}[^\\n]+\\n$`))
    assert.ok(!err.includes('sekret'), err)
  }
})

const oldSecret = 'the-old-root-of-the-keyring-of-40-characters'
const newSecret = 'the-new-root-of-the-keyring-of-40-characters'

test('production does not start without its secret, or without its own address', async () => {
  const env = productionEnv(await newDatabase('sqlite'))
  for (const name of ['DIWAN_SECRET', 'PUBLIC_URL']) {
    const { code, err } = await runDiwan(['start'], { ...env, [name]: '' })
    assert.equal(code, 1)
    assert.match(err, new RegExp(`^diwan: ${name}: required in production [^\\n]+\\n$`))
  }
  for (const secret of ['sekret-too-short', `${newSecret},sekret-too-short`]) {
    const { code, err } = await runDiwan(['start'], { ...env, DIWAN_SECRET: secret })
    assert.equal(code, 1)
    assertOneLine(err, 'DIWAN_SECRET', secret)
  }
  const { err } = await runDiwan(['start'], { DATABASE_URL: env.DATABASE_URL })
  assert.match(err, /required in production/, 'without a mode it is production')
})

test('production does not start while a published credential opens something, and starts once it is gone', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  const at = await openPorts(t, databaseUrl)
  const { id, name, domains, portalKeys } = readDemo().apps?.[0] ?? {}
  await applyFile(at, { apps: [{ id, name, domains, portalKeys, permissions: ['portal'], state: 'live' }] })
  const env = productionEnv(databaseUrl)
  const refused = await runDiwan(['start'], env)
  assert.equal(refused.code, 1)
  assert.match(
    refused.err,
    /^diwan: the portal-key of the app “chophanphoi” is published with the source; replace it: /,
  )
  const mend = /replace it: diwan (.+)\n$/.exec(refused.err)?.[1]?.split(' ') ?? []
  assert.equal((await runDiwan(mend, env)).code, 0)
  const started = await startDiwan(t, env)
  assert.match(
    started.output(),
    /^Diwan serves https:\/\/id\.example\.com \(production\), ready \d+ ms after its start\n/,
  )
  assert.ok(!started.output().includes('/dev/'))
  assert.equal((await started.stop()).code, 0)
})

test('production does not start while the password of an applied account is unchanged', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  const at = await openPorts(t, databaseUrl)
  await applyFile(at, { users: [{ email: 'ali@example.com', password: 'a published phrase', verified: true }] })
  const { code, err } = await runDiwan(['start'], productionEnv(databaseUrl))
  assert.equal(code, 1)
  assert.match(err, /^diwan: the password of an account that an applied file made is published [^\n]+\n$/)
  await at.db.updateTable('passwords').set({ published: 0 }).execute()
  const started = await startDiwan(t, productionEnv(databaseUrl))
  assert.equal((await started.stop()).code, 0)
})

test('every secret that examples/demo.json publishes is on the list that production refuses', () => {
  const apps = readDemo().apps ?? []
  const secrets = apps.flatMap(secretsOf)
  assert.equal(secrets.length, 4)
  for (const { place, secret } of secrets) assert.ok(publishedHashes.has(hashToken(secret)), place)
  const published = readFileSync(new URL('../../../examples/demo.json', import.meta.url), 'utf8')
  assert.ok(published.includes(demoSite.key))
})

test('the development secret is drawn once, for its owner alone, and opens after a restart what was sealed before', async (t) => {
  const env = testEnv(await newDatabase('sqlite'), { DIWAN_SECRET: '' })
  const first = await startDiwan(t, env)
  await makeMember(first.url, 'binh@example.com')
  assert.equal((await first.stop()).code, 0)
  const path = `${env.DATA_DIR}/secret`
  const secret = readFileSync(path, 'utf8')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(statSync(env.DATA_DIR ?? '').mode & 0o777, 0o700)
  assert.ok(secret.length >= 43)
  const second = await startDiwan(t, env)
  assert.equal(readFileSync(path, 'utf8'), secret)
  assert.equal((await readMails(second.url, 'binh@example.com')).length, 1, 'the inbox opens what is sealed')
})

/** Registers while no mail can leave, so that a sealed body waits. */
async function registerSealed(t: TestContext, databaseUrl: string): Promise<void> {
  const env = { ...testEnv(databaseUrl), DIWAN_SECRET: oldSecret, SMTP_URL: 'smtp://127.0.0.1:1' }
  const server = await startDiwan(t, env)
  assert.equal((await callPortal(server.url, { do: 'register', ...person('binh@example.com') })).ok, 1)
  assert.equal((await server.stop()).code, 0)
}

test('while DIWAN_SECRET is “new,old” what the old one sealed still opens, and what is new needs the new one only', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  await registerSealed(t, databaseUrl)
  const at = await openPorts(t, databaseUrl)
  await at.db.updateTable('messages').set({ due_at: 0 }).execute()
  const both = await startDiwan(t, { ...testEnv(databaseUrl), DIWAN_SECRET: `${newSecret},${oldSecret}` })
  const [mail] = await readMails(both.url, 'binh@example.com')
  assert.equal((await callPortal(both.url, { do: 'email-active', ...linkFields(mail) })).ok, 1)
  assert.equal((await both.stop()).code, 0)
  const alone = await startDiwan(t, { ...testEnv(databaseUrl), DIWAN_SECRET: newSecret })
  assert.equal((await readMails(alone.url, 'binh@example.com')).length, 1)
  assert.equal((await alone.stop()).code, 0)
})
