import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { diagnose } from '../../src/dialects/operator/doctor.ts'
import type { Ports } from '../../src/kernel/index.ts'
import { type Env, productionEnv, runDiwan } from '../kit/command.ts'
import { newDatabase } from '../kit/database.ts'
import { testEnv } from '../kit/house.ts'
import { demoSite } from '../kit/portal.ts'
import { applyFile, openPorts } from '../kit/ports.ts'

/** A house as the doctor wants it. */
const sound = {
  settings: {
    'messages.from': 'Diwan <no-reply@id.example.com>',
    'spending.price': 1,
    'spending.moneyPerDay': 1000,
  },
  apps: [
    {
      id: '2002',
      name: 'Bookshop',
      state: 'live',
      domains: ['books.example'],
      activationUrl: 'https://books.example/activate',
      resetUrl: 'https://books.example/reset',
      permissions: ['portal'],
    },
  ],
}

const book = (fields: object) => ({ apps: [{ id: '2002', ...fields }] })

/** What makes a sound house unsound, what the doctor then says, and the beginning of the line that mends it. */
interface Ill {
  env?: Env
  file?: object
  spoil?: (at: Ports, databaseUrl: string) => unknown
  says: string
  mend: string
}

const ills: Ill[] = [
  { env: { PUBLIC_URL: 'http://id.example.com' }, says: 'people reach the server without https', mend: 'PUBLIC_URL=' },
  { env: { SMTP_URL: '' }, says: 'e-mails have no way out', mend: 'SMTP_URL=' },
  { env: { SMTP_URL: 'smtp://mail.example.com' }, says: 'e-mails, with links and passwords', mend: 'SMTP_URL=smtps:' },
  { env: { TRUST_PROXY: 'true' }, says: 'TRUST_PROXY=true believes anybody', mend: 'TRUST_PROXY=' },
  { env: { TRUST_PROXY: '' }, says: 'no proxy is trusted, but one must end TLS', mend: 'TRUST_PROXY=' },
  { env: { LOG_LEVEL: 'silent' }, says: 'nothing is logged', mend: 'LOG_LEVEL=' },
  {
    spoil: (_at, url) => {
      const path = url.slice('file:'.length)
      chmodSync(dirname(path), 0o755)
      chmodSync(path, 0o644)
    },
    says: 'others on this machine can read the database file',
    mend: 'chmod ',
  },
  {
    file: book({ portalKeys: [demoSite.key] }),
    says: 'the portal-key of the app “2002” is pub',
    mend: 'replace it: diwan',
  },
  {
    file: { users: [{ email: 'ali@example.com', password: 'a published phrase' }] },
    says: 'the password of an account that an applied file made',
    mend: 'change that password',
  },
  {
    file: { settings: { 'messages.from': 'D <d@localhost>' } },
    says: 'e-mails name no real sender',
    mend: 'diwan apply',
  },
  { file: { settings: { 'passwords.refuseCommon': false } }, says: 'the most common passwords', mend: 'diwan apply' },
  { file: { settings: { 'passwords.minimumLength': 6 } }, says: 'passwords of 6 characters are', mend: 'diwan apply' },
  {
    file: { settings: { 'portal.allowPlainHttp': true } },
    says: 'keys and passwords are accepted over',
    mend: 'diwan',
  },
  { spoil: addDeadLetter, says: '1 messages were given up', mend: 'diwan messages list' },
  { file: book({ activationUrl: 'http://books.example/a' }), says: '2002 receives activation or', mend: 'diwan apply' },
  { file: book({ resetUrl: '/dev/site/reset' }), says: '2002 sends people to a page of development', mend: 'diwan' },
  { file: book({ refuseCommonPasswords: false }), says: '2002 accepts the most common', mend: 'diwan apply' },
  { file: book({ passwordMinimumLength: 6 }), says: '2002 accepts passwords of 6 characters', mend: 'diwan apply' },
  {
    env: { SMS_URL: 'kavenegar://key@10004346' },
    file: book({ permissions: ['guests:enter'] }),
    says: '2002 lets guests in by codes of 5',
    mend: 'diwan app revoke',
  },
  {
    file: book({ permissions: ['codes:send'] }),
    says: 'text messages have no way out',
    mend: 'SMS_URL=',
  },
  {
    env: { SMS_URL: 'http://token@sms.example/send' },
    says: 'text messages, with codes in them, leave in clear',
    mend: 'SMS_URL=https://',
  },
  ...['spending.price', 'spending.moneyPerDay'].map((name) => ({
    env: { SMS_URL: 'kavenegar://key@10004346' },
    file: { settings: { [name]: 0 } },
    says: 'nothing stops the money that text messages',
    mend: 'diwan apply',
  })),
  {
    env: { SMS_URL: 'kavenegar://key@10004346' },
    file: { settings: { 'spending.regions': ['*'] } },
    says: 'codes are sent to numbers of every country',
    mend: 'diwan apply',
  },
  {
    file: { settings: { 'messages.testNumbers': ['+989140000000'] } },
    says: 'messages to test numbers',
    mend: 'diwan apply',
  },
  {
    file: { apps: [{ id: 'new', permissions: ['portal'], resetUrl: 'https://x.example/r' }] },
    says: 'new declares no activation page',
    mend: 'diwan apply',
  },
  {
    file: { apps: [{ id: 'new', permissions: ['portal'], activationUrl: 'https://x.example/a' }] },
    says: 'new declares no reset page',
    mend: 'diwan apply',
  },
]

