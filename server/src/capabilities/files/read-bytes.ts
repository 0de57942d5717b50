import type { Readable } from 'node:stream'
import type { ByteRange, Ports } from '../../kernel/index.ts'
import { type KeptFile, previewKeyOf } from './file.ts'

/**
 * The bytes of a kept file, or a part of them, as they come from the store.
 *
 * @throws `files.unknown` when the store has lost them; `server.unavailable`
 */
export const readBytes = (at: Ports, file: KeptFile, range?: ByteRange): Promise<Readable> =>
  at.files.store.read(file.key, range)

/** As {@link readBytes}, of the preview of a picture. */
export const readPreview = (at: Ports, file: KeptFile, range?: ByteRange): Promise<Readable> =>
  at.files.store.read(previewKeyOf(file.key), range)
