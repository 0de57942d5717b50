import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FSDriver } from 'flydrive/drivers/fs'
import { type FileStore, refuse } from '../../kernel/index.ts'
import { refusalOfDisk } from './disk-full.ts'

/** Files in a folder of a disk, by flydrive; a kept one survives a power loss. */
export function diskStore(folder: string): FileStore {
  let loading: Promise<FSDriver> | undefined
  const driver = () => (loading ??= load(folder))
  return {
    async put(key, { path }) {
      try {
        await pour(await driver(), key, path)
        // The bytes, then the name in its folder.
        await flush(join(folder, key))
        await flush(dirname(join(folder, key)))
      } catch (error) {
        throw refusalOfDisk(error)
      }
    },
    async read(key, range) {
      const path = join(folder, key)
      const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? error : refusalOfDisk(error)
      })
      if (!found.isFile()) refuse('files.unknown')
      return createReadStream(path, range && { start: range.first, end: range.last })
    },
    async remove(key) {
      await (await driver()).delete(key).catch((error: unknown) => {
        throw refusalOfDisk(error)
      })
    },
    async *list(prefix) {
      const { objects } = await (await driver()).listAll(prefix, { recursive: true })
      for (const one of objects) {
        if (!one.isFile) continue
        const found = await stat(join(folder, one.key)).catch(() => undefined)
        if (found) yield { key: one.key, changedAt: found.mtimeMs }
      }
    },
  }
}

async function load(location: string): Promise<FSDriver> {
  const { FSDriver } = await import('flydrive/drivers/fs')
  return new FSDriver({ location, visibility: 'private' })
}

/** A disk that takes no more makes the driver say only that the stream was given up; what the disk said counts. */
async function pour(driver: FSDriver, key: string, path: string): Promise<void> {
  const source = new PassThrough({
    destroy: (error, done) => done(error?.name === 'AbortError' ? null : error),
  })
  const [put, read] = await Promise.allSettled([
    driver.putStream(key, source),
    pipeline(createReadStream(path), source),
  ])
  if (put.status === 'rejected') throw put.reason
  if (read.status === 'rejected') throw read.reason
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
