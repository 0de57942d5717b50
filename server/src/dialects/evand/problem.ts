import { type Answer, type Asked, json, languageOf } from '../../http/index.ts'
import type { Family, Language, Refusal, RefusalCode } from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { evandTexts } from './texts.ts'

/** The platform is Persian, and so are its messages where nobody asks for another language. */
const languageFor = (asked: Asked): Language => languageOf(asked, 'fa')

/** What the token endpoint says: RFC 6749 §5.2, whose descriptions are ASCII and for the developer. */
interface TokenWire {
  readonly status: number
  readonly error: string
  readonly description: string
}

const wire = (status: number, error: string, description: string): TokenWire => ({ status, error, description })
const invalidRequest = wire(400, 'invalid_request', 'the request is malformed, or a parameter is missing or wrong')
const invalidClient = wire(401, 'invalid_client', 'the client is unknown, not served, or its secret is wrong')
const invalidGrant = wire(400, 'invalid_grant', 'the code lets nobody in')
const unauthorizedClient = wire(400, 'unauthorized_client', 'the client may not do this')
const slowDown = wire(429, 'slow_down', 'too many tries')
const unavailable = wire(503, 'temporarily_unavailable', 'try again in a moment')
const failed = wire(500, 'server_error', 'something went wrong here')

const tokenWires: { family: Record<Family, TokenWire>; code: Partial<Record<RefusalCode, TokenWire>> } = {
  family: {
    input: invalidRequest,
    apps: unauthorizedClient,
    users: invalidGrant,
    passwords: invalidGrant,
    verification: invalidGrant,
    registration: invalidGrant,
    guests: invalidGrant,
    forms: invalidGrant,
    invitations: invalidGrant,
    files: invalidRequest,
    pages: invalidRequest,
    sessions: invalidGrant,
    limits: slowDown,
    server: unavailable,
  },
  code: {
    'input.unknown-verb': wire(400, 'unsupported_grant_type', 'client_credentials or event_mobile_verification'),
    'input.too-large': wire(413, 'invalid_request', 'the request is too large'),
    'apps.not-authenticated': invalidClient,
    'apps.not-live': invalidClient,
    'apps.insecure-transport': wire(403, 'invalid_request', 'use https'),
    'verification.paused': slowDown,
    'verification.too-soon': slowDown,
  },
}

/** Spells a refusal of the token endpoint; `message` is the platform's own habit beside the standard's keys. */
export function spellToken(refusal: Refusal | undefined, asked: Asked): Answer {
  const told = refusal ? (tokenWires.code[refusal.code] ?? tokenWires.family[refusal.family]) : failed
  const byMethod = refusal?.code === 'input.unknown-verb' && asked.method !== 'POST'
  const status = byMethod ? 405 : told.status
  const body = {
    error: byMethod ? invalidRequest.error : told.error,
    error_description: byMethod ? 'use POST' : told.description,
    message: say(refusal, asked, told.status === 401 ? 'client' : undefined),
  }
  const basic = status === 401 && /^Basic /i.test(asked.header('authorization') ?? '')
  return json(status, body, { ...waitOf(refusal), ...(basic && { 'www-authenticate': 'Basic realm="diwan"' }) })
}

const codeStatuses: { family: Record<Family, number>; code: Partial<Record<RefusalCode, number>> } = {
  family: {
    input: 422,
    apps: 403,
    users: 422,
    passwords: 422,
    verification: 422,
    registration: 422,
    guests: 422,
    forms: 422,
    invitations: 422,
    files: 422,
    pages: 404,
    sessions: 401,
    limits: 429,
    server: 503,
  },
  code: {
    'input.not-json': 400,
    'input.malformed': 400,
    'input.too-large': 413,
    'input.unsupported': 400,
    'input.unknown-verb': 405,
    'apps.not-authenticated': 401,
    'apps.not-live': 401,
    'verification.too-soon': 429,
    'verification.paused': 429,
  },
}

/** Refusals of a number that say so without its field. */
const aboutNumber: readonly RefusalCode[] = ['verification.country-closed', 'verification.textless']

/** Spells a refusal of the codes: `message`, and what is wrong with each field as the platform lists it. */
export function spellCodes(refusal: Refusal | undefined, asked: Asked): Answer {
  const status = refusal ? (codeStatuses.code[refusal.code] ?? codeStatuses.family[refusal.family]) : 500
  const { field = refusal && aboutNumber.includes(refusal.code) ? 'mobile' : undefined } = (refusal?.facts ?? {}) as {
    field?: string
  }
  const message = say(refusal, asked, status === 401 ? 'token' : undefined)
  const body = { message, ...(status === 422 && field !== undefined && { errors: { [field]: [message] } }) }
  const bearer = asked.header('authorization') ? 'Bearer error="invalid_token"' : 'Bearer'
  return json(status, body, { ...waitOf(refusal), ...(status === 401 && { 'www-authenticate': bearer }) })
}

function say(refusal: Refusal | undefined, asked: Asked, own: keyof (typeof evandTexts)[Language] | undefined): string {
  const language = languageFor(asked)
  if (own) return evandTexts[language][own]
  return refusal ? sayRefusal(language, refusal) : sayFailed(language, asked.requestId)
}

const waitOf = (refusal: Refusal | undefined): Record<string, string> =>
  refusal?.retryAfterSeconds === undefined ? {} : { 'retry-after': String(refusal.retryAfterSeconds) }
