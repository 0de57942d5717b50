import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import {
  type FilePolicy,
  type KeptFile,
  keepFile,
  linksOf,
  readFilePolicy,
} from '../../src/capabilities/files/index.ts'
import type { Ports, UserId } from '../../src/kernel/index.ts'
import { recordSecret } from './secrets.ts'

/** A picture that tells where it was made and which way it was held. */
export const makePicture = (
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif',
  width = 400,
  height = 300,
): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })
    .withExif({ IFD0: { Copyright: 'secret place' }, IFD3: { GPSLatitude: '35/1 41/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toFormat(format)
    .toBuffer()

export interface UploadWish {
  readonly appId?: string
  readonly userId?: UserId
  readonly address?: string
  readonly name?: string
  readonly field?: Partial<FilePolicy>
}

/** Uploads as a dialect does. */
export async function upload(at: Ports, bytes: Buffer | string, wish: UploadWish = {}): Promise<KeptFile> {
  const { appId = '1001', userId, address, name = 'a.txt', field } = wish
  const policy = await readFilePolicy(at, field)
  const body = Readable.from([Buffer.from(bytes)])
  const file = await keepFile(at, { by: { appId, userId, address }, name, body, policy })
  recordSecret(linksOf(at, file).link.split('/').at(-1) ?? '')
  return file
}

/** Every file below a folder. */
export async function listFolder(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
}
