import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages } from '../../src/kernel/index.ts'
import { refusalTexts } from '../../src/views/index.ts'
import { allTexts, factsSaid, refusalFacts } from '../kit/texts.ts'

const tables = Object.fromEntries(languages.map((language) => [language, allTexts(language)])) as Record<
  (typeof languages)[number],
  ReadonlyMap<string, string>
>
const rightToLeft = ['fa', 'ar'] as const
const keys = [...tables.en.keys()]

/** Runs `check` on every text, and names each that fails. */
function forEveryText(of: readonly (typeof languages)[number][], check: (text: string) => boolean): void {
  const wrong = of.flatMap((language) =>
    [...tables[language]].filter(([, text]) => !check(text)).map(([key, text]) => `${language} ${key}: ${text}`),
  )
  assert.deepEqual(wrong, [])
}

/** A text without what stands isolated in it: names, fields and examples are written in the way of their own. */
const outside = (text: string): string => text.replace(/\u2068[^\u2069]*\u2069/g, '_')

test('every text exists in all five languages, and none is empty (rule 12)', () => {
  assert.ok(keys.length > 120)
  for (const language of languages) assert.deepEqual([...tables[language].keys()], keys, language)
  forEveryText(
    languages,
    (text) => text.length > 0 && text === text.trim() && !/undefined|NaN|\[object| {2}/.test(text),
  )
})

test('no text is the same in two languages (rule 12)', () => {
  const same = keys.filter((key) => new Set(languages.map((one) => tables[one].get(key))).size < languages.length)
  assert.deepEqual(same, [], 'one that rightly is, goes on a list here with its reason')
})

test('every refusal says its facts, and a refused value its rule', () => {
  for (const language of languages) {
    for (const { key, said } of factsSaid(language))
      assert.deepEqual(said.missing, [], `${language} ${key}: ${said.text}`)
  }
  for (const language of languages) {
    for (const [rule, words] of Object.entries(refusalTexts[language].rules)) {
      const text = refusalTexts[language]['input.invalid']({ field: 'User_Name', rule: rule as 'email' })
      assert.ok(text.includes(words), `${language} ${rule}`)
    }
  }
  assert.ok(Object.keys(refusalFacts).length > 20)
})

test('Persian and Arabic texts are in Arabic script, each with its own letters and digits', () => {
  forEveryText(rightToLeft, (text) => /\p{Script=Arabic}/u.test(outside(text)))
  forEveryText(['vi', 'fr', 'en'], (text) => !/\p{Script=Arabic}/u.test(text))
  // The letters yeh and kaf, and the digits, have other code points in Persian than in Arabic.
  forEveryText(['fa'], (text) => !/[يكىة٠-٩0-9]/.test(outside(text)))
  forEveryText(['ar'], (text) => !/[یکگچپژ۰-۹0-9]/.test(outside(text)))
})

test('Persian and Arabic punctuation is their own, and Persian prefixes and plurals have their half-space', () => {
  forEveryText(rightToLeft, (text) => !/[,;?"“”']/.test(outside(text)))
  forEveryText(rightToLeft, (text) => !/ [،؛؟:.]/.test(outside(text)))
  forEveryText(['fa'], (text) => !/(^|[\s«(])ن?می\s|\s(ها|های|ترین|ام|اید|اند)([\s.،؛:»]|$)|ه ی /.test(text))
})

test('French keeps no-break spaces at its high punctuation, and its apostrophes are round', () => {
  forEveryText(['fr'], (text) => !/ [:;?!»]|« /.test(text))
  forEveryText(['fr'], (text) => !/[^\u00a0]:(\s|$)|[^\u202f][;?!](\s|$)|«[^\u00a0]|[^\u00a0]»/.test(text))
  forEveryText(['fr', 'vi', 'en'], (text) => !/['"]/.test(text))
})

test('every text is composed Unicode (NFC), and Vietnamese has its diacritics', () => {
  forEveryText(languages, (text) => text === text.normalize('NFC'))
  forEveryText(
    ['vi'],
    (text) => /[\u0300-\u036f]|đ|Đ/.test(text.normalize('NFD')) || /^(\d+ phút|Email|Nam)$/.test(text),
  )
})

test('isolates are balanced, and nothing else turns the direction', () => {
  forEveryText(languages, (text) => {
    let depth = 0
    for (const sign of text.match(/[\u2066-\u2069]/g) ?? []) {
      depth += sign === '\u2069' ? -1 : 1
      if (depth < 0) return false
    }
    return depth === 0 && !/[\u200e\u200f\u202a-\u202e]/.test(text)
  })
})

test('fields and values of the wire stand isolated in right-to-left sentences', () => {
  for (const language of rightToLeft) {
    for (const { key, said } of factsSaid(language)) assert.deepEqual(said.bare, [], `${language} ${key}: ${said.text}`)
  }
})

test('one is one and two are two, in each language’s own way', () => {
  const say = (language: (typeof languages)[number], minimum: number) =>
    refusalTexts[language]['passwords.too-short']({ minimum })
  assert.deepEqual(
    [1, 8].map((minimum) => say('en', minimum)),
    ['The password needs at least 1 character.', 'The password needs at least 8 characters.'],
  )
  assert.equal(say('fr', 1), 'Le mot de passe doit avoir au moins 1\u00a0caractère.')
  assert.equal(say('ar', 2), 'يجب ألا تقل كلمة المرور عن حرفين.')
  assert.equal(say('ar', 8), 'يجب ألا تقل كلمة المرور عن ٨ أحرف.')
  assert.equal(say('fa', 8), 'رمز عبور باید دست‌کم ۸ نویسه داشته باشد.')
  forEveryText(['en'], (text) => !/\b1 (hours|minutes|seconds|characters)\b/.test(text))
  forEveryText(['fr'], (text) => !/(^|[^\d])1\s(heures|minutes|secondes|caractères)/.test(text))
})

test('a wait is told in the largest unit that is near enough', () => {
  const { wait } = refusalTexts.en
  assert.deepEqual([1, 119, 120, 7199, 7200, 86_400].map(wait), [
    '1 second',
    '119 seconds',
    '2 minutes',
    '120 minutes',
    '2 hours',
    '24 hours',
  ])
})
