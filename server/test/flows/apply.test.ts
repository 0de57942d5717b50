import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { readDemo } from '../../src/dialects/operator/index.ts'
import type { Db } from '../../src/kernel/index.ts'
import { type Env, productionEnv, type Ran, runDiwan } from '../kit/command.ts'
import { engines, newDatabase, testFolder } from '../kit/database.ts'
import { startHouse, testEnv } from '../kit/house.ts'
import { callPortal, demoSite, person, shopSite } from '../kit/portal.ts'
import { applyFile, openPorts } from '../kit/ports.ts'
import { startProcess } from '../kit/process.ts'
import { recordSecret } from '../kit/secrets.ts'

/** Runs `diwan apply` on a file of this content. */
async function apply(content: object | string, env: Env): Promise<Ran & { path: string }> {
  const path = `${testFolder()}/file.json`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 1))
  return { ...(await runDiwan(['apply', path], env)), path }
}

/** Every row of every table but these, as text. */
async function readAll(db: Db, without: readonly string[]): Promise<string[]> {
  const rows: string[] = []
  for (const { name } of await db.introspection.getTables()) {
    if (without.includes(name)) continue
    const found = await sql`SELECT * FROM ${sql.table(name)}`.execute(db)
    rows.push(...found.rows.map((row) => `${name} ${JSON.stringify(row)}`))
  }
  return rows.sort()
}

const key = 'd41d8cd98f00b204e9800998ecf8427e'
const clientSecret = 'kq3Wz-7Rn_pXb2VtYs9LmC4d'
recordSecret(key, clientSecret)

const whole = {
  settings: { name: 'Our house', locale: 'fa', 'messages.attempts': 5 },
  apps: [
    {
      id: '2002',
      name: 'Bookshop',
      state: 'live',
      description: 'Books',
      category: 'Shopping',
      logo: 'https://books.example/logo.png',
      locale: 'fr',
      domains: ['books.example'],
      portalKeys: [key],
      clientSecrets: [clientSecret],
      siteKey: 'public-site-key',
      tokens: [{ token: `${clientSecret}-token`, permissions: ['users:exist'], expiresAt: '2099-01-01' }],
      redirectUrls: ['https://books.example/cb'],
      returnUrls: ['https://books.example/start'],
      activationUrl: 'https://books.example/activate',
      resetUrl: 'https://books.example/reset',
      permissions: ['portal', 'users:exist'],
      passwordMinimumLength: 10,
    },
  ],
}

for (const engine of engines) {
  test(`a file applied twice changes nothing the second time but the events, on ${engine}`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const at = await openPorts(t, databaseUrl)
    const env = productionEnv(databaseUrl)
    const first = await apply(whole, env)
    assert.deepEqual([first.code, first.err], [0, ''])
    const said = ['setting name', 'setting locale', 'setting messages.attempts', 'app 2002']
    assert.equal(first.out, said.map((one) => `applied ${one}\n`).join(''))
    const before = await readAll(at.db, ['events'])
    const second = await apply(whole, env)
    assert.deepEqual([second.code, second.out], [0, first.out])
    assert.deepEqual(await readAll(at.db, ['events']), before)
  })

  test(`a running server sees within two seconds what another process applies, on ${engine}`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const server = await startProcess(t, databaseUrl)
    const site = { website: 'books.example', key }
    const asked = { do: 'email-exists', User_Email: 'nobody@example.com', lang: 'en' }
    const unknown = await callPortal(server.url, asked, site)
    const register = (to: string) =>
      callPortal(server.url, { do: 'register', ...person(to, 'twelve chars'), lang: 'en' }, shopSite)
    assert.equal((await register('before@example.com')).ok, 1)
    const change = { ...whole, settings: { ...whole.settings, 'passwords.minimumLength': 20 } }
    const applied = await apply(change, testEnv(databaseUrl))
    assert.equal(applied.code, 0, applied.err)
    await server.order({ advance: 2000 })
    const refused = await register('after@example.com')
    assert.equal(refused.ok, 0)
    assert.match(refused.message, /20/)
    assert.notEqual((await callPortal(server.url, asked, site)).message, unknown.message)
    assert.equal(await server.stop(), 0)
  })

  test(`several processes apply one file at once, and it is applied, on ${engine}`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const env = productionEnv(databaseUrl)
    const runs = await Promise.all([1, 2, 3].map(() => apply(whole, env)))
    for (const { code, err } of runs) assert.deepEqual([code, err], [0, ''])
    const at = await openPorts(t, databaseUrl)
    const before = await readAll(at.db, ['events'])
    assert.equal(before.filter((row) => row.startsWith('apps ')).length, 1)
    assert.equal(before.filter((row) => row.startsWith('app_credentials ')).length, 4)
    assert.equal((await apply(whole, env)).code, 0)
    assert.deepEqual(await readAll(at.db, ['events']), before)
  })
}

