import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Before anything else is imported: the compiled code of the last start is half of starting in a second.
enableCompileCache(fileURLToPath(new URL('../.cache/compile', import.meta.url)))
const { run } = await import('./command-line.ts')
await run(process.argv.slice(2), process.env)
