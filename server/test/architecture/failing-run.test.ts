import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { testFolder } from '../kit/database.ts'

const setup = fileURLToPath(new URL('../kit/global-setup.ts', import.meta.url))

/** Runs one test by itself, with the set-up that all tests run with; answers the exit code. */
function runTest(body: string): number | null {
  const folder = testFolder()
  mkdirSync(folder)
  const path = join(folder, 'one.test.mjs')
  writeFileSync(path, `import { test } from 'node:test'\ntest('one', () => { ${body} })\n`)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return spawnSync(process.execPath, ['--test', `--test-global-setup=${setup}`, path], { env }).status
}

test('a run in which a test fails ends with 1, and a good one with 0', () => {
  assert.equal(runTest("throw new Error('it fails')"), 1)
  assert.equal(runTest(''), 0)
})
