import type { ServerResponse } from 'node:http'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify'
import { type Log, newRowId, type Ports, Refusal } from '../kernel/index.ts'
import { guardPace, uploadWithin } from './pace.ts'
import { readParts } from './parts.ts'
import { type Answer, type Asked, type Dialect, type ForeignRoute, json, type Route } from './route.ts'

/** Longest request line with headers, bytes: the portal takes URLs up to 64 kB (gateaz.md, Decisions). */
const maxHeaderSize = 80 * 1024

/** The head of a request must have arrived by then, ms. */
const headersTimeout = 30_000

/** Headers of every answer: nothing is kept, sniffed, framed or told onward. */
const always = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

export interface Web {
  readonly fastify: FastifyInstance
  mount(dialect: Dialect): void
}

export interface WebOptions {
  /** Which proxies may say who is calling: all, none, or a list of addresses and networks. */
  trustProxy: boolean | string
  /** Called after each answer, with the route's pattern: the URL itself is never told (rule 3). */
  observe: (route: string, status: number, seconds: number) => void
}

const never = (): never => {
  throw new Error('the framework checks no schemas here')
}

/** The only place that knows the HTTP framework. */
export function createWeb(at: Ports, options: WebOptions): Web {
  const anyCase: Spellings = new Map()
  const fastify = Fastify({
    rewriteUrl: ({ url = '/' }) => spellPath(anyCase, url),
    logger: false,
    requestTimeout: uploadWithin,
    trustProxy: options.trustProxy,
    exposeHeadRoutes: false,
    genReqId: () => newRowId(at),
    http: { maxHeaderSize, headersTimeout },
    // What still arrives while the server stops is answered like everything else, in its own dialect.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { querystringParser: () => ({}) },
    // No route is described to the framework: what would compile them is not even read.
    schemaController: { compilersFactory: { buildValidator: never, buildSerializer: never } },
    // The framework's own answer would repeat the address, and the key in it.
    frameworkErrors: (_error, _request, reply) => write(reply, badRequest),
  })
  guardPace(fastify)
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1000
    options.observe(route, reply.statusCode, seconds)
    const facts = {
      request: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(seconds * 1000),
    }
    at.log.info(facts, 'answered')
  })
  const dialects: Dialect[] = []
  fastify.setNotFoundHandler(async (request, reply) => {
    const asked = askedOf(request, reply)
    for (const { missing } of dialects) {
      const answer = await missing?.(asked)
      if (answer) return write(reply, answer)
    }
    return write(reply, json(404, { error: 'not_found' }))
  })
  fastify.setErrorHandler((_error, _request, reply) => write(reply, badRequest))
  return {
    fastify,
    mount(dialect) {
      dialects.push(dialect)
      for (const { path, anyCase: any } of dialect.routes) if (any) anyCase.set(path.toLowerCase(), path)
      mountDialect(fastify, at.log, dialect)
    },
  }
}

/** Paths that are served in any case, from lower case to how they are mounted. */
type Spellings = Map<string, string>

function spellPath(spellings: Spellings, url: string): string {
  const [path = ''] = url.split('?', 1)
  const mounted = spellings.get(path.toLowerCase())
  return mounted === undefined ? url : mounted + url.slice(path.length)
}

/** What no dialect gets to see: an address or a body that cannot be read, for a path that nobody serves. */
const badRequest = json(400, { error: 'bad_request' })

function mountDialect(fastify: FastifyInstance, log: Log, dialect: Dialect): void {
  fastify.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      const asked = askedOf(request, reply)
      const refusal = refusalOf(error)
      if (!refusal) logBug(log, asked, error)
      return write(reply, dialect.spell(refusal, asked))
    })
    const [taking, plain] = [dialect.routes.filter(({ upload }) => upload), dialect.routes.filter((one) => !one.upload)]
    for (const route of plain) scope.route(ordinary(fastify, dialect, route))
    if (taking.length > 0) {
      // Only where files are taken is a multipart body anything else than bytes.
      scope.register(async (inner) => {
        await inner.register(multipart, { throwFileSizeLimit: false })
        for (const route of taking) inner.route(ordinary(fastify, dialect, route))
      })
    }
    for (const route of dialect.foreignRoutes ?? []) scope.route(foreign(scope, log, dialect, route))
  })
}

function ordinary(fastify: FastifyInstance, dialect: Dialect, route: Route): RouteOptions {
  const { upload } = route
  return {
    method: route.method === 'ANY' ? [...fastify.supportedMethods] : route.method,
    url: route.path,
    bodyLimit: dialect.bodyLimit,
    config: { upload: upload !== undefined },
    async handler(request, reply) {
      const asked = askedOf(request, reply)
      const parts = upload && request.isMultipart() ? () => readParts(request, upload.mostFiles) : undefined
      return write(reply, await route.answer(parts ? { ...asked, parts } : asked))
    },
  }
}

/** Hands a request over before its body is read: the library reads it by itself. */
function foreign(scope: FastifyInstance, log: Log, dialect: Dialect, route: ForeignRoute): RouteOptions {
  return {
    method: [...scope.supportedMethods],
    url: route.path,
    async onRequest(request, reply) {
      const asked = askedOf(request, reply)
      for (const [name, value] of Object.entries(always)) reply.raw.setHeader(name, value)
      reply.hijack()
      try {
        await route.serve(asked)
      } catch (error) {
        const refusal = refusalOf(error)
        if (!refusal) logBug(log, asked, error)
        writeRaw(reply.raw, dialect.spell(refusal, asked))
      }
    },
    handler: () => undefined,
  }
}

function writeRaw(response: ServerResponse, answer: Answer): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers }).end(answer.body)
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('input.too-large', {})
  const client = error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500
  return client ? new Refusal('input.unsupported', {}) : undefined
}

function logBug(log: Log, asked: Asked, error: unknown): void {
  const stack = error instanceof Error ? error.stack : String(error)
  log.error({ request: asked.requestId, method: asked.method, path: asked.path, stack }, 'a bug')
}

function write(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply
    .code(answer.status)
    .headers({ ...always, 'content-type': answer.type, ...answer.headers })
    .send(answer.stream ?? answer.body)
}

function askedOf(request: FastifyRequest, reply: FastifyReply): Asked {
  const [path = '', ...query] = request.url.split('?')
  return {
    method: request.method,
    path,
    query: query.join('?'),
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
    mediaType: request.headers['content-type']?.split(';')[0]?.trim().toLowerCase(),
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    address: request.ip,
    // Every hop: where all proxies are trusted, the first address is whatever the caller wrote.
    secure: request.protocol === 'https' || (request.ips ?? [request.ip]).every(isLoopback),
    requestId: request.id,
    wire: { request: request.raw, response: reply.raw, address: request.ip },
  }
}

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address)
