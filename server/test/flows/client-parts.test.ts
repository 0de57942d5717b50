import assert from 'node:assert/strict'
import type { webcrypto } from 'node:crypto'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { parseRetryAfter, readRefusal } from '../../../client/src/answer.ts'
import { type Server, serverOf } from '../../../client/src/discovery.ts'
import { fromBase64Url, hash, toBase64Url } from '../../../client/src/encoding.ts'
import { type Expected, proveIdToken } from '../../../client/src/id-token.ts'
import { DiwanError, dateValue } from '../../../client/src/index.ts'
import { chooseLock } from '../../../client/src/lock.ts'
import { unwrapLanguage, wrapLanguage } from '../../../client/src/provider/language.ts'
import { memoryStorage } from '../../../client/src/storage.ts'
import { worldOf } from '../../../client/src/world.ts'
import { failsWith } from '../kit/client.ts'

const now = 1_800_000_000
const world = worldOf({ now: () => now * 1000 })
const encode = (value: unknown) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)))
const expected: Expected = { issuer: 'https://id.example', clientId: 'app', nonce: 'n', toleranceSeconds: 60 }
const good = {
  iss: 'https://id.example',
  sub: '7',
  aud: 'app',
  exp: now + 600,
  iat: now,
  nonce: 'n',
  auth_time: now - 5,
}

const kinds = {
  RS256: {
    make: {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    sign: 'RSASSA-PKCS1-v1_5',
  },
  ES256: { make: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
} as const
type Alg = keyof typeof kinds
const pairs = {} as Record<Alg, webcrypto.CryptoKeyPair>
let server: Server

before(async () => {
  const keys: webcrypto.JsonWebKey[] = []
  for (const alg of ['RS256', 'ES256'] as const) {
    pairs[alg] = (await crypto.subtle.generateKey(kinds[alg].make, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
    const jwk = await crypto.subtle.exportKey('jwk', pairs[alg].publicKey)
    keys.push({ ...jwk, kid: alg, use: 'sig' } as webcrypto.JsonWebKey)
  }
  const endpoints = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']
  const metadata = {
    issuer: expected.issuer,
    ...Object.fromEntries(endpoints.map((one) => [one, `${expected.issuer}/${one}`])),
  }
  const answer: typeof fetch = async (url) => Response.json(String(url).endsWith('jwks_uri') ? { keys } : metadata)
  server = serverOf({ ...world, fetch: answer }, expected.issuer)
})

async function token(claims: object, alg: Alg = 'RS256', header: object = { alg, kid: alg }): Promise<string> {
  const signed = `${encode(header)}.${encode(claims)}`
  const bytes = await crypto.subtle.sign(kinds[alg].sign, pairs[alg].privateKey, new TextEncoder().encode(signed))
  return `${signed}.${toBase64Url(new Uint8Array(bytes))}`
}

const prove = (jwt: string, change: Partial<Expected> = {}) =>
  proveIdToken(world, server, jwt, { ...expected, ...change })

test('an ID token is taken by RS256 and ES256, with its at_hash, and at the edges of the clock (attack 81)', async () => {
  for (const alg of ['RS256', 'ES256'] as const) assert.equal((await prove(await token(good, alg))).sub, '7')
  const at_hash = toBase64Url((await hash(crypto, 'a token')).slice(0, 16))
  assert.ok(await prove(await token({ ...good, at_hash }), { accessToken: 'a token' }))
  for (const change of [{ exp: now - 59 }, { iat: now + 59 }, { aud: ['app', 'b'], azp: 'app' }])
    assert.ok(await prove(await token({ ...good, ...change })))
})

test('an ID token that is not as OpenID Connect Core §3.1.3.7 has it is refused by what is wrong (attacks 51 and 81)', async () => {
  const wrong: [string, object, Partial<Expected>?][] = [
    ['issuer', { iss: 'https://evil.example' }],
    ['subject', { sub: '' }],
    ['subject', {}, { subject: '8' }],
    ['audience', { aud: 'other' }],
    ['audience', { aud: ['app', 'other'] }],
    ['audience', { azp: 'other' }],
    ['expired', { exp: now - 61 }],
    ['from-the-future', { iat: now + 61 }],
    ['from-the-future', { nbf: now + 61 }],
    ['malformed', { exp: 'never' }],
    ['nonce', { nonce: 'm' }],
    ['nonce', { nonce: undefined }],
    ['too-old', { auth_time: now - 500 }, { maxAge: 300 }],
    ['at-hash', { at_hash: 'x' }, { accessToken: 'a token' }],
  ]
  for (const [code, claims, change] of wrong)
    await failsWith(`id-token.${code}`, prove(await token({ ...good, ...claims }), change))
  const [head = '', body = '', signature = ''] = (await token(good)).split('.')
  await failsWith('id-token.signature', prove(`${head}.${encode({ ...good, sub: '8' })}.${signature}`))
  await failsWith('id-token.signature', prove(await token(good, 'ES256', { alg: 'ES256', kid: 'unknown' })))
  await failsWith('id-token.signature', prove(await token(good, 'ES256', { alg: 'RS256', kid: 'RS256' })))
  await failsWith('id-token.algorithm', prove(`${encode({ alg: 'none' })}.${body}.`))
  await failsWith('id-token.algorithm', prove(await token(good, 'RS256', { alg: 'HS256' })))
  await failsWith('id-token.algorithm', prove(await token(good, 'RS256', { alg: 'RS256', kid: 'RS256', crit: ['x'] })))
  for (const text of ['', 'a.b', 'a.b.c', `${head}.${body}.${signature}.`, `${head}.${encode(null)}.${signature}`])
    await failsWith('id-token.malformed', prove(text))
})

test('any bytes survive base64url, and any text is a token or an error of ours, never another', async () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => assert.deepEqual(fromBase64Url(toBase64Url(bytes)), bytes)))
  const parts = fc.array(fc.oneof(fc.string(), fc.jsonValue().map(encode)), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(parts, async (some) => {
      await assert.rejects(prove(some.join('.')), DiwanError)
    }),
  )
})

test('Retry-After is read as a number, a date, or nothing; any answer becomes an error with a code and a fix', () => {
  assert.equal(parseRetryAfter(' 120 ', 0), 120)
  assert.equal(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 1000), 59)
  assert.equal(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 99_000), 0)
  for (const text of ['', '-1', 'soon', '1.5', null]) assert.equal(parseRetryAfter(text, 0), undefined)
  const shapes: [object, string, string[]][] = [
    [{ code: 'users.contact-taken', message: 'm' }, 'users.contact-taken', []],
    [{ error: 'invalid_grant' }, 'oauth.invalid_grant', []],
    [
      { statusCode: 400, message: 'm', validationErrors: [{ marker: 'login', reason: 'required' }] },
      'input.refused',
      ['login'],
    ],
    [{ statusCode: 400, message: 'm', validationErrors: { login: ['a', 'b'] } }, 'input.refused', ['login']],
    [{ message: 'm', errors: { mobile: ['m'] } }, 'input.refused', ['mobile']],
  ]
  for (const [body, code, fields] of shapes) {
    const error = readRefusal({ status: 400, body }, 0)
    assert.deepEqual([error.code, Object.keys(error.fields)], [code, fields])
  }
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 599 }), fc.jsonValue(), fc.string(), (status, body, retryAfter) => {
      const error = readRefusal({ status, body, retryAfter }, 0)
      assert.ok(/^[\w-]+\..+$/s.test(error.code) && error.fix !== '' && error.message !== '')
    }),
  )
})

