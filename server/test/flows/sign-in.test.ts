import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHouse } from '../kit/house.ts'
import { ali, app, authorizeUrl } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'

test('a wrong password shows the page again, with what was typed but the password, and says what to do', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password)
  const page = await openPage(newJar(house.url), authorizeUrl(house.url))
  assert.equal(page.title, 'Sign in to Shop')
  const again = await page.submit({ email: ali.email, password: 'wrong password' }, 'sign-in')
  assert.equal(again.status, 400)
  assert.equal(again.problems.length, 1)
  assert.deepEqual([again.field('email'), again.field('password')], [ali.email, ''])
  const consent = await again.submit({ email: ali.email, password: ali.password }, 'sign-in')
  const back = await consent.submit({}, 'allow')
  assert.equal(back.url.href.startsWith(app.callback), true)
})
