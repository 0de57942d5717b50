import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

// The heap's young part stays as small as it begins (it would grow to 24 MB while the program is read, and keep that):
// nearly everything here dies young or lives for ever.
setFlagsFromString('--semi-space-growth-factor=1')
// Before anything else is imported: the compiled code of the last start is half of starting in a second.
enableCompileCache(fileURLToPath(new URL('../.cache/compile', import.meta.url)))
const { run } = await import('./command-line.ts')
await run(process.argv.slice(2), process.env)
