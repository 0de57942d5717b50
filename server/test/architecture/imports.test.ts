import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What dependency-cruiser says of the sources below `folder`. */
function cruise(folder: string): Promise<{ passed: boolean; report: string }> {
  const arguments_ = [
    join(root, 'node_modules/.bin/depcruise'),
    '--config',
    join(root, 'dependency-cruiser.config.js'),
    'server/src',
  ]
  return new Promise((resolve) => {
    execFile(process.execPath, arguments_, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ passed: !error, report: stdout + stderr }),
    )
  })
}

test('the import rule holds, and every source was read', async () => {
  const { passed, report } = await cruise(root)
  assert.ok(passed, report)
  assert.ok(Number(/\((\d+) modules/.exec(report)?.[1]) > 100, report)
})

const seeds: [rule: string, file: string, line: string][] = [
  ['no-cycles', 'kernel/digits.ts', "import './contact.ts'"],
  ['no-cycles', 'kernel/digits.ts', "import type { Email } from './contact.ts'\nexport type Seed = Email"],
  ['kernel-imports-nothing-of-ours', 'kernel/time.ts', "import '../capabilities/settings/index.ts'"],
  ['capability-users-uses-those-above-it', 'capabilities/users/profile.ts', "import '../passwords/index.ts'"],
  ['dialects-import-http-views-capabilities-kernel', 'dialects/ops/dialect.ts', "import '../gateaz/index.ts'"],
  ['dialects-import-http-views-capabilities-kernel', 'dialects/ops/dialect.ts', "import '../../adapters/clock.ts'"],
  [
    'capabilities-and-dialects-are-entered-through-their-index',
    'dialects/ops/dialect.ts',
    "import '../../capabilities/apps/app.ts'",
  ],
  ['nobody-imports-the-root', 'capabilities/users/user.ts', "import '../../server.ts'"],
  ['the-http-framework-is-known-in-http-alone', 'dialects/ops/dialect.ts', "import 'fastify'"],
  ['engines-and-outside-services-are-adapters', 'capabilities/users/user.ts', "import 'pg'"],
]

for (const [rule, file, line] of seeds) {
  test(`a seeded «${line.split('\n')[0]}» in ${file} is found`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'diwan-imports-'))
    t.after(() => rm(folder, { recursive: true, force: true }))
    await mkdir(join(folder, 'server'))
    await cp(join(root, 'server/src'), join(folder, 'server/src'), { recursive: true })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await appendFile(join(folder, 'server/src', file), `\n${line}\n`)
    const { passed, report } = await cruise(folder)
    assert.ok(!passed && report.includes(rule), report)
  })
}
