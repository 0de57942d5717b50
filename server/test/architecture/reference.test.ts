import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { drawReference } from '../../../scripts/write-reference.ts'
import { allSettings, findSettingProblem } from '../../src/capabilities/settings/index.ts'
import { readAppliedFile } from '../../src/dialects/operator/read-file.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const pages = Object.entries(drawReference())

test('docs/reference is what the code says today (node scripts/write-reference.ts writes it)', () => {
  for (const [name, text] of pages) assert.equal(read(`docs/reference/${name}`), text, name)
  assert.deepEqual(readdirSync(new URL('docs/reference', root)).sort(), pages.map(([name]) => name).sort())
})

test('the reference has every setting, and each initial value is one that may be set', () => {
  const [, settings = ''] = pages.find(([name]) => name === 'settings.md') ?? []
  assert.ok(allSettings().length > 25)
  for (const [name, { initial, about }] of allSettings()) {
    assert.ok(settings.includes(`| \`${name}\` |`), name)
    assert.ok(about.length > 10, name)
    assert.equal(findSettingProblem({ [name]: initial }), undefined)
  }
  assert.doesNotMatch(settings, /undefined|\[object|NaN/)
})

test('a time zone that no calendar knows is refused by its name, before any message is written with it', () => {
  for (const zone of ['UTC', 'Asia/Tehran', 'Asia/Ho_Chi_Minh', '+03:30']) {
    assert.equal(findSettingProblem({ 'messages.timeZone': zone }), undefined)
  }
  const problem = findSettingProblem({ 'messages.timeZone': 'Asia/Atlantis' })
  assert.equal(problem, 'settings.messages.timeZone: is no time zone of the IANA list')
})

test('every capability says its promise in a README that names its settings and its tables', () => {
  const capabilities = readdirSync(new URL('server/src/capabilities', root))
  for (const capability of capabilities) {
    const text = read(`server/src/capabilities/${capability}/README.md`)
    assert.ok(text.split('\n').length <= 70, capability)
    for (const [name] of allSettings().filter(([one]) => one.startsWith(`${capability}.`))) {
      assert.ok(text.includes(`\`${name}\``), `${capability}: the setting ${name}`)
    }
    for (const table of tablesOf(capability))
      assert.ok(text.includes(`\`${table}\``), `${capability}: the table ${table}`)
  }
})

test('what the documents link to is there', () => {
  const documents = [
    'README.md',
    'ARCHITECTURE.md',
    'SECURITY.md',
    'CHANGELOG.md',
    ...filesIn('docs/', '.md'),
    ...filesIn('server/src/capabilities/', '.md'),
  ]
  for (const document of documents) {
    for (const [, target = ''] of read(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^https?:/.test(target)) continue
      assert.ok(existsSync(new URL(target, new URL(document, root))), `${document} → ${target}`)
    }
  }
})

test('the file that the guide for operators shows can be applied in production', () => {
  const [, example = ''] = /```json\n([^`]+)```/.exec(read('docs/guides/operating.md')) ?? []
  assert.equal(readAppliedFile('the example', example, 'production').apps?.length, 1)
})

test('decisions are numbered without a gap, and the code cites only those there are', () => {
  const numbers = readdirSync(new URL('docs/decisions', root)).map((name) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1])
  assert.deepEqual(
    numbers.toSorted(),
    numbers.map((_, i) => String(i + 1).padStart(4, '0')),
  )
  const cited = filesIn('server/src/', '.ts').flatMap((path) =>
    [...read(path).matchAll(/decision (\d{4})/g)].map(([, number]) => number),
  )
  assert.ok(cited.length > 0)
  assert.deepEqual(
    cited.filter((number) => !numbers.includes(number)),
    [],
  )
})

test('the guide for operators explains every event', () => {
  const kinds = [...read('server/src/capabilities/audit/record-event.ts').matchAll(/^ {2}\| '([\w.-]+)'$/gm)].map(
    ([, kind = '']) => kind,
  )
  assert.ok(kinds.length > 20)
  const guide = read('docs/guides/operating.md')
  assert.deepEqual(
    kinds.filter((kind) => !guide.includes(`\`${kind}\``)),
    [],
  )
})

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => `${folder}${path}`)
}

/** The names declared in a capability's table.ts. */
function tablesOf(capability: string): string[] {
  const folder = `server/src/capabilities/${capability}/`
  if (!filesIn(folder, 'table.ts').length) return []
  return [...read(`${folder}table.ts`).matchAll(/^ {4}(\w+): \{/gm)].map(([, name = '']) => name)
}
