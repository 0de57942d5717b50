import type { Readable } from 'node:stream'
import { refuse } from './refusal.ts'

/** A file that has arrived at this machine, and lies there under a name of ours until it is dropped. */
export interface Spooled {
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the bytes, in base64url. */
  readonly digest: string
}

/** What the bytes of a file say it is; the name it came with has no say. */
export interface FoundType {
  /** Media type, as `image/png`; `application/octet-stream` where nothing is known. */
  readonly type: string
  /** How names of such files end, without the dot. */
  readonly ending: string
}

/** Declines a file that is larger than it may be, in megabytes, as people count. @throws `files.too-large` */
export const refuseLarge = (mostBytes: number): never =>
  refuse('files.too-large', { megabytes: Math.max(0.1, Math.floor(mostBytes / 100_000) / 10) })

/** Where uploads lie while they arrive and are looked at: on this machine's disk, never whole in memory. */
export interface Spool {
  /**
   * Takes all of `body`, counting while it arrives; what does not arrive whole leaves nothing behind.
   *
   * @throws `files.too-large` once a byte more than `mostBytes` has come; `server.no-room` when the disk is full
   */
  receive(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Spooled>
  findType(file: Spooled): Promise<FoundType>
  drop(file: Spooled): Promise<void>
  /** Removes what a dead process left: files older than so many milliseconds. */
  sweep(olderThan: number): Promise<void>
}

/** What a picture may be, before it is decoded. */
export interface ImageBounds {
  /** Of all frames together. */
  readonly mostPixels: number
  readonly mostFrames: number
  /** Longest side of the preview, pixels. */
  readonly previewSide: number
}

/** A picture drawn anew from its pixels alone: no metadata, nothing behind its end, upright. */
export interface Redrawn {
  readonly image: Spooled
  readonly found: FoundType
  readonly width: number
  readonly height: number
  readonly preview: Spooled
}

/** Decodes pictures, few at a time, with a bounded queue like the one of password hashes (rule 10). */
export interface Images {
  /** Media types that can be drawn. */
  canDraw(type: string): boolean
  /** @throws `files.unreadable`, `server.overloaded`, `server.no-room` */
  redraw(file: Spooled, type: string, bounds: ImageBounds): Promise<Redrawn>
}

/** The first and the last byte of a part, counted from 0. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** Where bytes are kept under keys of ours: lower-case hexadecimal, `/` and `.`, nothing that a caller wrote. */
export interface FileStore {
  /** The bytes stay when this resolves, through a power loss too. @throws `server.no-room`, `server.unavailable` */
  put(key: string, file: Spooled): Promise<void>
  /** @throws `files.unknown` when there is nothing under the key; `server.unavailable` */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** Removing what is not there is no mistake. @throws `server.unavailable` */
  remove(key: string): Promise<void>
  /** All keys that begin with a folder's name, and when each was written, epoch ms. */
  list(folder: string): AsyncIterable<{ readonly key: string; readonly changedAt: number }>
}

/** What files need of the world. */
export interface FileWorks {
  readonly spool: Spool
  readonly images: Images
  readonly store: FileStore
}