const app = { id: 'x', name: 'X' }
/** A file's fault, in development and in production, and what the message names. */
const faults: [file: object | string, mode: 'development' | 'production', says: string][] = [
  [{ app: [] }, 'production', 'app: unknown key'],
  [{ apps: [app, { ...app, redirectUrl: 'https://x.example' }] }, 'production', 'apps[1].redirectUrl: unknown key'],
  [{ apps: [{ ...app, tokens: [{ tokn: key }] }] }, 'production', 'apps[0].tokens[0].tokn: unknown key'],
  [{ users: [{ email: 'a@b.example', pasword: 'x' }] }, 'development', 'users[0].pasword: unknown key'],
  [{ settings: { 'messages.form': 'x' } }, 'production', 'settings.messages.form: there is no such setting'],
  [{ settings: { locale: 'de' } }, 'production', 'settings.locale: '],
  [{ settings: { 'messages.attempts': 'many' } }, 'production', 'settings.messages.attempts: '],
  [{ apps: [{ ...app, id: '1234567890123456' }] }, 'production', 'apps[0].id: '],
  [{ apps: [{ ...app, state: 'alive' }] }, 'production', 'apps[0].state: '],
  [{ apps: [{ ...app, permissions: ['portal', 'everything'] }] }, 'production', 'apps[0].permissions[1]: '],
  [{ apps: [{ ...app, domains: ['https://x.example'] }] }, 'production', 'apps[0].domains[0]: not a bare domain'],
  [{ apps: [{ ...app, domains: ['X.example'] }] }, 'production', 'apps[0].domains[0]: not a bare domain'],
  [{ apps: [{ ...app, owner: 'nobody' }] }, 'production', 'apps[0].owner: not an e-mail address'],
  [{ apps: [{ ...app, owner: 'no@b.example' }] }, 'production', 'apps[0].owner: no account has proven this address'],
  [{ apps: [{ ...app, portalKeys: ['0123456789abcdef0123456789abcde'] }] }, 'production', 'apps[0].portalKeys[0]: '],
  [
    { apps: [{ ...app, clientSecrets: ['short-secret'] }] },
    'production',
    'apps[0].clientSecrets[0]: a secret of fewer',
  ],
  [{ apps: [{ ...app, portalKeys: ['a'.repeat(64)] }] }, 'production', 'apps[0].portalKeys[0]: a secret of fewer'],
  [{ apps: [{ ...app, tokens: [{ token: 'short-token' }] }] }, 'production', 'apps[0].tokens[0].token: a secret of'],
  [
    { apps: [{ ...app, portalKeys: [demoSite.key] }] },
    'production',
    'apps[0].portalKeys[0]: a secret that is published',
  ],
  [{ users: [{ email: 'a@b.example', password: 'x' }] }, 'production', 'users: accepted in development only'],
  [{ users: [{ email: 'nobody', password: 'x' }] }, 'development', 'users[0].email: not an e-mail address'],
  [{ apps: [app, { ...app, id: 'y' }] }, 'production', 'apps[1].name: '],
  [{ apps: [app, { id: 'y', name: 'Demo' }] }, 'production', 'apps[1].name: '],
  [
    {
      apps: [
        { ...app, portalKeys: [key] },
        { id: 'y', portalKeys: [key] },
      ],
    },
    'production',
    'apps[1].portalKeys[0]: ',
  ],
  [{ apps: [app, { id: 'y', portalKeys: [`0${key}`] }] }, 'production', 'apps[1].portalKeys[0]: '],
  ['{\n"settings": {\n"locale": fa\n}}', 'production', 'not JSON in line 3'],
  ['{\n"apps": [\n{ "id": "x" },\n]\n}', 'production', 'not JSON in line 4'],
  ['{\n"apps": [\n{ "id": "x }\n]\n}', 'production', 'not JSON in line 3'],
  ['{\n"settings": { "locale": "fa" }\n"apps": []\n}', 'production', 'not JSON in line 3'],
  ['{\n"settings": { "locale": tru\n}\n}', 'production', 'not JSON in line 2'],
  ['{\n"apps": [', 'production', 'not JSON in line 2'],
  ['', 'production', 'not JSON in line 1'],
  ['[]', 'production', 'the file: '],
]

