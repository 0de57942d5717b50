import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'client')

/** Most that a page may load of us, bytes, gzipped: beyond it the client would not be small any more. */
const largestGzip = 12 * 1024

const run = (file: string, ...options: string[]) =>
  execFileSync(process.execPath, [file, ...options], { cwd: folder, stdio: 'inherit' })

/** How large a page gets by what it imports of the built client. */
async function weigh(names: string): Promise<number> {
  const entry = join(folder, 'weighed.js')
  const bundle = await rolldown({
    input: entry,
    treeshake: true,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? `export ${names} from './dist/index.js'` : undefined),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  await bundle.close()
  const code = output[0].code
  const gzip = gzipSync(code, { level: 9 }).length
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`
  console.log(`${names.padEnd(22)} ${kilobytes(code.length)} minified, ${kilobytes(gzip)} gzipped`)
  return gzip
}

/** Builds the client, has the shape of its package checked, and tells its size. */
run(join(root, 'scripts/build-client.ts'))
run(join(root, 'node_modules/.bin/publint'), '--strict')
run(join(root, 'node_modules/.bin/attw'), '--pack', '.', '--profile', 'esm-only', '--no-color')
const weights = [await weigh('*'), await weigh('{ createClient }'), await weigh('{ createAppClient }')]
if (Math.max(...weights) > largestGzip) throw new Error(`more than ${largestGzip} bytes`)