test('a body is wrapped in its language once, and an answer is unwrapped to what was sent; values are left alone', () => {
  const item = fc.record({ marker: fc.string(), type: fc.constant('string'), value: fc.jsonValue() })
  fc.assert(
    fc.property(fc.array(item), (formData) => {
      const body = Object.freeze({ formIdentifier: 'reg', formData })
      const wrapped = wrapLanguage(body, 'fa_IR')
      assert.deepEqual(wrapLanguage(wrapped, 'fa_IR'), wrapped)
      assert.deepEqual(unwrapLanguage(wrapped, 'fa_IR'), body)
    }),
  )
  const value = dateValue(new Date(2024, 4, 7, 9, 5), 'DD-MM-YYYY HH:mm')
  assert.equal(value.formattedValue, '07-05-2024 09:05')
})

test('those who claim a shared storage at once work one after another, and a dead one’s claim is passed over', async () => {
  const storage = memoryStorage()
  const name = 'lock'
  await storage.set(name, `dead ${now * 1000 - 1}`)
  const claimants = Array.from({ length: 5 }, () => chooseLock({ world, storage, shared: true, name, useLocks: false }))
  let inside = 0
  let most = 0
  await Promise.all(
    claimants.map((alone) =>
      alone(async () => {
        most = Math.max(most, ++inside)
        await new Promise((resolve) => setTimeout(resolve, 5))
        inside--
      }),
    ),
  )
  assert.equal(most, 1)
  assert.equal(await storage.get(name), undefined)
})
