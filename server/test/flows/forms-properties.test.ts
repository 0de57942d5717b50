import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readApp } from '../../src/capabilities/apps/index.ts'
import { type FieldType, fieldTypes } from '../../src/capabilities/forms/definition.ts'
import {
  changeAnswer,
  type FormDefinition,
  findFormFault,
  giveAnswer,
  listAnswers,
  readAnswer,
  removeAnswer,
  saveForm,
} from '../../src/capabilities/forms/index.ts'
import { compilePattern, PatternError } from '../../src/capabilities/forms/pattern.ts'
import { type AnswerProblem, Refusal } from '../../src/kernel/index.ts'
import { newDatabase } from '../kit/database.ts'
import { everyType, isRefusalOf, problemsOf } from '../kit/forms.ts'
import { applyFile, openPorts } from '../kit/ports.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('a', '', '__proto__', '\u0000', '\ud800', '۱۲', '<p>x</p>', '2024-05-07T21:02:00.000Z', '1e400'),
)
const params = fc.option(fc.constant({ isEditorDisabled: false, isImageCompressed: true }), { nil: undefined })
const without = (value: object) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))

/** Values in the shapes of the contract, more or less. */
const near = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.record({
    fullDate: fc.oneof(text, fc.constant('2024-05-07T21:02:00.000Z')),
    formattedValue: text,
    formatString: text,
  }),
  fc.record({ htmlValue: text, plainValue: text, params }).map(without),
  fc.record({ header: text, htmlValue: text, plainValue: text, params }).map(without),
  fc.array(fc.record({ plainValue: text }), { maxLength: 2 }),
  fc.array(
    fc.record({
      filename: text,
      downloadLink: fc.oneof(text, fc.constant('http://my-site.zone/a.png')),
      size: fc.oneof(fc.nat(), fc.double()),
    }),
    { maxLength: 3 },
  ),
  fc.array(fc.record({ title: fc.constantFrom('red', 'blue', 'x'), value: fc.constantFrom('1', '2', '3') }), {
    maxLength: 3,
  }),
  fc.array(
    fc.record({
      id: fc.constantFrom('1', '2'),
      title: fc.constant('red'),
      value: fc.constant('1'),
      parentId: fc.constantFrom('null', '1'),
    }),
    { maxLength: 2 },
  ),
)
const value = fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) })

const markers = ['a', 'b', 'c', 'd']
const attribute = fc
  .record({
    type: fc.constantFrom(...fieldTypes),
    required: fc.boolean(),
    length: fc.option(fc.record({ minimum: fc.nat(5), maximum: fc.integer({ min: 5, max: 50 }) }), { nil: undefined }),
    unique: fc.boolean(),
  })
  .map(({ type, required, length, unique }) => ({
    type,
    required,
    ...(['radioButton', 'list'].includes(type) && {
      listTitles: [
        { title: 'red', value: '1' },
        { title: 'blue', value: '2' },
      ],
    }),
    ...(type === 'entity' && {
      listTitles: [
        { id: '1', title: 'red', value: '1' },
        { id: '2', title: 'red', value: '1', parentId: '1' },
      ],
    }),
    validators: {
      ...(length && ['string', 'text', 'textWithHeader'].includes(type) && { length }),
      ...(unique && ['string', 'integer', 'float'].includes(type) && { unique }),
    },
  }))
const form = fc
  .array(attribute, { minLength: 1, maxLength: 4 })
  .map((all) => ({ id: 'any', attributes: all.map((one, i) => ({ marker: markers[i] ?? 'z', ...one })) }))
const marker = fc.oneof(fc.constantFrom(...markers), fc.constantFrom('__proto__', 'constructor', 'no', ''))
const wild = fc.array(fc.record({ marker, value }, { requiredKeys: ['marker'] }), { maxLength: 5 })

const instant = fc.constant({
  fullDate: '2024-05-07T21:02:00.000Z',
  formattedValue: '08-05-2024',
  formatString: 'DD-MM-YYYY',
})
const markup = fc.record({ htmlValue: text, plainValue: text })
const upload = fc.record({
  filename: fc.constant('files/a.png'),
  downloadLink: fc.constant('http://my-site.zone/a.png'),
  size: fc.nat(),
})
const choice = fc.constant([{ title: 'red', value: '1' }])
/** What mostly fits each type: with values from anywhere alone nearly every answer is refused. */
const fitting: Record<FieldType, fc.Arbitrary<unknown>> = {
  string: text,
  integer: fc.integer(),
  float: fc.double({ noNaN: true, noDefaultInfinity: true }),
  date: instant,
  dateTime: instant,
  time: instant,
  text: markup,
  textWithHeader: markup.map((one) => ({ header: 'Header', ...one })),
  image: upload.map((one) => [one]),
  groupOfImages: fc.array(upload, { minLength: 1, maxLength: 3 }),
  file: upload.map((one) => [one]),
  radioButton: choice,
  list: choice,
  entity: fc.constant([{ id: '1', title: 'red', value: '1', parentId: 'null' }]),
}
type Asked = {
  readonly id: string
  readonly attributes: readonly { readonly marker: string; readonly type: FieldType }[]
}
/** A form, and an answer to it: to every field one that mostly fits, or anything at all. */
const pair = form.chain((definition: Asked) => {
  const fields = definition.attributes.map((one) =>
    fc.record({ marker: fc.constant(one.marker), value: fitting[one.type] }),
  )
  return fc.tuple(fc.constant(definition), fc.oneof(fc.tuple(...fields), wild))
})

