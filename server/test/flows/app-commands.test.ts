import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permissions } from '../../src/capabilities/apps/index.ts'
import { commandUsages } from '../../src/server.ts'
import { type Env, runDiwan } from '../kit/command.ts'
import { engines } from '../kit/database.ts'
import { clientToken, enter, readCode, sendCode } from '../kit/evand.ts'
import { startHouse, testEnv } from '../kit/house.ts'
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
import { recordSecret } from '../kit/secrets.ts'

/** Runs a command that must succeed; answers what it printed. */
async function diwan(env: Env, ...words: string[]): Promise<string> {
  const { code, out, err } = await runDiwan(words, env)
  assert.deepEqual([code, err], [0, ''], words.join(' '))
  return out
}

/** The secret that a command showed. */
function secretIn(out: string, kind: string): string {
  const secret = new RegExp(`^${kind}: (\\S{16,})$`, 'm').exec(out)?.[1] ?? ''
  assert.ok(secret, `${kind} in “${out}”`)
  recordSecret(secret)
  return secret
}

const asked = { do: 'email-exists', User_Email: 'nobody@example.com', lang: 'en' }
const unknownSite = 'The website or its key is wrong.'

for (const engine of engines) {
  test(`an app is created, granted, suspended, resumed and listed beside a running server, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const env = testEnv(house.databaseUrl)
    const say = async (site: Fields) => (await callPortal(house.url, asked, site)).message
    const pages = ['--activation-url', 'https://books.example/activate', '--reset-url', 'https://books.example/reset']
    const created = await diwan(
      env,
      'app',
      'create',
      '2002',
      '--name',
      'Bookshop',
      '--domain',
      'books.example',
      ...pages,
    )
    assert.equal(created, 'created 2002\n', 'an app that may do nothing needs no secret')
    assert.equal(await diwan(env, 'app', 'grant', '2002', 'portal', 'forms'), '2002 may: portal, forms\n')
    const site = { website: 'books.example', key: '' }
    site.key = secretIn(await diwan(env, 'app', 'rotate', '2002', 'portal-key'), 'portal-key')
    assert.match(site.key, /^[0-9a-f]{32}$/)
    const works = await say(site)
    assert.notEqual(works, unknownSite)
    assert.equal((await callPortal(house.url, { do: 'register', ...person('an@example.com') }, site)).ok, 1)
    const [mail] = await readMails(house.url, 'an@example.com')
    assert.match(mail?.link ?? '', /^https:\/\/books\.example\/activate\?User_ID=/)
    assert.equal((await callPortal(house.url, { do: 'email-active', ...linkFields(mail) }, site)).ok, 1)
    assert.match(await diwan(env, 'app', 'list'), /^2002 {2}live {2}Bookshop {2}books\.example {2}portal forms$/m)
    assert.equal(await diwan(env, 'app', 'revoke', '2002', 'portal'), '2002 may: forms\n')
    assert.notEqual(await say(site), works)
    assert.equal(await diwan(env, 'app', 'grant', '2002', 'portal'), '2002 may: forms, portal\n')
    assert.equal(await say(site), works)
    assert.equal(await diwan(env, 'app', 'suspend', '2002'), '2002 is suspended\n')
    const refused = await callPortal(house.url, asked, site)
    assert.equal(refused.ok, 0)
    assert.notEqual(refused.message, works, 'a suspended app is refused at once')
    assert.equal(await diwan(env, 'app', 'resume', '2002'), '2002 is live\n')
    assert.equal(await say(site), works)
  })

  test(`a new key works at once, the old one for its overlap and no longer, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const env = testEnv(house.databaseUrl)
    const say = async (key: string) => (await callPortal(house.url, asked, { ...shopSite, key })).message
    const works = await say(shopSite.key)
    const second = secretIn(await diwan(env, 'app', 'rotate', '1001', 'portal-key', '--overlap', '600'), 'portal-key')
    assert.deepEqual(await Promise.all([shopSite.key, second].map(say)), [works, works])
    house.advance(599_000 - 60_000)
    assert.equal(await say(shopSite.key), works)
    house.advance(62_000)
    assert.deepEqual(await Promise.all([shopSite.key, second].map(say)), [unknownSite, works])
    const third = secretIn(await diwan(env, 'app', 'rotate', '1001', 'portal-key', '--overlap', '0'), 'portal-key')
    assert.deepEqual(await Promise.all([second, third].map(say)), [unknownSite, works])
    assert.equal(await diwan(env, 'app', 'list').then((out) => out.includes(third)), false)
  })
}

test('an app gets the secrets that its permissions need, and each is drawn anew', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const env = testEnv(house.databaseUrl)
  const keys = new Set<string>()
  for (const id of ['a', 'b']) {
    const words = ['--permission', 'portal', '--permission', 'log-in-with', '--domain', `${id}.example`]
    const out = await diwan(env, 'app', 'create', id, '--name', id.toUpperCase(), ...words)
    keys.add(secretIn(out, 'portal-key')).add(secretIn(out, 'client-secret'))
    assert.ok(
      (await callPortal(house.url, asked, { website: `${id}.example`, key: [...keys].at(-2) ?? '' })).message !==
        unknownSite,
    )
  }
  assert.equal(keys.size, 4)
})

