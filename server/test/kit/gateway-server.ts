import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'

/** A request as a gateway got it. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly form: Record<string, string>
  readonly json: Record<string, unknown>
}

/** What it answers: a status with a body, nothing at all, or a connection that breaks after the request was read. */
export type Said = { status: number; body?: unknown; headers?: Record<string, string> } | 'hang' | 'break'

export interface GatewayServer {
  readonly url: string
  readonly received: readonly Received[]
  /** From now on. */
  say(how: Said | ((request: Received) => Said)): void
  /** Answers everything that hangs by what is said now. */
  release(): void
  /** Refuses connections from now on, at the same address. */
  stop(): Promise<void>
}

/** Starts a real HTTP server that plays a gateway. */
export async function startGatewayServer(
  t: TestContext,
  first: Said = { status: 200, body: {} },
): Promise<GatewayServer> {
  const received: Received[] = []
  const hanging: (() => void)[] = []
  let how: (request: Received) => Said = () => first
  const answer = (request: Received, response: ServerResponse) => {
    const said = how(request)
    if (said === 'hang') return void hanging.push(() => answer(request, response))
    if (said === 'break') return void response.socket?.destroy()
    const body = typeof said.body === 'string' ? said.body : JSON.stringify(said.body ?? {})
    response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers }).end(body)
  }
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming)
    received.push(request)
    answer(request, response)
  })
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(stop)
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    received,
    say(next) {
      how = typeof next === 'function' ? next : () => next
    },
    release() {
      for (const go of hanging.splice(0)) go()
    },
    stop,
  }
}

async function read(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString('utf8')
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://gateway')
  const isJson = incoming.headers['content-type']?.startsWith('application/json')
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body,
    form: Object.fromEntries(new URLSearchParams(isJson ? '' : body)),
    json: isJson && body ? JSON.parse(body) : {},
  }
}
