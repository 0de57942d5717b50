import { STATUS_CODES } from 'node:http'
import type { TObject, TSchema } from 'typebox'
import type { RefusalCode } from '../../kernel/index.ts'
import { type Operation, root } from './operation.ts'
import { Problem, statusOf } from './problem.ts'

/** What any operation may decline, beside its own refusals. */
const always: readonly RefusalCode[] = ['apps.insecure-transport', 'server.unavailable']
const withInput: readonly RefusalCode[] = ['input.unknown', 'input.missing', 'input.invalid', 'input.duplicate']
const withBody: readonly RefusalCode[] = ['input.not-json', 'input.malformed', 'input.too-large']
const gates = {
  app: ['apps.not-authenticated', 'apps.not-live', 'apps.not-permitted'],
  person: ['sessions.not-signed-in', 'apps.not-permitted'],
} as const satisfies Record<string, readonly RefusalCode[]>

/** Describes the table of operations in OpenAPI 3.1; nothing in it is written by hand a second time. */
export function describeApi(operations: readonly Operation[], publicUrl: string): object {
  const schemas: Record<string, object> = {}
  const paths: Record<string, Record<string, object>> = {}
  for (const one of operations) {
    const path = `${root}${one.path}`
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: describe(one, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Diwan', version: '1', description: 'Everything declined is a problem document (RFC 9457).' },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        app: {
          type: 'http',
          scheme: 'bearer',
          description: 'A long-lived token of the app, or an access token it got for itself (client credentials)',
        },
        person: { type: 'openIdConnect', openIdConnectUrl: `${publicUrl}/.well-known/openid-configuration` },
      },
    },
  }
}

function describe(one: Operation, schemas: Record<string, object>): object {
  const { scheme, needs, orPerson } = one.gate
  return {
    operationId: one.id,
    summary: one.summary,
    ...(needs !== undefined && { description: `Needs \`${needs}\`.` }),
    security: [
      ...(scheme ? [{ [scheme]: needs === undefined ? [] : [needs] }] : []),
      ...(orPerson === undefined ? [] : [{ person: [orPerson] }]),
    ],
    parameters: [...describeParameters('path', one.parameters), ...describeParameters('query', one.query)],
    ...(one.upload && { requestBody: { required: true, content: multipartOf(one.upload.field) } }),
    ...(one.body && { requestBody: { required: true, content: contentOf('application/json', one.body, schemas) } }),
    responses: {
      [one.status]: {
        description: STATUS_CODES[one.status],
        ...(one.answer && { content: contentOf('application/json', one.answer, schemas) }),
      },
      ...describeRefusals(refusalsOf(one), schemas),
    },
  }
}

const multipartOf = (field: string): object => ({
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: [field],
      properties: { [field]: { type: 'string', contentMediaType: 'application/octet-stream' } },
    },
  },
})

const describeParameters = (place: 'path' | 'query', schema: TObject | undefined): object[] =>
  Object.entries(schema?.properties ?? {}).map(([name, one]) => ({
    name,
    in: place,
    required: schema?.required?.includes(name) ?? false,
    schema: one,
  }))

const refusalsOf = ({ gate, body, upload, parameters, query, refusals }: Operation): RefusalCode[] => [
  ...always,
  ...(gate.scheme ? gates[gate.scheme] : []),
  ...(body || upload || parameters || query ? withInput : []),
  ...(upload ? (['input.not-multipart', 'input.too-large'] as const) : []),
  ...(body ? withBody : []),
  ...refusals,
]

/** One response for each status, naming the codes it comes with. */
function describeRefusals(codes: readonly RefusalCode[], schemas: Record<string, object>): Record<string, object> {
  const groups = Object.groupBy(new Set(codes), (code) => String(statusOf(code)))
  return Object.fromEntries(
    Object.entries(groups).map(([status, these = []]) => [
      status,
      {
        description: these.join(', '),
        ...(these.some((code) => code.startsWith('limits.')) && {
          headers: { 'Retry-After': { schema: { type: 'integer' } } },
        }),
        content: contentOf('application/problem+json', Problem, schemas),
      },
    ]),
  )
}

/** A schema with a name (`$id`) stands among the components, and is referred to. */
function contentOf(type: string, schema: TSchema, schemas: Record<string, object>): Record<string, object> {
  return { [type]: { schema: referTo(schema, schemas) } }
}

function referTo(schema: unknown, schemas: Record<string, object>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => referTo(one, schemas))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $id, ...rest } = schema as { $id?: string }
  const inner = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, referTo(one, schemas)]))
  if ($id === undefined) return inner
  schemas[$id] = inner
  return { $ref: `#/components/schemas/${$id}` }
}
