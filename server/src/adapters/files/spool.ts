import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Random, refuseLarge, type Spool, type Spooled } from '../../kernel/index.ts'
import { refusalOfDisk } from './disk-full.ts'
import { findType } from './find-type.ts'

/** A spool that also knows where others may write into it. */
export interface OpenSpool extends Spool {
  /** A fresh path; nothing is there yet. */
  newPath(): Promise<string>
  /** What lies at such a path, whoever wrote it. */
  weigh(path: string): Promise<Spooled>
}

/** Files in a folder of this machine, under random names. */
export function createSpool(folder: string, random: Random): OpenSpool {
  const newPath = async (): Promise<string> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return join(folder, random.bytes(16).toString('hex'))
  }
  return {
    newPath,
    async receive(body, mostBytes) {
      const path = await newPath().catch(rethrow)
      const file = await open(path, 'wx', 0o600).catch(rethrow)
      try {
        return { path, ...(await write(file, body, mostBytes)) }
      } catch (error) {
        await unlink(path).catch(() => undefined)
        throw refusalOfDisk(error)
      } finally {
        await file.close()
      }
    },
    findType: ({ path }) => findType(path),
    async weigh(path) {
      const file = await open(path, 'r')
      const digest = createHash('sha256')
      let bytes = 0
      for await (const chunk of file.createReadStream()) {
        digest.update(chunk)
        bytes += chunk.length
      }
      return { path, bytes, digest: digest.digest('base64url') }
    },
    drop: ({ path }) => unlink(path).catch(() => undefined),
    async sweep(olderThan) {
      const names = await readdir(folder).catch(() => [])
      for (const name of names) {
        const path = join(folder, name)
        const found = await stat(path).catch(() => undefined)
        if (found?.isFile() && Date.now() - found.mtimeMs > olderThan) await unlink(path).catch(() => undefined)
      }
    },
  }
}

async function write(file: FileHandle, body: AsyncIterable<Uint8Array>, mostBytes: number) {
  const digest = createHash('sha256')
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > mostBytes) refuseLarge(mostBytes)
    digest.update(chunk)
    await file.writeFile(chunk)
  }
  return { bytes, digest: digest.digest('base64url') }
}

const rethrow = (error: unknown): never => {
  throw refusalOfDisk(error)
}
