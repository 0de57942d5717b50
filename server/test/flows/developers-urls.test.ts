import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRedirectUrl, isWebUrl } from '../../src/capabilities/apps/index.ts'
import { OperatorError, readAppliedFile } from '../../src/dialects/operator/read-file.ts'
import { details, signedIn } from '../kit/developers.ts'
import { startHouse } from '../kit/house.ts'
import { openPage } from '../kit/pages.ts'

const fine = [
  'https://books.example',
  'https://books.example/',
  'https://books.example/callback',
  'https://books.example:8443/callback?tenant=1',
  'https://xn--mgbh0fb.example/cb',
  'http://127.0.0.1/callback',
  'http://127.0.0.1:8080/callback',
  'http://localhost:3000/cb',
  'http://[::1]:3000/cb',
  'com.example.app:/callback',
]

const tricks = [
  'http://books.example/cb',
  'https://user@books.example/cb',
  'https://user:pass@books.example/cb',
  'https://books.example@evil.example/cb',
  'https://books.example%40evil.example/cb',
  'https://books.example/cb#',
  'https://books.example/cb#fragment',
  'HTTPS://books.example/cb',
  'https://BOOKS.example/cb',
  'https://books.example:443/cb',
  'https:/books.example/cb',
  'https:books.example/cb',
  'https:///books.example/cb',
  'https:\\\\books.example\\cb',
  'https://books.example\\@evil.example/cb',
  'https://books.example/../cb',
  'https://books.example/a/../cb',
  'https://books.example/./cb',
  'https://books.example/%2e%2e/cb',
  'https://books.example/a%2fcb',
  'https://books.example/a%5Ccb',
  'https://books.example//cb',
  'https://books.example/a//cb',
  'https://books.example/cb%00',
  'https://books.example/cb%0d%0aset-cookie:x',
  'https://books.example/c b',
  ' https://books.example/cb',
  'https://books.example/cb\n',
  'https://books.example/cb\u0000',
  'https://bücher.example/cb',
  'https://books.example/رو',
  'https://books。example/cb',
  'https://*.books.example/cb',
  'https://books.example/*',
  'https://0x7f.1/cb',
  'https://2130706433/cb',
  'http://0.0.0.0/cb',
  'http://127.1/cb',
  'http://127.0.0.1.evil.example/cb',
  'http://localhost.evil.example/cb',
  'https://books.example/cb?code=x',
  'https://books.example/cb?state=x',
  'https://books.example/cb?a=1&a=2',
  '//books.example/cb',
  '/cb',
  'books.example/cb',
  'javascript:alert(1)',
  'javascript://books.example/%0aalert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'blob:https://books.example/x',
  'ftp://books.example/cb',
  'app:/callback',
  'com.example.app://callback',
  'com.example.app:callback',
  'urn:ietf:wg:oauth:2.0:oob',
  '',
  `https://books.example/${'x'.repeat(2000)}`,
]

test('only an address that means one thing, and means it to browsers, is registered (attack 43)', () => {
  assert.deepEqual(
    fine.filter((one) => !isRedirectUrl(one)),
    [],
  )
  assert.deepEqual(tricks.filter(isRedirectUrl), [])
  const taken = tricks.filter((one) => !/[?&](code|state|a)=/.test(one)).filter(isWebUrl)
  assert.deepEqual(taken, [])
  assert.equal(isWebUrl('com.example.app:/callback'), false)
})

test('whatever is registered is read by browsers as it stands, without user, fragment or plain http elsewhere (attack 43)', () => {
  const part = fc.string({ unit: fc.constantFrom(...'ab.:/\\@#?&=%2fe-_~ +*[]') })
  fc.assert(
    fc.property(fc.constantFrom('https://', 'http://', 'https:/', 'com.a:', ''), part, part, (scheme, host, path) => {
      const text = `${scheme}${host}/${path}`
      if (!isRedirectUrl(text)) return
      const url = new URL(text)
      assert.ok(url.href === text || url.href === `${text}/`, text)
      assert.equal(url.username + url.password + url.hash, '', text)
      assert.ok(url.protocol !== 'http:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname), text)
    }),
    { numRuns: 5000 },
  )
})

test('files and forms refuse the same addresses (attack 43)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const form = await openPage(await signedIn(house), '/developers/register')
  for (const redirect of tricks) {
    const file = JSON.stringify({ apps: [{ id: '2002', redirectUrls: [redirect] }] })
    // A path alone lies on our own origin: an operator may say so, a developer never.
    if (redirect !== '/cb') assert.throws(() => readAppliedFile('test', file, 'development'), OperatorError, redirect)
    // Around an address a form forgives spaces and line ends: there stands one a line.
    if (redirect.trim() !== redirect || redirect === '') continue
    const page = await form.forge({ ...details, redirectUrls: redirect, do: 'register' })
    assert.equal(page.status, 400, redirect)
  }
  for (const redirect of fine) {
    readAppliedFile('test', JSON.stringify({ apps: [{ id: '2002', redirectUrls: [redirect] }] }), 'development')
  }
  const page = await form.forge({ ...details, redirectUrls: 'com.example.app:/callback', do: 'register' })
  assert.match(page.problems.join(), /Redirect addresses/, 'a secret is not for an app’s own scheme')
})
