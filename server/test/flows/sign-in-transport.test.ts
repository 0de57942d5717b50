import assert from 'node:assert/strict'
import { test } from 'node:test'
import { post, tokenOf } from '../kit/account.ts'
import { dumpTables } from '../kit/dump.ts'
import { startHouse } from '../kit/house.ts'
import { ali, authorizeUrl } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { readMails } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'
import { eventsOf, isSignedIn, phrase, prove, signedIn } from '../kit/sign-in.ts'

const steps = ['', '/sign-up', '/forgot', '/code', '/details', '/new-password', '/go-on']

test('a form without our own word, from another site or for another browser does nothing, login included (attack 64)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const [jar, stranger] = [newJar(house.url), newJar(house.url)]
  const page = await openPage(jar, authorizeUrl(house.url))
  const token = /name="token" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  const strangers = /name="token" value="([^"]*)"/.exec((await openPage(stranger, '/sign-in')).text)?.[1] ?? ''
  const before = await dumpTables(house.at.db, [])
  const wishes: { token: string; headers?: Record<string, string> }[] = [
    { token: '' },
    { token: strangers },
    { token, headers: { origin: 'https://evil.example' } },
    { token, headers: { 'sec-fetch-site': 'cross-site' } },
  ]
  for (const door of [page.url.pathname, '/sign-in']) {
    for (const step of steps) {
      for (const { token: word, headers = {} } of wishes) {
        const fields = { do: 'sign-in', ...ali, code: '123456', ...(word && { token: word }) }
        const answer = await jar.ask(new URL(`${door}${step}`, house.url), {
          method: 'POST',
          headers,
          body: new URLSearchParams(fields),
        })
        assert.equal(answer.status, 403, `${door}${step}`)
      }
    }
  }
  assert.equal(await dumpTables(house.at.db, []), before)
  assert.equal(await isSignedIn(jar), false)
})

test('every page is kept by nobody, framed by nobody, and tells no address onward (attacks 63, 67, 68)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url, { accept: 'text/html' })
  await (await openPage(jar, '/sign-in')).submit({ email: ali.email }, 'code')
  for (const path of ['/', '/nowhere', ...steps.map((step) => `/sign-in${step}`), '/interaction/none/code']) {
    const { headers } = await jar.ask(new URL(path, house.url))
    assert.equal(headers.get('cache-control'), 'no-store', path)
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path)
    assert.equal(headers.get('x-frame-options'), 'DENY', path)
    if (!headers.has('content-security-policy')) assert.ok(headers.has('location'), path)
    else assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
  }
})

test('signing in changes the session’s secret, so that none can be laid out beforehand (attack 66)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  const secret = () => jar.cookies.get('session /')?.value
  const first = secret()
  assert.ok(first)
  const again = await openPage(jar, '/sign-in?again=1')
  await again.submit({ password: ali.password }, 'sign-in')
  assert.notEqual(secret(), first)
  const thief = newJar(house.url)
  thief.cookies.set('session /', { value: first ?? '', path: '/' })
  assert.equal(await isSignedIn(thief), false)
})

test('behind https the browser’s name and language are cookies that no other host can set (attack 66)', async (t) => {
  const house = await startHouse(t, 'sqlite', { env: { PUBLIC_URL: 'https://id.example.com' } })
  const answer = await fetch(`${house.url}/sign-in?lang=fa`)
  const cookies = answer.headers.getSetCookie()
  assert.ok(cookies.length >= 2)
  for (const cookie of cookies) assert.match(cookie, /^__Host-(visitor|lang)=.*Path=\/; HttpOnly; SameSite=Lax; Secure/)
})

test('`next` leads nowhere but to pages of ours (attack 43)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const evil = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/a\nb',
    '/%0d%0aset-cookie:x',
  ]
  for (const next of evil) {
    const page = await openPage(newJar(house.url), `/sign-in?${new URLSearchParams({ next })}`)
    const back = await page.submit({ email: ali.email, password: ali.password }, 'sign-in')
    assert.equal(back.url.origin, house.url, next)
  }
})

