import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeApp, revokePermission } from '../../src/capabilities/apps/index.ts'
import { oidc } from '../../src/dialects/oidc/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl, Surfer } from '../kit/openid.ts'
import { recordSecret } from '../kit/secrets.ts'

const wish = { scope: 'log-in-with', response_mode: 'auth_key' }

async function getKey(house: TestHouse, surfer = new Surfer(house.url)): Promise<string> {
  const back = await surfer.pass(await surfer.visit(authorizeUrl(house.url, wish)))
  const key = back.url.searchParams.get('auth_key') ?? ''
  assert.match(key, /^[\w-]{22,64}$/, back.text)
  recordSecret(key)
  return key
}

const exchange = (house: TestHouse, code: string) =>
  fetch(`${house.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${app.id}:${app.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: app.callback }),
  })

const tokensOf = (house: TestHouse) => oidc(house.at).tokens

test('“Log in with” answers a key at the registered address, and the key a token of its own scope, once (attack 8)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  recordSecret(app.secret)
  const back = await surfer.pass(await surfer.visit(authorizeUrl(house.url, { ...wish, state: 'x y&z' })))
  assert.equal(`${back.url.origin}${back.url.pathname}`, app.callback)
  assert.deepEqual([...back.url.searchParams.keys()], ['auth_key', 'state'])
  assert.equal(back.url.searchParams.get('state'), 'x y&z')
  const key = back.url.searchParams.get('auth_key') ?? ''
  recordSecret(key)
  const token = await tokensOf(house).redeemAuthKey(app.id, key)
  recordSecret(token)
  assert.match(token, /^[\w-]{22,64}$/)
  const access = await tokensOf(house).findAccess(token)
  assert.deepEqual([access?.appId, access?.scopes], [app.id, ['log-in-with']])
  await assert.rejects(tokensOf(house).redeemAuthKey(app.id, key), { code: 'verification.failed' })
  assert.ok(await tokensOf(house).findAccess(token), 'a retry does no harm')
  house.advance(6000)
  await assert.rejects(tokensOf(house).redeemAuthKey(app.id, key), { code: 'verification.failed' })
  assert.equal(await tokensOf(house).findAccess(token), undefined, 'a late one is theft')
})

test('the second time nobody is asked again, and an address with a query keeps it', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  await getKey(house, surfer)
  const callback = `${app.callback}?from=diwan`
  await changeApp(house.at, app.id, { redirectUrls: [callback] })
  const second = await surfer.visit(authorizeUrl(house.url, { ...wish, redirect_uri: callback }))
  assert.match(second.url.href, /\/callback\?from=diwan&auth_key=[\w-]+$/)
})

test('a key is refused at the token endpoint, and a code where a key is asked (attack 51)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url)
  const key = await getKey(house, surfer)
  const refused = await exchange(house, key)
  assert.equal(((await refused.json()) as { error: string }).error, 'invalid_grant')
  const back = await surfer.pass(await surfer.visit(authorizeUrl(house.url)))
  const code = back.url.searchParams.get('code') ?? ''
  recordSecret(code)
  await assert.rejects(tokensOf(house).redeemAuthKey(app.id, code), { code: 'verification.failed' })
  assert.equal((await exchange(house, code)).status, 200)
  recordSecret(await tokensOf(house).redeemAuthKey(app.id, key))
})

test('another app, or one without the permission, gets nothing for a key, and does it no harm (attack 50)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const key = await getKey(house)
  await assert.rejects(tokensOf(house).redeemAuthKey('chophanphoi', key), { code: 'verification.failed' })
  recordSecret(await tokensOf(house).redeemAuthKey(app.id, key))
  const other = await getKey(house)
  await revokePermission(house.at, app.id, 'log-in-with')
  await assert.rejects(tokensOf(house).redeemAuthKey(app.id, other), { code: 'verification.failed' })
})

test('scope and response mode come together, alone, and with the permission; no error leaves our pages', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url, { 'accept-language': 'fr' })
  const wrong = [
    { scope: 'openid' },
    { scope: 'openid log-in-with' },
    { scope: 'nonsense' },
    { response_type: 'token' },
  ]
  for (const change of wrong) {
    const page = await surfer.visit(authorizeUrl(house.url, { ...wish, ...change }))
    assert.equal(page.url.origin, house.url, JSON.stringify(change))
    assert.equal(page.status, 400)
    assert.match(page.text, /<html lang="fr"/)
  }
  const plain = await surfer.visit(authorizeUrl(house.url, { scope: 'log-in-with' }))
  assert.equal(plain.url.searchParams.get('error'), 'invalid_scope')
  await revokePermission(house.at, app.id, 'log-in-with')
  const page = await surfer.visit(authorizeUrl(house.url, wish))
  assert.deepEqual([page.url.origin, page.status], [house.url, 400])
})

test('who cancels stays with us, and the app is told nothing', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const surfer = new Surfer(house.url, { 'accept-language': 'en' })
  const signIn = await surfer.visit(authorizeUrl(house.url, wish))
  const page = await surfer.submit(signIn, 'do=cancel')
  assert.deepEqual([page.url.origin, page.status], [house.url, 200])
  assert.match(page.text, /Nothing was sent/)
})

test('a key ends with the session it was given in, and so does its token (rule 13)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [key, other] = [await getKey(house), await getKey(house)]
  const token = await tokensOf(house).redeemAuthKey(app.id, key)
  recordSecret(token, ali.password)
  await house.at.db.deleteFrom('sessions').execute()
  assert.equal(await tokensOf(house).findAccess(token), undefined)
  await assert.rejects(tokensOf(house).redeemAuthKey(app.id, other), { code: 'verification.failed' })
})
