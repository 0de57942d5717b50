import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStorage } from '../../../client/src/index.ts'
import { example, failsWith, openClient, passPages, signIn } from '../kit/client.ts'
import { startHouse } from '../kit/house.ts'
import { ali, Surfer } from '../kit/openid.ts'

test('a Node program signs a person in by the hosted pages, asks who it is, renews and logs out', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const client = openClient(house, { language: 'fa', postLogoutRedirectUri: example.redirectUri })
  assert.equal(await client.session(), undefined)
  await failsWith('session.absent', client.accessToken())
  const seen: (string | undefined)[] = []
  const stop = client.onSession((session) => seen.push(session?.subject))

  const url = await client.signInUrl({ returnTo: '/cart?x=1', loginHint: ali.email })
  for (const name of ['state', 'nonce', 'code_challenge']) assert.equal(url.searchParams.get(name)?.length, 43, name)
  assert.equal(url.searchParams.get('ui_locales'), 'fa')
  const surfer = new Surfer(house.url)
  const back = await passPages(house, url, surfer)
  assert.ok(client.isSignInAnswer(back) && !client.isSignInAnswer(example.redirectUri))
  // A page that draws itself twice brings the same answer twice.
  const [first, second] = await Promise.all([client.finishSignIn(back), client.finishSignIn(back)])
  assert.equal(first, second)
  assert.equal(first.returnTo, '/cart?x=1')
  assert.equal(first.claims.email ?? (await client.userinfo()).email, ali.email)

  const token = await client.accessToken()
  assert.equal(await client.accessToken(), token)
  const me = await client.fetch('/api/v1/me')
  assert.equal(((await me.json()) as { email: string }).email, ali.email)
  await failsWith('client.foreign-url', client.fetch('https://evil.example/'))

  const renewed = await Promise.all(Array.from({ length: 20 }, () => client.renew())).then(() => client.accessToken())
  assert.notEqual(renewed, token)
  assert.equal(client.counts.token, 2, 'one exchange, and one renewal for twenty that asked at once')
  house.advance(3_600_000)
  assert.equal((await client.fetch('/api/v1/me')).status, 200, 'renewed where the answer is 401')

  const out = await client.signOut()
  assert.equal(out?.searchParams.get('post_logout_redirect_uri'), example.redirectUri)
  assert.equal((await surfer.visit(out ?? '')).status, 200)
  assert.equal(await client.session(), undefined)
  stop()
  assert.deepEqual(seen.slice(0, 2), [first.subject, first.subject])
  assert.equal(seen.at(-1), undefined)
})

test('a session that was ended elsewhere is told by its own error, and what was stored is gone; an outage keeps it', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const kept = new Map<string, string>()
  const storage = { get: (key: string) => kept.get(key), set: kept.set.bind(kept), remove: kept.delete.bind(kept) }
  let isAway = false
  const away: typeof fetch = (url, init) => (isAway ? Promise.reject(new TypeError('away')) : fetch(url, init))
  const client = openClient(house, { storage, fetch: away })
  await signIn(house, client)
  assert.equal(kept.size, 1)

  isAway = true
  const outage = await failsWith('network.failed', client.renew())
  assert.ok(outage.cause instanceof TypeError && outage.family === 'network')
  assert.equal(kept.size, 1)
  isAway = false
  await client.renew()

  // As another device does that has the same tokens.
  const other = openClient(house, { storage: { ...memoryStorage(), get: storage.get } })
  await other.signOut({ here: true })
  await failsWith('session.revoked', client.renew())
  assert.equal(kept.size, 0)
  await failsWith('session.absent', client.accessToken())

  const brief = openClient(house, { storage, scope: 'openid' })
  await signIn(house, brief)
  house.advance(3_700_000)
  const [text = ''] = kept.values()
  kept.set([...kept.keys()][0] ?? '', JSON.stringify({ ...JSON.parse(text), expiresAt: 1 }))
  await failsWith('session.expired', brief.accessToken())
  assert.equal(kept.size, 0)
})

test('an answer is taken once, from the server that was asked, in the place that asked (attack 45)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const client = openClient(house)
  const back = await passPages(house, await client.signInUrl())
  await failsWith('sign-in.unknown-state', openClient(house).finishSignIn(back))
  const forged = new URL(back)
  forged.searchParams.set('iss', 'https://evil.example')
  await failsWith('sign-in.wrong-issuer', client.finishSignIn(forged))
  const fresh = openClient(house)
  await failsWith('sign-in.unknown-state', fresh.finishSignIn(back))

  const silent = openClient(house)
  const refused = await passPages(house, await silent.signInUrl({ prompt: 'none' }))
  const error = await failsWith('sign-in.login_required', silent.finishSignIn(refused))
  assert.match(error.fix, /prompt/)
  const bare = await passPages(house, await silent.signInUrl())
  bare.searchParams.delete('iss')
  await failsWith('sign-in.wrong-issuer', silent.finishSignIn(bare))
})

test('wrong options and unreachable servers are told by errors that say what to do', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await failsWith('client.insecure-url', () => openClient({ url: 'http://id.example.com' }))
  await failsWith('client.bad-url', () => openClient({ url: 'nowhere' }))
  await failsWith('client.no-storage', () => openClient(house, { storage: 'neither' as 'local' }))
  await failsWith('client.bad-return-to', openClient(house).signInUrl({ returnTo: '//evil.example' }))
  await failsWith('answer.wrong-issuer', openClient({ url: house.url.replace('127.0.0.1', 'localhost') }).signInUrl())
  await failsWith('network.failed', openClient({ url: 'http://127.0.0.1:9' }).signInUrl())
  const never: typeof fetch = (_url, init) =>
    new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
  await failsWith('network.timeout', openClient(house, { fetch: never, timeoutMs: 20 }).signInUrl())
  const html: typeof fetch = async () => new Response('<h1>Hello</h1>')
  await failsWith('answer.not-json', openClient(house, { fetch: html }).signInUrl())
  const busy: typeof fetch = async () => new Response('busy', { status: 503, headers: { 'retry-after': '7' } })
  const error = await failsWith('server.failed', openClient(house, { fetch: busy }).signInUrl())
  assert.deepEqual([error.retryAfterSeconds, error.status, error.cause], [7, 503, 'busy'])
  const moved: typeof fetch = async () =>
    new Response(null, { status: 302, headers: { location: 'https://evil.example' } })
  await failsWith('answer.redirected', openClient(house, { fetch: moved }).signInUrl())
})
