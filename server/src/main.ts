import { enableCompileCache, flushCompileCache } from 'node:module'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

// Half of all may wait for a name server, and one is left for the disk, for which every write waits (adapters/flush.ts);
// hashes come here only where their own threads cannot be had. Node's own 4 would leave larger machines without work.
process.env.UV_THREADPOOL_SIZE ??= String(2 * availableParallelism() + 4)

// While the program is read, the heap's young part stays as small as it begins: it would grow to 24 MB for nothing but
// reading, and keep them.
setFlagsFromString('--semi-space-growth-factor=1')

// Before anything else is imported: the compiled code of the last start is half of starting in a second.
enableCompileCache(fileURLToPath(new URL('../.cache/compile', import.meta.url)))
const { run } = await import('./command-line.ts')
await run(process.argv.slice(2), process.env)
// Compiled code is kept under the flags it was compiled with, so it is written before they change.
flushCompileCache()
setFlagsFromString('--semi-space-growth-factor=2')