test('any form and any value: accepted and read back equal, or refused with the markers named (attacks 74, 75)', async (t) => {
  const at = await openPorts(t, await newDatabase('sqlite'))
  await applyFile(at, { apps: [{ id: 'asks', name: 'Asks', state: 'live' }] })
  const app = await readApp(at.db, 'asks')
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(pair, async ([definition, values]) => {
      assert.equal(findFormFault(definition as FormDefinition), undefined)
      await saveForm(at, definition as FormDefinition)
      const sent = JSON.parse(JSON.stringify(values))
      try {
        const { id } = await giveAnswer(at, app, { formId: 'any', values: sent })
        assert.deepEqual((await readAnswer(at, app, id)).values, JSON.parse(JSON.stringify(values)))
        await removeAnswer(at, app, id)
        accepted++
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'forms.answer-refused') throw error
        const problems = (error.facts as { problems: AnswerProblem[] }).problems
        assert.ok(problems.length > 0 && problems.every(({ field }) => field.length > 0))
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(accepted > 40, `${accepted} were accepted`)
})

test('any pattern means what the engine’s own does, or is refused; none runs away', () => {
  const atoms = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '(a|b)', '(?:ab)', '^', '$', '\\.')
  const marks = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{0,}')
  const part = fc
    .tuple(atoms, marks)
    .map(([atom, mark]) => (/[$^]/.test(atom) && atom.length === 1 ? atom : atom + mark))
  const source = fc.array(part, { maxLength: 6 }).map((all) => all.join(''))
  const tried = fc.string({ unit: fc.constantFrom('a', 'b', '1', '.', '\n'), maxLength: 8 })
  fc.assert(
    fc.property(source, source, tried, (left, right, subject) => {
      const pattern = `${left}|${right}`
      assert.equal(compilePattern(pattern)(subject), new RegExp(pattern, 'u').test(subject), `${pattern} ${subject}`)
    }),
    { numRuns: 2000 },
  )
  for (const known of ['(a+)+$', '(a|a)*b', '(.*)*c', 'a*a*a*a*a*b']) {
    assert.equal(compilePattern(`^${known}`)('a'.repeat(1000)), known === '(a+)+$')
  }
  for (const alien of ['(a)\\1', '(?=a)', '(?<n>a)', 'a**', '(', '[', 'a{1000}', '(a{400}){400}', '\\b', '*']) {
    assert.throws(() => compilePattern(alien), PatternError, alien)
  }
})

test('an answer is judged by the version it names, or by the one that stands now (attack 76)', async (t) => {
  const at = await openPorts(t, await newDatabase('sqlite'))
  await applyFile(at, { apps: [{ id: 'asks', name: 'Asks', state: 'live' }] })
  const app = await readApp(at.db, 'asks')
  const ask = (...titles: string[]) => ({
    id: 'poll',
    attributes: [{ marker: 'colour', type: 'list', listTitles: titles.map((title) => ({ title, value: title })) }],
  })
  await applyFile(at, { forms: [ask('red', 'green')] })
  await applyFile(at, { forms: [ask('red', 'green')] })
  const first = await giveAnswer(at, app, { formId: 'poll', values: [choose('green')] })
  await applyFile(at, { forms: [ask('red', 'blue')] })
  assert.equal((await readAnswer(at, app, first.id)).formVersion, 1)
  assert.deepEqual(await problemsOf(giveAnswer(at, app, { formId: 'poll', values: [choose('green')] })), [
    { field: 'colour', rule: 'choice' },
  ])
  const late = await giveAnswer(at, app, { formId: 'poll', version: 1, values: [choose('green')] })
  assert.equal(late.formVersion, 1)
  await assert.rejects(giveAnswer(at, app, { formId: 'poll', version: 3, values: [] }), isRefusalOf('forms.unknown'))
  const changed = await changeAnswer(at, app, first.id, { values: [choose('blue')], status: 'seen' })
  assert.deepEqual([changed.formVersion, changed.status, changed.revision], [2, 'seen', 1])

  const pages = [
    await listAnswers(at, app, 'poll', { limit: 1 }),
    await listAnswers(at, app, 'poll', { after: first.id }),
  ]
  assert.deepEqual(
    pages.map(({ total, answers }) => [total, answers.map((one) => one.id)]),
    [
      [2, [first.id]],
      [2, [late.id]],
    ],
  )
  await applyFile(at, { apps: [{ id: 'other', name: 'Other', state: 'live' }], forms: [everyType] })
  const other = await readApp(at.db, 'other')
  await assert.rejects(readAnswer(at, other, first.id), isRefusalOf('forms.answer-unknown'))
  await assert.rejects(removeAnswer(at, other, first.id), isRefusalOf('forms.answer-unknown'))
  await assert.rejects(listAnswers(at, app, 'every'), isRefusalOf('forms.unknown'), 'sign-ups are listed to nobody')
})

const choose = (title: string) => ({ marker: 'colour', type: 'list', value: [{ title, value: title }] })

test('a unique value is one answer’s, spelled this way or that', async (t) => {
  const at = await openPorts(t, await newDatabase('sqlite'))
  await applyFile(at, {
    apps: [{ id: 'asks', name: 'Asks', state: 'live' }],
    forms: [{ id: 'card', attributes: [{ marker: 'number', type: 'string', validators: { unique: true } }] }],
  })
  const app = await readApp(at.db, 'asks')
  const give = (value: string) => giveAnswer(at, app, { formId: 'card', values: [{ marker: 'number', value }] })
  const all = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => give(i % 2 ? 'A12' : ' a۱۲ ')))
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.deepEqual(await problemsOf(give('a12')), [{ field: 'number', rule: 'unique' }])
  await give('b')
})
