import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { createHasher } from '../../src/adapters/hasher.ts'

const module = new URL('../../src/adapters/hasher.ts', import.meta.url).href

test('of many passwords at once each has its own answer, and a broken hash disturbs no other', async () => {
  const hasher = createHasher(100)
  const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
  const hashes = await Promise.all(names.map((name) => hasher.hash(name)))
  assert.equal(new Set(hashes).size, names.length)
  assert.deepEqual(
    hashes.filter((one) => hasher.isStale(one)),
    [],
  )
  const answers = await Promise.allSettled([
    ...hashes.map((stored, i) => hasher.verify(stored, names[i] as string)),
    hasher.verify('no hash at all', 'one'),
    ...hashes.map((stored) => hasher.verify(stored, 'another')),
  ])
  assert.deepEqual(
    answers.map((one) => (one.status === 'fulfilled' ? one.value : 'rejected')),
    [...names.map(() => true), 'rejected', ...names.map(() => false)],
  )
  assert.deepEqual([hasher.running, hasher.waiting], [0, 0])
})

for (const [title, flags] of [
  ['a process with nothing else to do waits for its hash, and ends after it', []],
  [
    'where no thread can be had, the hash is computed all the same',
    ['--permission', '--allow-fs-read=*', '--allow-addons'],
  ],
] as const) {
  test(title, async () => {
    const script = `const { createHasher } = await import('${module}'); const hasher = createHasher(1)
      void hasher.hash('one').then((stored) => hasher.verify(stored, 'one')).then((fits) => console.log(fits))`
    const run = promisify(execFile)(process.execPath, [...flags, '--input-type=module', '--eval', script])
    assert.equal((await run).stdout, 'true\n')
  })
}
