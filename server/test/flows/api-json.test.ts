import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import { anyObject, readJson } from '../../src/http/index.ts'
import { Refusal } from '../../src/kernel/index.ts'

const Person = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 5 }),
    age: Type.Optional(Type.Integer({ minimum: 0 })),
    kind: Type.Optional(Type.Enum(['a', 'b'])),
    domains: Type.Optional(Type.Array(Type.String())),
    address: Type.Optional(Type.Object({ city: Type.String() }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)

/** What is refused, as `code field rule`. */
function refusalOf(body: string | Buffer, schema: Parameters<typeof readJson>[0] = Person): string {
  try {
    readJson(schema, Buffer.from(body))
    return 'taken'
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error))
    return [error.code, ...Object.values(error.facts)].join(' ')
  }
}

const corpus: [body: string | Buffer, refusal: string][] = [
  ['{"name":"Ali"}', 'taken'],
  [' {"name":"علی","age":3,"domains":["a","b"],"address":{"city":"x"}} ', 'taken'],
  ['', 'input.not-json'],
  ['[]', 'input.not-json'],
  ['null', 'input.not-json'],
  ['"x"', 'input.not-json'],
  ['{"name":"Ali"', 'input.not-json'],
  ['{"name":"Ali",}', 'input.not-json'],
  ["{'name':'Ali'}", 'input.not-json'],
  ['{"name":NaN}', 'input.not-json'],
  ['\ufeff{"name":"Ali"}', 'input.not-json'],
  [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'input.not-json'],
  [Buffer.from('{"name":"Ali"}', 'utf16le'), 'input.not-json'],
  ['{"name":"Ali","name":"Eve"}', 'input.duplicate name'],
  ['{"name":"Ali","n\\u0061me":"Eve"}', 'input.duplicate name'],
  ['{"name":"Ali","address":{"city":"x","city":"y"}}', 'input.duplicate city'],
  ['{"name":"Ali","__proto__":{"admin":true}}', 'input.unknown __proto__'],
  ['{"name":"Ali","\\u005f_proto__":1}', 'input.unknown __proto__'],
  ['{"name":"Ali","constructor":1}', 'input.unknown constructor'],
  ['{"name":"Ali","verified":true}', 'input.unknown verified'],
  ['{"name":"Ali","address":{"zip":1}}', 'input.unknown address.zip'],
  ['{}', 'input.missing name'],
  ['{"name":"Ali","address":{}}', 'input.missing address.city'],
  ['{"name":5}', 'input.invalid name type'],
  ['{"name":["Ali"]}', 'input.invalid name type'],
  ['{"name":null}', 'input.invalid name type'],
  ['{"name":""}', 'input.invalid name text'],
  ['{"name":"Alexander"}', 'input.invalid name text'],
  ['{"name":"Ali","age":"3"}', 'input.invalid age type'],
  ['{"name":"Ali","age":1.5}', 'input.invalid age type'],
  ['{"name":"Ali","age":1e999}', 'input.invalid age type'],
  ['{"name":"Ali","age":-1}', 'input.invalid age number'],
  ['{"name":"Ali","kind":"c"}', 'input.invalid kind choice'],
  ['{"name":"Ali","domains":"a"}', 'input.invalid domains type'],
  ['{"name":"Ali","domains":["a",1]}', 'input.invalid domains.1 type'],
  ['{"name":"\\ud800"}', 'input.malformed \ufffd'],
  ['{"name":"a\\u0000b"}', 'input.malformed ab'],
  [`{"name":${'['.repeat(20)}${']'.repeat(20)}}`, 'input.too-large'],
  [`{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'input.too-large'],
  [`{"domains":[${'1,'.repeat(9000)}1]}`, 'input.too-large'],
]

for (const [body, refusal] of corpus) {
  const shown = body
    .toString()
    .slice(0, 40)
    .replace(/[\0\ufeff]/g, '?')
  test(`the JSON reader on ${JSON.stringify(shown)}: ${refusal}`, () => assert.equal(refusalOf(body), refusal))
}

test('what the JSON reader takes is what JSON.parse gives, for any object', () => {
  const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null))
  const names = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((name) => name !== '__proto__')
  const value = fc.dictionary(names, fc.oneof(leaf, fc.array(leaf, { maxLength: 4 }), fc.dictionary(names, leaf)))
  fc.assert(
    fc.property(value, (wish) => {
      const text = JSON.stringify(wish)
      if (text.includes('\\u0000')) return
      assert.deepEqual(readJson(anyObject, Buffer.from(text)), JSON.parse(text))
    }),
    { numRuns: 300 },
  )
})

test('a body of half a megabyte of unfinished strings stops nobody', () => {
  assert.equal(refusalOf(`{"a":"${'\\"'.repeat(250_000)}`), 'input.not-json')
  assert.equal(refusalOf(`{"name":"${'\\"'.repeat(250_000)}"}`), 'input.invalid name text')
})
