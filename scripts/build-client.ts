import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'client/dist')

/** Builds the client to JavaScript and declarations, in client/dist: what is published. */
rmSync(dist, { recursive: true, force: true })
const compiler = join(root, 'node_modules/.bin/tsc')
execFileSync(process.execPath, [compiler, '-p', 'client/tsconfig.json'], { cwd: root, stdio: 'inherit' })

// The compiler rewrites what programs import, and leaves declarations naming sources that are not published.
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.d.ts'))) {
  const path = join(dist, name)
  writeFileSync(path, readFileSync(path, 'utf8').replace(/(from '\.{1,2}\/[^']+)\.ts'/g, "$1.js'"))
}
