import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHouse } from '../kit/house.ts'
import { invited, phrase, returnUrl, sara, submitReview } from '../kit/invitations.ts'
import { newJar, openPage, readCode } from '../kit/pages.ts'

test('an invited person proves the e-mail, looks the details through, sets a password and is back at the app', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = newJar(house.url)
  const link = await invited(house.url)
  const first = await openPage(jar, link)
  assert.match(first.address, /^\/invitation\/[0-9a-f-]{36}$/, 'a clean address')
  assert.equal(first.title, 'Shop prepared an account for you')
  assert.match(first.words, /s••••@example\.com/)
  assert.doesNotMatch(first.text, /sara@|محمدی|0499370899/, 'nothing is shown before the proof')
  const second = await first.submit({}, 'send')
  const wrong = await second.submit({ code: '000000' }, 'prove')
  assert.equal(wrong.status, 400)
  const review = await wrong.submit({ code: await readCode(house.url, sara.Email) }, 'prove')
  assert.equal(review.title, 'Is all of this right?')
  assert.equal(review.field('firstName'), 'سارا')
  assert.equal(review.field('nationalCode'), '')
  assert.doesNotMatch(review.text, /0499370899|IR0629600000/)
  assert.match(review.words, /••••••0899/)
  const again = await submitReview(review, { postalCode: '12', mobile: '+98 999' })
  assert.equal(again.status, 400)
  assert.equal(again.problems.length, 2)
  assert.equal(again.field('postalCode'), '12', 'what was typed is kept')
  const password = await submitReview(again, { postalCode: '', mobile: '۰۹۱۲۱۲۳۴۵۶۷', lastName: 'کریمی' })
  assert.equal(password.title, 'Set your password')
  const short = await password.submit({ password: 'short' }, 'finish')
  assert.equal(short.status, 400)
  const { url } = await short.submit({ password: phrase }, 'finish')
  assert.equal(url.href, returnUrl)
  const { db } = house.at
  const user = await db.selectFrom('users').selectAll().where('app_id', '=', '1001').executeTakeFirstOrThrow()
  assert.equal(user.state, 'active')
  assert.equal(JSON.parse(user.profile).lastName, 'کریمی')
  assert.equal(JSON.parse(user.profile).postalCode, undefined)
  assert.equal(JSON.parse(user.profile).address, sara.address)
  assert.equal(JSON.parse(user.profile).birthDate, sara.BirthDay)
  assert.equal(JSON.parse(user.profile).userName, sara.UserName)
  const contacts = await db.selectFrom('contacts').selectAll().where('user_id', '=', user.id).orderBy('kind').execute()
  assert.deepEqual(
    contacts.map((one) => [one.kind, one.value, one.proven_at !== null]),
    [
      ['email', 'sara@example.com', true],
      ['mobile', '+989121234567', false],
    ],
  )
})
