import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { addCredential } from '../../src/capabilities/apps/index.ts'
import { listForms, printTypes, readForm, schemaOfForm } from '../../src/capabilities/forms/index.ts'
import { findProblems } from '../../src/capabilities/forms/judge-answer.ts'
import { callApi } from '../kit/api.ts'
import { newDatabase, testFolder } from '../kit/database.ts'
import { applyForms, documentValues, everyType } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { applyFile, openPorts } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

test('every value of the document is taken by the validator, and by the schema that describes it', async (t) => {
  const at = await openPorts(t, await newDatabase('sqlite'))
  await applyFile(at, { forms: [everyType] })
  const form = await readForm(at, 'every')
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const check = ajv.compile(schemaOfForm(form))
  for (const [marker, value] of documentValues) {
    assert.deepEqual(await findProblems(at, form, [{ marker, value }], 'change'), [], marker)
    assert.ok(check({ [marker]: value }), `${marker}: ${ajv.errorsText(check.errors)}`)
  }
  for (const [marker, value] of [
    ['birthday', '2024-05-07'],
    ['selector', [{ title: 'green', value: '3' }]],
    ['avatar', [{ filename: 'x', downloadLink: 'javascript:alert(1)', size: 1 }]],
    ['age', 151],
  ]) {
    assert.equal((await findProblems(at, form, [{ marker, value }], 'change')).length, 1, String(marker))
    assert.ok(!check({ [String(marker)]: value }), String(marker))
  }
})

test('`diwan types` prints TypeScript that compiles and fits the document’s values', async (t) => {
  const at = await openPorts(t, await newDatabase('sqlite'))
  await applyFile(at, { forms: [everyType] })
  const folder = testFolder()
  mkdirSync(folder, { recursive: true })
  const values = Object.fromEntries(documentValues)
  const use = `import type { EveryForm, FormItem } from './forms.ts'
export const sent: EveryForm = ${JSON.stringify(values)}
export const item: FormItem<EveryForm> = { marker: 'selector', type: 'list', value: [{ value: '1', title: 'red' }] }
// @ts-expect-error: no choice of the list
export const wrong: FormItem<EveryForm> = { marker: 'selector', type: 'list', value: [{ value: '9' }] }
`
  writeFileSync(join(folder, 'forms.ts'), printTypes((await listForms(at)).forms))
  writeFileSync(join(folder, 'use.ts'), use)
  const tsc = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname
  const flags = [
    '--ignoreConfig',
    '--strict',
    '--noEmit',
    '--allowImportingTsExtensions',
    '--module',
    'nodenext',
    '--types',
    '',
  ]
  const { stdout } = await promisify(execFile)(tsc, [...flags, join(folder, 'use.ts')]).catch((error) => error)
  assert.equal(stdout, '')
})

test('an app reads forms and takes answers in by the API; a wrong one names every field', async (t) => {
  const { at, url } = await startHouse(t, 'sqlite')
  await applyForms(at)
  await applyFile(at, { forms: [{ ...everyType, id: 'survey', type: 'data' }] })
  const token = 'a-token-of-the-forms-test-0123456789'
  recordSecret(token)
  await addCredential(at, '1001', 'token', token, { permissions: ['forms'] })
  const form = await callApi<{ version: number; fields: { marker: string }[]; schema: object }>(
    url,
    'GET /api/v1/forms/every',
    { token },
  )
  assert.deepEqual([form.status, form.body.version], [200, 1])
  assert.ok(!form.body.fields.some((one) => one.marker === 'password'), 'credentials are no fields')
  assert.equal((await callApi(url, 'GET /api/v1/forms/none', { token })).status, 404)

  const give = (body: object) => callApi(url, 'POST /api/v1/forms/survey/answers', { token, body })
  const values = documentValues.map(([marker, value]) => ({ marker, value }))
  const given = await give({ values })
  assert.equal(given.status, 201, JSON.stringify(given.body))
  const wrong = await give({
    values: [
      { marker: 'age', value: 'many' },
      { marker: 'isActive', value: true },
    ],
  })
  assert.deepEqual(
    [
      wrong.status,
      wrong.body.code,
      (wrong.body.problems as { field: string; rule: string }[]).map((one) => [one.field, one.rule]),
    ],
    [
      400,
      'forms.answer-refused',
      [
        ['age', 'number'],
        ['isActive', 'unknown'],
      ],
    ],
  )
  const listed = await callApi<{ total: number; answers: { values: unknown }[] }>(
    url,
    'GET /api/v1/forms/survey/answers',
    { token },
  )
  assert.equal(listed.body.total, 1)
  assert.deepEqual(listed.body.answers[0]?.values, values)
  assert.equal((await callApi(url, 'GET /api/v1/forms/every/answers', { token })).status, 404, 'of sign-ups none')
})
