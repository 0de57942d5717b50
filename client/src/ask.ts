import { type Answered, readRefusal } from './answer.ts'
import { DiwanError, fail } from './error.ts'
import { isPage, type World } from './world.ts'

/** One request, spelled. */
export interface Request {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string | undefined>>
  /** Sent as it is, with the content type that it implies. */
  readonly body?: FormData
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks and answers the JSON of a success; undefined where it has no body.
 *
 * @throws `network.*`, `answer.not-json`, and whatever the server refuses
 */
export async function ask<T>(world: World, url: string | URL, request: Request = {}): Promise<T> {
  const answered = await exchange(world, url, request)
  if (answered.status >= 200 && answered.status < 300) return answered.body as T
  throw readRefusal(answered, world.now())
}

async function exchange(world: World, url: string | URL, request: Request): Promise<Answered> {
  const patience = AbortSignal.timeout(world.timeoutMs)
  const signal = request.signal ? AbortSignal.any([request.signal, patience]) : patience
  let response: Response
  let body: string
  try {
    response = await world.fetch(String(url), { ...initOf(request), signal })
    body = await response.text()
  } catch (cause) {
    if (request.signal?.aborted) fail('network.aborted', 'The request was aborted', { cause })
    if (patience.aborted) fail('network.timeout', `No answer within ${world.timeoutMs} ms`, { cause })
    throw new DiwanError('network.failed', { message: `${new URL(url).origin} could not be reached`, cause })
  }
  const { status, headers, type } = response
  if (type === 'opaqueredirect' || (status >= 300 && status < 400))
    fail('answer.redirected', `${new URL(url).pathname} leads elsewhere`, { status })
  return { status, body: readBody(body, status), retryAfter: headers.get('retry-after') }
}

function initOf({ method, headers, json, form, body }: Request): RequestInit {
  const sent = json !== undefined ? JSON.stringify(json) : form ? formOf(form) : body
  return {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      accept: 'application/json',
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    // Tokens travel in headers and bodies; cookies of the server are for its own pages. Some workers know no such thing.
    ...(isPage() && { credentials: 'omit' as const }),
    // Whatever is sent here is for this server alone; nothing of ours redirects.
    redirect: 'manual',
    ...(sent !== undefined && { body: sent }),
  }
}

const formOf = (form: Readonly<Record<string, string | undefined>>): URLSearchParams =>
  new URLSearchParams(Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

function readBody(text: string, status: number): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (status >= 400) return text.slice(0, 2000)
    return fail('answer.not-json', 'The answer is no JSON', { cause, status })
  }
}
