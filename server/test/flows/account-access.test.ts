import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword } from '../../src/capabilities/passwords/index.ts'
import { listSessions } from '../../src/capabilities/sessions/index.ts'
import { makePerson, post, signIn, signInWithTokens, tokenOf } from '../kit/account.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app, askUserinfo, refresh } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { callPortal, readMails } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'

const agents = {
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
  linux: 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
}
const opens = async (house: TestHouse, token: string | undefined) => (await askUserinfo(house.url, token)) !== undefined

test('a person sees each device in words, ends one and then all others, with their tokens at once', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jars = Object.values(agents).map((agent) => newJar(house.url, { 'user-agent': agent }))
  const tokens = []
  for (const jar of jars) tokens.push((await signInWithTokens(house, jar, 'openid')).access_token)
  const [jar] = jars
  const page = await openPage(jar ?? assert.fail(), '/account/sessions')
  for (const words of ['Safari on iPhone This device', 'Edge on Windows', 'Firefox on Linux', '127.0.0.1']) {
    assert.ok(page.words.includes(words), words)
  }
  assert.match(page.text, /<time datetime="\d{4}-\d\d-\d\dT[^"]*">/)
  const ended = await page.submit({}, 'end')
  assert.equal(ended.address, '/account/sessions?done=ended')
  const alive = await Promise.all(tokens.map((token) => opens(house, token)))
  assert.deepEqual([alive[0], alive.filter(Boolean).length], [true, 2])
  await ended.submit({}, 'end-others')
  assert.deepEqual(await Promise.all(tokens.map((token) => opens(house, token))), [true, false, false])
  assert.equal((await jars[1]?.ask(new URL('/account', house.url)))?.status, 303)
})

test('nobody ends another’s session or consent by guessing its name (attack 58)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const [mina, omid] = [await makePerson(house, 'mina@example.com'), await makePerson(house, 'omid@example.com')]
  const theirs = await signInWithTokens(house, newJar(house.url), 'openid', omid)
  const [session] = await listSessions(house.at, omid.id)
  const jar = await signIn(house, mina)
  const token = await tokenOf(jar)
  for (const name of [session?.uid ?? '', '', '%', "' OR 1=1 --"]) {
    assert.equal((await post(jar, '/account/sessions', { token, do: 'end', session: name })).status, 404)
  }
  const mine = await (await openPage(jar, `/account/apps/${app.id}`)).submit({}, 'revoke')
  assert.equal(mine.address, '/account/apps?done=revoked')
  assert.equal((await post(jar, `/account/apps/${app.id}`, { token, do: 'revoke' })).status, 404, 'once it is gone')
  assert.equal((await jar.ask(new URL('/account/apps/nothing', house.url))).status, 404)
  assert.equal(await opens(house, theirs.access_token), true)
})

test('what an app may know is said in words, and taking it back kills its tokens at once', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const given = await signInWithTokens(house, jar, 'openid email offline_access')
  assert.equal(await opens(house, given.access_token), true)
  const page = await openPage(jar, '/account/apps')
  for (const words of ['Shop', 'shop.example', 'Your e-mail address', 'All of it while you are away, too']) {
    assert.ok(page.words.includes(words), words)
  }
  const gone = await (await page.follow('Take back')).submit({}, 'revoke')
  assert.match(gone.words, /Taken back\..*You have allowed no app anything\./)
  assert.equal(await opens(house, given.access_token), false)
  assert.equal((await refresh(house.url, given.refresh_token)).error, 'invalid_grant')
  const events = await house.at.db
    .selectFrom('events')
    .select(['kind', 'app_id'])
    .where('kind', '=', 'consent.ended')
    .execute()
  assert.deepEqual(
    events.map((one) => one.app_id),
    [app.id],
  )
})

test('a new password ends every other session and every token, and the person is told', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const [jar, other] = [await signIn(house, mina), newJar(house.url)]
  const given = await signInWithTokens(house, other, 'openid offline_access', mina)
  const page = await openPage(jar, '/account/password')
  const refused = await page.submit({ password: 'short' }, 'save')
  assert.equal(refused.status, 400)
  assert.match(refused.text, /<p class="wrong" id="password-problem">[^<]*8 characters/, 'beside the field')
  assert.doesNotMatch(refused.text, /value="short"/)
  const password = 'another phrase entirely'
  const saved = await refused.submit({ password }, 'save')
  assert.equal(saved.address, '/account/password?done=saved')
  assert.equal((await other.ask(new URL('/account', house.url))).status, 303)
  assert.equal(await opens(house, given.access_token), false)
  assert.equal((await refresh(house.url, given.refresh_token)).error, 'invalid_grant')
  assert.equal((await readMails(house.url, mina.email, 2))[0]?.kind, 'password-changed')
  const claim = { userId: mina.id, named: '', appId: '1001' }
  await assert.rejects(checkPassword(house.at, claim, mina.password), { code: 'passwords.wrong' })
  assert.equal((await checkPassword(house.at, claim, password)).mustChange, false)
})

test('a new password by the portal ends every session and token, too', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = newJar(house.url)
  const given = await signInWithTokens(house, jar, 'openid offline_access', mina)
  const next = 'a phrase of her own'
  recordSecret(next)
  const change = { do: 'change-password', User_ID: String(mina.id), User_Password: mina.password }
  assert.equal((await callPortal(house.url, { ...change, New_User_Password: next })).ok, 1)
  assert.equal((await jar.ask(new URL('/account', house.url))).status, 303)
  assert.equal(await opens(house, given.access_token), false)
  assert.equal((await refresh(house.url, given.refresh_token)).error, 'invalid_grant')
})

test('whoever has no password yet sets the first one', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const jar = await signIn(house, mina)
  await house.at.db.deleteFrom('passwords').where('user_id', '=', mina.id).execute()
  const page = await openPage(jar, '/account/password')
  assert.equal(page.title, 'Set a password')
  const password = 'the first phrase of mina'
  recordSecret(password)
  assert.equal((await page.submit({ password }, 'save')).status, 200)
  assert.ok(await checkPassword(house.at, { userId: mina.id, named: '', appId: '1001' }, password))
})