test('a file with a fault is refused by one line that names the place, and changes nothing', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  const at = await openPorts(t, databaseUrl)
  await applyFile(at, { apps: [{ id: 'demo', name: 'Demo', portalKeys: [`0${key}`] }] })
  const before = await readAll(at.db, [])
  const refuse = async ([file, mode, says]: (typeof faults)[number]) => {
    // What is in order comes first: it must not be applied either.
    const content = typeof file === 'string' ? file : { ...file, settings: { region: 'VN', ...settingsOf(file) } }
    const env = mode === 'production' ? productionEnv(databaseUrl) : testEnv(databaseUrl)
    const { code, out, err, path } = await apply(content, env)
    assert.deepEqual([code, out], [1, ''], says)
    assert.ok(err.startsWith(`diwan: ${path}: ${says}`), `${says}: ${err}`)
    assert.match(err, /^[^\n]+\n$/)
  }
  for (let i = 0; i < faults.length; i += 4) await Promise.all(faults.slice(i, i + 4).map(refuse))
  assert.deepEqual(await readAll(at.db, []), before)
})

const settingsOf = (file: object): object => ('settings' in file ? (file.settings as object) : {})

test('a file that is not there is named', async () => {
  const { code, err } = await runDiwan(['apply', '/nowhere/file.json'], testEnv(await newDatabase('sqlite')))
  assert.deepEqual([code, err], [1, 'diwan: /nowhere/file.json: cannot be read (ENOENT)\n'])
})

test('the demo file is applied by the first start of development alone', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const names = (await house.at.db.selectFrom('apps').select('name').orderBy('name').execute()).map((one) => one.name)
  assert.deepEqual(names, (readDemo().apps ?? []).map((one) => one.name).sort())
  await house.at.db.updateTable('apps').set({ description: 'changed by hand' }).execute()
  const again = await startHouse(t, 'sqlite', { databaseUrl: house.databaseUrl })
  const rows = await again.at.db.selectFrom('apps').select('description').execute()
  assert.deepEqual(new Set(rows.map((one) => one.description)), new Set(['changed by hand']))
})

test('what is applied adds to what is there, and takes nothing away', async (t) => {
  const at = await openPorts(t, await newDatabase('sqlite'))
  await applyFile(at, whole)
  await applyFile(at, { apps: [{ id: '2002', domains: ['more.example'], permissions: ['forms'] }] })
  const row = await at.db.selectFrom('apps').selectAll().executeTakeFirstOrThrow()
  assert.equal(row.domains, '["books.example","more.example"]')
  assert.equal(row.permissions, '["portal","users:exist","forms"]')
  assert.deepEqual([row.name, row.activation_url], ['Bookshop', 'https://books.example/activate'])
})
