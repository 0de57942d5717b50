import { Type } from 'typebox'
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
import type { FormsCaller, Part } from '../../http/index.ts'
import { type Ports, refuse } from '../../kernel/index.ts'
import { byFormsCaller } from './gates.ts'
import { operation } from './operation.ts'

const File = Type.Object(
  {
    id: Type.String({ description: 'What an answer to a form is given' }),
    name: Type.String({ description: 'As it was called, ending as its bytes say' }),
    type: Type.String({ description: 'Found in the bytes' }),
    size: Type.Integer({ description: 'Bytes, of a picture after it was drawn anew' }),
    width: Type.Optional(Type.Integer()),
    height: Type.Optional(Type.Integer()),
    private: Type.Boolean({ description: 'The links open for its person and the app’s tokens alone' }),
    claimed: Type.Boolean({ description: 'Taken by an answer; others are removed after a while' }),
    link: Type.String({ format: 'uri', description: 'Permanent' }),
    preview: Type.Optional(Type.String({ format: 'uri', description: 'WebP of 320 pixels at most' })),
    createdAt: Type.String({ format: 'date-time' }),
  },
  { $id: 'File' },
)

function spell(at: Ports, file: KeptFile) {
  const { link, preview } = linksOf(at, file)
  return {
    id: file.id,
    name: file.name,
    type: file.type,
    size: file.bytes,
    ...(file.width !== undefined && { width: file.width }),
    ...(file.height !== undefined && { height: file.height }),
    private: file.isPrivate,
    claimed: file.isClaimed,
    link,
    ...(preview !== undefined && { preview }),
    createdAt: new Date(file.createdAt).toISOString(),
  }
}

/** The caller's own; another's is as good as none (attack 58). @throws `files.unknown` */
async function readOwn(at: Ports, who: FormsCaller, id: string): Promise<KeptFile> {
  const file = await findFile(at.db, id)
  return file && maySee(file, who) ? file : refuse('files.unknown')
}

/** The files of a body that has nothing else. @throws `input.unknown` */
async function* uploadsOf(at: Ports, who: FormsCaller, address: string, parts: AsyncIterable<Part>) {
  const by: Uploader = who.userId === undefined ? who : { ...who, address }
  const policy = await readFilePolicy(at)
  for await (const part of parts) {
    if (part.kind === 'field' || part.name !== 'file') refuse('input.unknown', { field: part.name.slice(0, 60) })
    yield { by, name: part.filename ?? '', body: part.body, policy }
  }
}

const gate = byFormsCaller
const one = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$', description: 'The file' }) })

/** Files that people and apps upload for forms. */
export const files = [
  operation({
    method: 'POST',
    path: '/files',
    id: 'uploadFile',
    summary: 'Takes one file, and keeps it until a form takes it, or for `files.unclaimedHours`',
    gate,
    upload: { field: 'file', mostFiles: 1 },
    status: 201,
    answer: File,
    refusals: [
      'files.too-large',
      'files.too-many',
      'files.wrong-type',
      'files.unreadable',
      'files.quota',
      'limits.exhausted',
      'server.overloaded',
      'server.no-room',
    ],
    async run({ at }, who, { parts, address }) {
      const [file] = await keepFiles(at, uploadsOf(at, who, address, parts), 1)
      return spell(at, file ?? refuse('input.missing', { field: 'file' }))
    },
  }),
  operation({
    method: 'GET',
    path: '/files/{id}',
    id: 'readFile',
    summary: 'What is kept of a file, and its links',
    gate,
    parameters: one,
    status: 200,
    answer: File,
    refusals: ['files.unknown'],
    run: async ({ at }, who, { parameters: { id } }) => spell(at, await readOwn(at, who, id)),
  }),
  operation({
    method: 'DELETE',
    path: '/files/{id}',
    id: 'removeFile',
    summary: 'Removes a file; its links open nothing from then on',
    gate,
    parameters: one,
    status: 204,
    refusals: ['files.unknown'],
    async run({ at }, who, { parameters: { id } }) {
      await removeFile(at, await readOwn(at, who, id))
      return undefined
    },
  }),
]