async function addDeadLetter(at: Ports): Promise<void> {
  const now = at.clock.now()
  const times = { due_at: now, leased_until: 0, created_at: now, expires_at: now + 1000, finished_at: now }
  const row = { id: 'x', channel: 'email', kind: 'code', recipient: 'a@b.example', language: 'en', state: 'dead' }
  const rest = { app_id: null, user_id: null, sealed: null, attempts: 1, problem: null }
  await at.db
    .insertInto('messages')
    .values({ ...row, ...times, ...rest })
    .execute()
}

test('the doctor finds nothing in a sound house, and ends with 0', async (t) => {
  for (const databaseUrl of [await newDatabase('sqlite'), await newDatabase('postgres')]) {
    await applyFile(await openPorts(t, databaseUrl), sound)
    const { code, out, err } = await runDiwan(['doctor'], productionEnv(databaseUrl))
    assert.deepEqual([code, out, err], [0, '✓ nothing is unsafe for production\n', ''])
  }
})

test('the doctor finds each thing that is unsafe, names the line that mends it, and ends with 1', async (t) => {
  const look = async ({ env, file, spoil, says, mend }: Ill) => {
    const databaseUrl = await newDatabase('sqlite')
    const at = await openPorts(t, databaseUrl)
    await applyFile(at, sound)
    if (file) await applyFile(at, file)
    await spoil?.(at, databaseUrl)
    const { code, out, err } = await runDiwan(['doctor'], productionEnv(databaseUrl, env))
    assert.deepEqual([code, err], [1, 'diwan: 1 to mend before production\n'], `${says}: ${out}`)
    assert.ok(out.startsWith(`✗ ${says}`), `${says}: ${out}`)
    assert.ok(out.split('\n')[1]?.startsWith(`  → ${mend}`), `${mend}: ${out}`)
  }
  for (let i = 0; i < ills.length; i += 4) await Promise.all(ills.slice(i, i + 4).map(look))
})

test('the doctor finds a way to the database that is not encrypted', async (t) => {
  const at = await openPorts(t, await newDatabase('sqlite'))
  await applyFile(at, sound)
  const look = async (databaseUrl: string) => {
    const env = productionEnv(databaseUrl) as Record<string, string>
    return (await diagnose(at, readConfig(env))).map((one) => `${one.problem}: ${one.mend}`)
  }
  const url = 'postgres://diwan:sekret@db.example.com/diwan'
  assert.deepEqual(await look(url), ['the way to the database is not encrypted: DATABASE_URL=…?sslmode=verify-full'])
  for (const safe of [
    `${url}?sslmode=verify-full`,
    `${url}?sslmode=require`,
    'postgres://diwan:x@127.0.0.1:5432/diwan',
  ])
    assert.deepEqual(await look(safe), [])
})

test('a doctor who cannot reach the database says so in one line, without a word of the password', async () => {
  const { code, err } = await runDiwan(['doctor'], productionEnv('postgres://diwan:sekret@127.0.0.1:1/diwan'))
  assert.equal(code, 1)
  assert.match(err, /^diwan: the database is not available \([A-Z_]+\)\n$/)
})

test('the doctor says of development what production would need', async () => {
  const { code, out } = await runDiwan(['doctor'], testEnv(await newDatabase('sqlite'), { DIWAN_SECRET: '' }))
  assert.equal(code, 1)
  assert.match(out, /^✗ the mode is development: [^\n]+\n {2}→ DIWAN_MODE=production\n/)
  assert.match(out, /✗ the root of the keyring lies beside the data: [^\n]+\n {2}→ DIWAN_SECRET=/)
})
