import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const here = fileURLToPath(new URL('.', import.meta.url))

/**
 * Puts the server of the tests and the command, with the libraries they use, into a few files, since reading a thousand
 * takes longer than all else at a start: tests start hundreds. Answers their paths. The folder must be below the
 * project's own, where the libraries with machine code are found.
 */
export async function bundlePrograms(folder: string): Promise<{ server: string; command: string }> {
  const bundle = await rolldown({
    input: { server: join(here, 'server-process.ts'), command: join(here, '../../src/main.ts') },
    platform: 'node',
    transform: { target: 'esnext' },
    external: ['@node-rs/argon2', 'pg-native', 'sharp'],
    logLevel: 'silent',
    plugins: [keepPlaces],
  })
  await mkdir(folder, { recursive: true })
  await bundle.write({ dir: folder, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' })
  await bundle.close()
  return { server: join(folder, 'server.mjs'), command: join(folder, 'command.mjs') }
}

/** What reads a file beside itself goes on reading it from where it lies. */
const keepPlaces = {
  name: 'keep-places',
  transform: (code: string, path: string) =>
    code.includes('import.meta.url')
      ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      : undefined,
}