test('names that people and apps give themselves are text, in pages and in mails (attacks 71, 72)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const name = `<img src=x onerror=alert(1)>{{7*7}}\u202e`
  await house.at.db.updateTable('apps').set({ name: '<script>alert(1)</script>' }).where('id', '=', '1001').execute()
  const first = await openPage(newJar(house.url), authorizeUrl(house.url, { scope: 'openid profile' }))
  assert.doesNotMatch(first.text, /<script>alert/)
  const details = await prove(house, await first.follow('Create an account'), 'eve@example.com')
  const consent = await details.submit({ name, password: phrase }, 'create')
  assert.match(consent.words, /signed in as <img src=x onerror=alert\(1\)>\{\{7\*7\}\}/)
  assert.doesNotMatch(consent.text, /<img src=x|<script>alert/)
  const mails = await readMails(house.url, 'eve@example.com', 2)
  for (const { html, subject } of mails) {
    assert.doesNotMatch(html, /<script>alert|<img src=x/)
    assert.doesNotMatch(subject, /[\r\n]/)
  }
})

test('too many wrong passwords are refused at the page with the time to wait, and a code still opens the account (attack 22)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = newJar(house.url)
  let page = await openPage(jar, '/sign-in')
  for (let i = 0; i < 11; i++) page = await page.submit({ email: ali.email, password: 'not the phrase' }, 'sign-in')
  assert.equal(page.status, 429)
  assert.ok(Number(page.headers.get('retry-after')) > 0)
  const right = await page.submit({ email: ali.email, password: ali.password }, 'sign-in')
  assert.equal(right.status, 429)
  await prove(house, right, ali.email)
  assert.equal(await isSignedIn(jar), true)
  assert.equal((await eventsOf(house, 'session.started')).length, 1)
})

test('another code is sent after the pause and no sooner; digits of any script are taken (attacks 16, 18)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const code = await (await openPage(newJar(house.url), '/sign-in')).submit({ email: ali.email }, 'code')
  assert.match(code.text, /data-wait="\d\d"/)
  const soon = await code.submit({}, 'resend')
  assert.equal(soon.status, 429)
  assert.match(soon.problems.join(), /Ask for another one in/)
  house.advance(61_000)
  const again = await soon.submit({}, 'resend')
  assert.match(again.words, /A new code is on its way/)
  const [newest, oldest] = await readMails(house.url, ali.email, 2)
  assert.equal((await again.submit({ code: oldest?.code ?? '' }, 'check')).status, 400)
  const persian = (newest?.code ?? '').replace(/\d/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)))
  const back = await again.submit({ code: ` ${persian} ` }, 'check')
  assert.equal(back.url.pathname, '/account')
})

test('no page of ours leads or links to another host, however its address or `next` is written (attack 43)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  const evil = 'evil.example'
  const tricks = [`//${evil}`, `/.//${evil}`, `/..//${evil}/x`, `/%2e//${evil}`, `/a/..//${evil}`, `/\\${evil}`, '/.//']
  for (const next of [...tricks, `/\t/${evil}`, `https://${evil}`, `/./\\${evil}`]) {
    const { headers } = await jar.ask(new URL(`/sign-in?${new URLSearchParams({ next })}`, house.url))
    assert.equal(headers.get('location'), '/account', next)
  }
  for (const path of [`//${evil}/x`, `//${evil}`, `///${evil}`]) {
    const lost = await fetch(`${house.url}${path}`, { headers: { accept: 'text/html' } })
    const links = [...(await lost.text()).matchAll(/(?:href|action)="([^"]*)"/g)].map(([, href = '']) => href)
    assert.ok(links.length > 0)
    for (const href of links) assert.ok(new URL(href, house.url).host !== evil, `${path} ${href}`)
  }
})

test('a zero in an address or a form is refused like any other bad input, and is no bug of ours', async (t) => {
  const house = await startHouse(t, 'postgres')
  recordSecret(ali.password)
  const jar = await signedIn(house, ali)
  const token = await tokenOf(jar)
  for (const path of [
    '/developers/apps/%00',
    '/account/apps/%00',
    '/oauth/authorize?client_id=%00',
    '/sign-in?next=%00',
  ]) {
    const { status } = await jar.ask(new URL(path, house.url))
    assert.ok(status >= 400 && status < 500, `${path} ${status}`)
  }
  for (const path of ['/account/apps/%00', '/developers/apps/%00', '/account/sessions', '/oauth/token', '/oauth/par']) {
    const fields = { token, do: 'end', uid: '\0', client_id: '\0', grant_type: 'client_credentials' }
    const { status } = await post(jar, path, fields)
    assert.ok(status >= 400 && status < 500, `${path} ${status}`)
  }
  assert.equal(house.logs.filter((line) => line.includes('a bug')).length, 0)
})
