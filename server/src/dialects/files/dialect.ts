import {
  findFileByLink,
  type KeptFile,
  maySee,
  readBytes,
  readPreview,
  type Viewer,
} from '../../capabilities/files/index.ts'
import { type Answer, type Asked, type Dialect, languageOf, type Route, readFormsCaller } from '../../http/index.ts'
import { type BrowserSessions, type Ports, Refusal, refuse, type Tokens } from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { dispositionOf } from './disposition.ts'
import { readRange } from './range.ts'

/** What this surface works with. */
export interface FilesWorld {
  readonly at: Ports
  readonly sessions: BrowserSessions
  readonly tokens: Pick<Tokens, 'findAccess'>
}

/** A day after an erasure no cache gives it out any more. */
const keptSeconds = 86_400

/**
 * Files, by their permanent links. Never shown as a page of ours (attacks 63, 73): saved and not opened, taken for nothing
 * else than they are, and without any right where a browser opens them all the same. Pictures can stand in anybody's page.
 */
export function files(world: FilesWorld): Dialect {
  const serve = (isPreview: boolean) => (asked: Asked) => answer(world, asked, isPreview)
  const rows = (['GET', 'HEAD'] as const).flatMap((method): Route[] => [
    { method, path: '/files/:link', answer: serve(false) },
    { method, path: '/files/:link/preview', answer: serve(true) },
  ])
  return { name: 'files', bodyLimit: 1024, routes: rows, spell }
}

async function answer(world: FilesWorld, asked: Asked, isPreview: boolean): Promise<Answer> {
  const { at } = world
  const secret = /^\/files\/([\w-]{27})(?:\/preview)?$/.exec(asked.path)?.[1] ?? refuse('files.unknown')
  const file = (await findFileByLink(at.db, secret)) ?? refuse('files.unknown')
  if (isPreview && file.previewBytes === 0) refuse('files.unknown')
  if (file.isPrivate && !maySee(file, await viewerOf(world, asked))) refuse('files.unknown')
  const bytes = isPreview ? file.previewBytes : file.bytes
  const etag = `"${file.digest}${isPreview ? '-p' : ''}"`
  const headers = headersOf(file, isPreview, etag)
  if (isKnown(asked.header('if-none-match'), etag))
    return { status: 304, type: headers.type, body: '', headers: headers.all }
  const isFresh = [undefined, etag].includes(asked.header('if-range'))
  const range = isFresh && asked.method === 'GET' ? readRange(asked.header('range'), bytes) : undefined
  if (range === 'outside') {
    return {
      status: 416,
      type: headers.type,
      body: '',
      headers: { ...headers.all, 'content-range': `bytes */${bytes}` },
    }
  }
  const length = range ? range.last - range.first + 1 : bytes
  const all = {
    ...headers.all,
    'content-length': String(length),
    ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${bytes}` }),
  }
  const whole = { status: range ? 206 : 200, type: headers.type, body: '', headers: all }
  if (asked.method === 'HEAD' || bytes === 0) return whole
  return { ...whole, stream: await (isPreview ? readPreview : readBytes)(at, file, range) }
}

/** Nobody in particular where nothing is shown, or nothing that counts: what is private is then as good as absent. */
async function viewerOf({ at, tokens, sessions }: FilesWorld, asked: Asked): Promise<Viewer> {
  const authorization = asked.header('authorization')
  // Over plain http a token is nobody's, as everywhere.
  if (authorization === undefined || !asked.secure) {
    return { userId: (await sessions.read(asked.wire))?.userId, appId: undefined }
  }
  try {
    return await readFormsCaller(at, tokens, authorization)
  } catch (error) {
    if (error instanceof Refusal && error.family === 'apps') return { userId: undefined, appId: undefined }
    throw error
  }
}

function headersOf(file: KeptFile, isPreview: boolean, etag: string) {
  const isText = file.type === 'text/plain'
  const shared = file.isClaimed && !file.isPrivate
  return {
    type: isPreview ? 'image/webp' : isText ? 'text/plain; charset=utf-8' : file.type,
    all: {
      etag,
      'accept-ranges': 'bytes',
      'content-disposition': dispositionOf(isPreview ? `${file.name}.webp` : file.name),
      'content-security-policy': "sandbox; default-src 'none'",
      // Whoever has the link may read it, a script of another page too (attack 65).
      ...(!file.isPrivate && { 'access-control-allow-origin': '*' }),
      'cross-origin-resource-policy': file.isPrivate ? 'same-site' : 'cross-origin',
      'cache-control': shared ? `public, max-age=${keptSeconds}, immutable` : 'private, no-store',
    },
  }
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag)

/** What is not there and what is not theirs look alike (attack 58). */
function spell(refusal: Refusal | undefined, asked: Asked): Answer {
  const language = languageOf(asked, 'en')
  const type = 'text/plain; charset=utf-8'
  if (!refusal) return { status: 500, type, body: sayFailed(language, asked.requestId) }
  if (refusal.family === 'server') {
    const wait = String(refusal.retryAfterSeconds ?? 5)
    return { status: 503, type, body: sayRefusal(language, refusal), headers: { 'retry-after': wait } }
  }
  return { status: 404, type, body: sayRefusal(language, new Refusal('files.unknown', {})) }
}
