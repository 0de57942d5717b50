import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CalendarDate,
  findBirthDate,
  findIban,
  findLine,
  findLines,
  findNationalCode,
  findPhone,
  findPostalCode,
  findWebAddress,
} from '../../src/kernel/index.ts'

const seed = 20_260_102
const today = '2026-11-25' as CalendarDate
const persian = new Intl.DateTimeFormat('fa-IR-u-ca-persian', { dateStyle: 'short', timeZone: 'UTC' })
const day = 86_400_000

test('every Persian date that Intl writes for a day of birth is read as that day', () => {
  const days = fc.integer({ min: Date.UTC(1900, 0, 1) / day, max: Date.parse(today) / day })
  fc.assert(
    fc.property(days, (one) => {
      const instant = one * day
      assert.equal(findBirthDate(persian.format(instant), today), new Date(instant).toISOString().slice(0, 10))
    }),
    { seed, numRuns: 5000 },
  )
})

test('a day that does not exist in its calendar, or has not come, is no day of birth', () => {
  assert.equal(findBirthDate('۱۳۶۸/۰۳/۰۳', today), '1989-05-24')
  assert.equal(findBirthDate('1399-12-30', today), '2021-03-20', 'the leap day of a leap year')
  for (const text of ['1400/12/30', '1368/07/31', '1368/13/01', '1368/0/1', '1368-03/03', '2023-02-30', '1989-05-24x'])
    assert.equal(findBirthDate(text, today), undefined, text)
  for (const text of ['1405/12/29', '2026-11-26', '1899-12-31', '1278/10/10', '']) {
    assert.equal(findBirthDate(text, today), undefined, text)
  }
})

test('of the ten national codes that share nine digits one is right, in the digits of any script', () => {
  const nine = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 }).map((digits) => digits.join(''))
  fc.assert(
    fc.property(nine, (digits) => {
      const right = [...'0123456789'].filter((last) => findNationalCode(digits + last))
      assert.equal(right.length, /^(\d)\1{8}$/.test(digits) && right.length === 0 ? 0 : 1)
    }),
    { seed },
  )
  assert.equal(findNationalCode('۰۰۸۴۵۷۵۹۴۸'), '0084575948')
  assert.equal(findNationalCode('008-457594-8'), '0084575948')
  for (const text of ['1111111111', '0084575947', '84575948', '00845759480', '', 'x084575948'])
    assert.equal(findNationalCode(text), undefined, text)
})

test('an account number is right only with the check digits and the length of its country', () => {
  assert.equal(findIban('ir06 2960 0000 0010 0324 2000 01'), 'IR062960000000100324200001')
  assert.equal(findIban('IR۰۶۲۹۶۰۰۰۰۰۰۰۱۰۰۳۲۴۲۰۰۰۰۱'), 'IR062960000000100324200001')
  assert.equal(findIban('GB29 NWBK 6016 1331 9268 19'), 'GB29NWBK60161331926819')
  for (const text of [
    'IR072960000000100324200001',
    'IR06296000000010032420000',
    'XX06',
    '',
    '062960000000100324200001',
  ])
    assert.equal(findIban(text), undefined, text)
})

test('postal codes, telephones, web addresses and lines are taken in one form, or not at all', () => {
  assert.equal(findPostalCode('۱۲۳۴۵-۶۷۸۹۰'), '1234567890')
  assert.equal(findPostalCode('123456789'), undefined)
  assert.equal(findPhone('021-88776655', 'IR'), '+982188776655')
  assert.equal(findPhone('0098 914 000 0000', 'IR'), '+989140000000')
  assert.equal(findPhone('12', 'IR'), undefined)
  assert.equal(findWebAddress(' https://example.com/سارا '), 'https://example.com/%D8%B3%D8%A7%D8%B1%D8%A7')
  for (const text of [
    'http://example.com',
    'javascript:alert(1)',
    'https://a:b@example.com',
    'https://x',
    'example.com',
  ])
    assert.equal(findWebAddress(text), undefined, text)
  assert.equal(findLine('  Sara\u0301 ', 200), 'Sar\u00e1')
  assert.equal(findLine('a\nb', 200), undefined)
  assert.equal(findLine('a'.repeat(201), 200), undefined)
  assert.equal(findLines('one\r\ntwo\rthree', 200), 'one\ntwo\nthree')
  assert.equal(findLines('one\u0000', 200), undefined)
})
