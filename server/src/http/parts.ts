import type { Readable } from 'node:stream'
import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal, refuse } from '../kernel/index.ts'
import { shorten } from './form.ts'

/** One part of a multipart body (RFC 7578), in the order of the body. */
export type Part =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file'
      readonly name: string
      readonly filename: string
      /** As it arrives: what comes next is not read before this is. */
      readonly body: AsyncIterable<Uint8Array>
    }

/** Fields of one body, and bytes of one. */
const mostFields = 64
const mostFieldBytes = 256 * 1024

/**
 * The parts of a request's body, read no faster than they are taken. Whoever stops early, by an error too, leaves a
 * connection that goes on: the rest of the body is thrown away.
 *
 * @throws `input.not-multipart` for a body that breaks off or is none; `input.too-large`, `input.unknown`
 */
export async function* readParts(request: FastifyRequest, mostFiles: number): AsyncGenerator<Part> {
  const limits = {
    fields: mostFields,
    fieldSize: mostFieldBytes,
    fieldNameSize: 200,
    files: mostFiles,
    parts: mostFields + mostFiles,
    headerPairs: 20,
    // Whoever takes a file counts it.
    fileSize: Number.MAX_SAFE_INTEGER,
  }
  const source = request.parts({ limits })
  try {
    for (;;) {
      const next = await source.next().catch((error: unknown) => {
        throw refusalOf(error)
      })
      if (next.done) return
      if (next.value.type === 'file') yield* fileOf(next.value)
      else yield fieldOf(next.value)
    }
  } finally {
    const { raw } = request
    if (!raw.readableEnded) {
      raw.unpipe()
      raw.resume()
    }
  }
}

function fieldOf({ fieldname, value, valueTruncated, fieldnameTruncated }: MultipartValue): Part {
  if (valueTruncated || fieldnameTruncated) refuse('input.too-large')
  if (typeof value !== 'string') refuse('input.malformed', { field: shorten(fieldname) })
  return { kind: 'field', name: fieldname, value: String(value) }
}

async function* fileOf({ fieldname, filename, file }: MultipartFile): AsyncGenerator<Part> {
  yield { kind: 'file', name: fieldname, filename, body: bodyOf(file) }
  // One that nobody wanted is passed over.
  if (!file.readableEnded && !file.destroyed) file.resume()
}

async function* bodyOf(file: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* file
  } catch (error) {
    throw refusalOf(error)
  }
}

/** What the reader says of a body is about the body. */
function refusalOf(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^FST_(PARTS|FILES|FIELDS)_LIMIT$/.test(code)) return new Refusal('input.too-large', {})
  if (code === 'FST_PROTO_VIOLATION') return new Refusal('input.unknown', { field: '__proto__' })
  const refusal = new Refusal('input.not-multipart', {})
  refusal.cause = error
  return refusal
}
