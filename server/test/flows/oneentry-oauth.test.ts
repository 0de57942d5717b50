import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { everyType } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { assertDeclined, authWith, client, signUpBody, signUpWith, type TokenPair } from '../kit/oneentry.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const secret = recordedSecret('the-upstream-secret-of-the-server')
const redirect = 'https://shop.example/cb'

function recordedSecret(text: string): string {
  recordSecret(text)
  return text
}

/** An OpenID provider of somebody else's, as far as a code is exchanged there; each code names its claims, and works once. */
async function startUpstream(t: TestContext) {
  const codes = new Map<string, object>()
  const seen: { authorization: string | undefined; form: URLSearchParams }[] = []
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (request.url === '/.well-known/openid-configuration') {
      return answer(200, { issuer: origin(), token_endpoint: `${origin()}/token` })
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const authorization = request.headers.authorization
    seen.push({ authorization, form })
    const claims = codes.get(form.get('code') ?? '')
    const known = authorization === `Basic ${btoa(`our-client:${secret}`)}` && form.get('redirect_uri') === redirect
    if (!claims || !known || !codes.delete(form.get('code') ?? '')) return answer(400, { error: 'invalid_grant' })
    const exp = Math.floor(Date.now() / 1000) + 300
    const payload = { iss: origin(), aud: 'our-client', exp, ...claims }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    answer(200, {
      access_token: 'x',
      token_type: 'Bearer',
      id_token: `${part({ alg: 'RS256' })}.${part(payload)}.c2ln`,
    })
  })
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return { origin, codes, seen, stop: () => server.close() }
}

test('people come from an upstream OpenID provider; the secret is the server’s, whatever a browser sends', async (t) => {
  const upstream = await startUpstream(t)
  const house = await startHouse(t, 'sqlite', { env: { OUTGOING_PRIVATE_HOSTS: '127.0.0.1' } })
  const config = {
    oauthIssuer: upstream.origin(),
    oauthClientId: 'our-client',
    oauthClientSecret: secret,
    oauthRedirectUrls: [redirect],
    minPasswordLength: 5,
    refuseCommonPasswords: false,
  }
  await applyFile(house.at, { forms: [everyType], providers: [{ id: 'google', type: 'oauth', form: 'every', config }] })
  const oauth = async (code: string, change = {}): Promise<TokenPair> => {
    const api = client(house.url, { marker: 'google' })
    const body = {
      client_id: 'our-client',
      client_secret: 'whatever',
      code,
      grant_type: 'authorization_code',
      redirect_uri: redirect,
    }
    const pair = (await api.AuthProvider.oauth('google', { ...body, ...change })) as never as TokenPair
    recordSecret(pair.accessToken, pair.refreshToken)
    return pair
  }
  const whoIs = async ({ accessToken }: TokenPair) =>
    (await client(house.url).Users.setAccessToken(accessToken).getUser()) as never as { id: number; identifier: string }

  await t.test('one subject is one person, and subjects that differ in case are two', async () => {
    for (const [code, sub] of [
      ['a', '1077'],
      ['b', '1077'],
      ['c', 'Abc'],
      ['d', 'abc'],
    ] as const)
      upstream.codes.set(code, { sub })
    const [a, b, c, d] = [await oauth('a'), await oauth('b'), await oauth('c'), await oauth('d')]
    assert.deepEqual([a.authProviderIdentifier, a.userIdentifier], ['google', '1077'])
    const people = [await whoIs(a), await whoIs(b), await whoIs(c), await whoIs(d)]
    assert.equal(people[0]?.id, people[1]?.id)
    assert.equal(new Set(people.map(({ id }) => id)).size, 3)
    assert.ok(upstream.seen.every(({ form }) => form.get('client_secret') === null))
  })

  await t.test(
    'a code works as often as upstream lets it, once; a wrong client or address is not even asked',
    async () => {
      assertDeclined(await oauth('a'), 401)
      upstream.codes.set('e', { sub: '1078' })
      const asked = upstream.seen.length
      assertDeclined(await oauth('e', { client_id: 'another' }), 400, ['client_id'])
      assertDeclined(await oauth('e', { redirect_uri: 'https://shop.example/cb/' }), 400, ['redirect_uri'])
      assertDeclined(await oauth('e', { grant_type: 'password' }), 400, ['grant_type'])
      assert.equal(upstream.seen.length, asked)
      const { AuthProvider } = client(house.url)
      const body = {
        client_id: 'our-client',
        client_secret: 'x',
        code: 'e',
        grant_type: 'authorization_code',
        redirect_uri: redirect,
      }
      assertDeclined(await AuthProvider.oauth('email', body), 404)
    },
  )

  await t.test(
    'an ID token of another issuer, for another client, or of yesterday lets nobody in (attacks 45 and 51)',
    async () => {
      const wrong = [
        { iss: 'https://evil.example' },
        { aud: 'another' },
        { aud: ['our-client', 'x'], azp: 'x' },
        { exp: 1 },
        { sub: '' },
      ]
      for (const [i, claims] of wrong.entries()) {
        upstream.codes.set(`w${i}`, { sub: '1077', ...claims })
        assertDeclined(await oauth(`w${i}`), 401)
      }
    },
  )

  await t.test(
    'nobody takes a subject before its person comes, and an address from upstream proves nothing (rule 6)',
    async () => {
      const api = client(house.url)
      assertDeclined(await api.AuthProvider.signUp('google', signUpBody('2000') as never), 404)
      upstream.codes.set('f', { sub: '2000', email: 'sara@test.zone', email_verified: true })
      const pair = await oauth('f')
      const change = { formIdentifier: 'every', authData: [{ marker: 'login', value: '3000' }] }
      assertDeclined(
        await client(house.url)
          .Users.setAccessToken(pair.accessToken)
          .updateUser(change as never),
        400,
      )
      const contacts = await house.at.db
        .selectFrom('contacts')
        .selectAll()
        .where('value', '=', 'sara@test.zone')
        .execute()
      assert.deepEqual(
        contacts.map((one) => one.proven_at),
        [null],
      )
      await applyFile(house.at, {
        providers: [
          {
            id: 'open',
            type: 'email',
            form: 'every',
            isCheckCode: false,
            config: { minPasswordLength: 5, refuseCommonPasswords: false },
          },
        ],
      })
      await signUpWith(api, 'open', 'sara@test.zone')
      const own = await authWith(client(house.url), 'open', 'sara@test.zone')
      assert.notEqual((await whoIs(own)).id, (await whoIs(pair)).id)
    },
  )

  await t.test('upstream being away is told as such, and a private address is not asked (attack 77)', async () => {
    await applyFile(house.at, {
      providers: [{ id: 'google', config: { ...config, oauthIssuer: 'http://169.254.169.254' } }],
    })
    assertDeclined(await oauth('g'), 503)
    assert.ok(!house.logs.join('').includes('a bug'))
  })
})
