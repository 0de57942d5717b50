import {
  findFile,
  type KeptFile,
  keepFiles,
  linksOf,
  maySee,
  readFilePolicy,
  removeFile,
  type Uploader,
} from '../../capabilities/files/index.ts'
import { fileValueOf } from '../../capabilities/forms/index.ts'
import { type Ports, refuse } from '../../kernel/index.ts'
import type { Call, Row } from './row.ts'
import { findSignedIn, readSignedIn } from './signed-in.ts'

/** Files of one upload. */
const mostFiles = 10

/** Uploads that answers to forms name. The folders that the platform's client sends (`type`, `entity`, `id`) mean nothing here. */
export const fileRows: readonly Row[] = [
  { method: 'POST', path: '/files', upload: { mostFiles }, run: upload },
  { method: 'DELETE', path: '/files', run: remove },
  { method: 'GET', path: '/files', status: 302, run: show },
]

async function upload(call: Call): Promise<unknown> {
  const { world, app, asked } = call
  const signedIn = await findSignedIn(call)
  const by: Uploader = signedIn
    ? { appId: app.id, userId: signedIn.userId, address: asked.address }
    : { appId: app.id, address: asked.address }
  const kept = await keepFiles(world.at, uploadsOf(call, by), mostFiles)
  if (kept.length === 0) refuse('input.missing', { field: 'files' })
  return kept.map((file) => spell(world.at, file))
}

/** The files of the body, which has nothing else. @throws `input.unknown`, `input.not-multipart` */
async function* uploadsOf({ world: { at }, asked }: Call, by: Uploader) {
  const policy = await readFilePolicy(at)
  for await (const part of asked.parts?.() ?? refuse('input.not-multipart')) {
    if (part.kind === 'field' || part.name !== 'files') refuse('input.unknown', { field: part.name.slice(0, 60) })
    yield { by, name: part.filename, body: part.body, policy }
  }
}

/** The platform's client has text where there is no preview. */
const spell = (at: Ports, file: KeptFile) => ({ previewLink: '', ...fileValueOf(at, file), contentType: file.type })

/** @throws `files.unknown`, also for another app's (attack 58) */
async function readNamed({ world: { at }, app, query }: Call): Promise<KeptFile> {
  const id = /^files\/([0-9a-f-]{36})\//.exec(query.get('filename') ?? '')?.[1]
  const file = id === undefined ? undefined : await findFile(at.db, id)
  return file?.appId === app.id ? file : refuse('files.unknown')
}

/** Removes a file of the person who is signed in: of nobody else's, and of nobody's. */
async function remove(call: Call): Promise<true> {
  const { userId } = await readSignedIn(call)
  const file = await readNamed(call)
  if (file.userId !== userId) refuse('files.unknown')
  await removeFile(call.world.at, file)
  return true
}

/** Where the file is: its permanent link, or with a `template` its preview's. One that is private is its person's. */
async function show(call: Call): Promise<string> {
  const file = await readNamed(call)
  const userId = file.isPrivate ? (await readSignedIn(call)).userId : undefined
  if (file.isPrivate && !maySee(file, { userId, appId: call.app.id })) refuse('files.unknown')
  const { link, preview } = linksOf(call.world.at, file)
  return call.query.get('template') && preview !== undefined ? preview : link
}
