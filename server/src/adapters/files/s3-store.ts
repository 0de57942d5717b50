import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { S3Driver } from 'flydrive/drivers/s3'
import { type ByteRange, type FileStore, Refusal } from '../../kernel/index.ts'

/** Where a bucket is, and what opens it. */
export interface Bucket {
  readonly bucket: string
  /** Before every key; empty, or ending in a slash. */
  readonly prefix: string
  readonly region: string
  /** Another house than Amazon's. */
  readonly endpoint?: string
  /** The bucket in the path, not in the host's name. */
  readonly pathStyle: boolean
  /** Absent: as the library finds them in its environment. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** How long the other side has to take a connection, and to answer, ms. */
const connectionTimeout = 3000
const requestTimeout = 60_000

/** Files in a bucket, by flydrive. */
export function s3Store(place: Bucket): FileStore {
  let loading: ReturnType<typeof load> | undefined
  const driver = () => (loading ??= load(place))
  const keyOf = (key: string) => `${place.prefix}${key}`
  return {
    async put(key, { path, bytes }) {
      await outcome((await driver()).whole.putStream(keyOf(key), createReadStream(path), { contentLength: bytes }))
    },
    read: async (key, range) => outcome((await driver()).part(range).getStream(keyOf(key)) as Promise<Readable>),
    remove: async (key) => outcome((await driver()).whole.delete(keyOf(key))),
    async *list(folder) {
      const { whole } = await driver()
      let paginationToken: string | undefined
      do {
        const options = { recursive: true, ...(paginationToken !== undefined && { paginationToken }) }
        const page = await outcome(whole.listAll(keyOf(folder), options))
        for (const one of page.objects) {
          if (!one.isFile) continue
          const { lastModified } = await one.getMetaData()
          yield { key: one.key.slice(place.prefix.length), changedAt: lastModified.getTime() }
        }
        paginationToken = page.paginationToken
      } while (paginationToken !== undefined)
    },
  }
}

/** Loaded when the first file comes: the library is large. */
async function load({ bucket, region, endpoint, pathStyle, credentials }: Bucket) {
  const [{ S3Driver }, { S3Client }] = await Promise.all([import('flydrive/drivers/s3'), import('@aws-sdk/client-s3')])
  const client = new S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: 2,
    requestHandler: { connectionTimeout, requestTimeout },
    // Checksums that only Amazon's own house knows are sent where they must be.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
  })
  const options = { client, bucket, visibility: 'private', supportsACL: false } as const
  class PartDriver extends S3Driver {
    readonly #range: ByteRange
    constructor(range: ByteRange) {
      super(options)
      this.#range = range
    }
    protected override createGetObjectCommand(...[from, input]: Parameters<S3Driver['createGetObjectCommand']>) {
      const { first, last } = this.#range
      return super.createGetObjectCommand(from, { ...input, Range: `bytes=${first}-${last}` })
    }
  }
  const whole = new S3Driver(options)
  return { whole, part: (range: ByteRange | undefined): S3Driver => (range ? new PartDriver(range) : whole) }
}

/** What the bucket declines is an outage for whoever asked; the cause is in the log. */
async function outcome<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const refusal = isMissing(error)
      ? new Refusal('files.unknown', {})
      : new Refusal('server.unavailable', { retryAfterSeconds: 5 })
    refusal.cause = error
    throw refusal
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && /^(NoSuchKey|NotFound)$/.test(error.name)