/** Command lines that are wrong, and what is said. */
const wrong: [words: string[], says: RegExp][] = [
  [['nonsense'], /^diwan: nonsense: unknown command; see diwan help\n$/],
  [['app'], /^diwan: app: unknown command; see diwan help\n$/],
  [['app', 'destroy', '1001'], /^diwan: app destroy 1001: unknown command; see diwan help\n$/],
  [['app', 'list', 'extra'], /^diwan: usage: diwan app list \[--in-review\]\n$/],
  [['app', 'create'], /^diwan: usage: diwan app create /],
  [['app', 'create', 'x', '--bogus', '1'], /^diwan: Unknown option '--bogus'; usage: diwan app create /],
  [['app', 'create', 'x', '--name'], /^diwan: .*--name.*; usage: diwan app create /],
  [['app', 'create', 'a b'], /^diwan: app create: apps\[0\]\.id: /],
  [['app', 'create', 'x', '--permission', 'all'], /^diwan: app create: apps\[0\]\.permissions\[0\]: /],
  [['app', 'create', 'x', '--state', 'dead'], /^diwan: app create: apps\[0\]\.state: /],
  [['app', 'create', 'x', '--domain', 'https://x.example'], /^diwan: app create: apps\[0\]\.domains\[0\]: /],
  [['app', 'create', '1001', '--name', 'Another'], /^diwan: [^\n]*1001[^\n]*\n$/],
  [['app', 'create', 'x', '--name', 'Shop'], /^diwan: [^\n]+\n$/],
  [['app', 'grant', '1001'], /^diwan: usage: diwan app grant /],
  [['app', 'grant', '1001', 'everything'], /^diwan: everything: no permission; there are portal, /],
  [['app', 'grant', 'nobody', 'portal'], /^diwan: There is no app “nobody”\.\n$/],
  [['app', 'suspend', 'nobody'], /^diwan: There is no app “nobody”\.\n$/],
  [['app', 'rotate', '1001', 'password'], /^diwan: password: no kind of secret; there are client-secret, /],
  [['app', 'rotate', '1001', 'portal-key', '--overlap', 'long'], /^diwan: --overlap long: not a number of seconds\n$/],
  [['app', 'rotate', 'nobody', 'portal-key'], /^diwan: There is no app “nobody”\.\n$/],
  [['messages', 'resend', 'x'], /^diwan: x: no dead letter that can still be sent\n$/],
  [['unlock', 'nobody'], /^diwan: nobody: neither an e-mail address nor a phone number\n$/],
  [['start', 'extra'], /^diwan: usage: diwan start\n$/],
  [['migrate', 'extra'], /^diwan: usage: diwan migrate\n$/],
]

test('a wrong command line is answered by its usage or its fault, changes nothing, and ends with 1', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const env = testEnv(house.databaseUrl)
  const read = () => house.at.db.selectFrom('apps').selectAll().execute()
  const before = await read()
  const refuse = async ([words, says]: (typeof wrong)[number]) => {
    const { code, out, err } = await runDiwan(words, env)
    assert.deepEqual([code, out], [1, ''], words.join(' '))
    assert.match(err, says)
    assert.doesNotMatch(err, /\n {4}at /, 'no stack')
  }
  for (let i = 0; i < wrong.length; i += 4) await Promise.all(wrong.slice(i, i + 4).map(refuse))
  assert.deepEqual(await read(), before)
})

test('an unknown command is told without any configuration, and opens no database', async () => {
  const { code, err } = await runDiwan(['nonsense'], {})
  assert.deepEqual([code, err], [1, 'diwan: nonsense: unknown command; see diwan help\n'])
})

test('the help lists every command, with and without the word', async () => {
  const outputs = await Promise.all([['help'], ['--help'], []].map((words) => diwan({}, ...words)))
  for (const out of outputs) {
    assert.equal(out, outputs[0])
    for (const [usage, about] of commandUsages) assert.ok(out.includes(`  diwan ${usage}\n      ${about}\n`), usage)
    for (const word of ['start', 'migrate', 'apply <file.json>', 'doctor', 'unlock', ...permissions]) {
      assert.ok(out.includes(word), word)
    }
  }
})

test('unlock ends the pause after too many wrong passwords, by e-mail and by mobile', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const env = testEnv(house.databaseUrl)
  await makeMember(house.url, 'binh@example.com')
  const tryLogin = (User_Password: string) =>
    callPortal(house.url, { do: 'get-user-data', User_Email: 'binh@example.com', User_Password }, demoSite)
  for (let i = 0; i < 10; i++) assert.equal((await tryLogin(`wrong password ${i}`)).ok, 0)
  const right = person('').User_Password ?? ''
  assert.equal((await tryLogin(right)).ok, 0, 'locked')
  assert.equal(await diwan(env, 'unlock', 'binh@example.com'), 'binh@example.com may try again\n')
  assert.equal((await tryLogin(right)).ok, 1)
  assert.equal(await diwan(env, 'unlock', 'nobody@example.com'), 'nobody@example.com: nothing was locked\n')
  assert.equal(await diwan(env, 'unlock', '۰۹۱۴۰۰۰۰۰۰۰'), '۰۹۱۴۰۰۰۰۰۰۰: nothing was locked\n')
})

test('unlock ends the pause after too many wrong codes, by a number however it is written, and the code that waited opens', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const env = testEnv(house.databaseUrl)
  for (let i = 0; i < 10; i++) assert.equal((await enter(house.url, '12345')).status, 400)
  assert.equal((await sendCode(house.url, await clientToken(house.url))).status, 201)
  const code = await readCode(house.url)
  assert.equal((await enter(house.url, code)).status, 429, 'paused, for the right one too')
  assert.equal(await diwan(env, 'unlock', '۰۹۱۴ ۰۰۰ ۰۰۰۰'), '۰۹۱۴ ۰۰۰ ۰۰۰۰ may try again\n')
  assert.equal((await enter(house.url, code)).status, 200)
  const events = await house.at.db.selectFrom('events').select('kind').where('kind', 'like', 'verification.%').execute()
  for (const kind of ['verification.paused', 'verification.unlocked'])
    assert.equal(events.filter((one) => one.kind === kind).length, 1, kind)
})
