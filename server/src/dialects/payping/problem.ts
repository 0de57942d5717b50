import { type Answer, type Asked, json, languageOf } from '../../http/index.ts'
import type { Family, Refusal, RefusalCode } from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { paypingTexts } from './texts.ts'

interface Wire {
  readonly status: number
  readonly title: string
  readonly type: string
  /** The platform's own number; known for validation alone. */
  readonly code: number
}

const law = 'https://datatracker.ietf.org/doc/html'
const wire = (status: number, title: string, type: string, code = status): Wire => ({
  status,
  title,
  type: `${law}/${type}`,
  code,
})

const validation = wire(400, 'ValidationException', 'rfc7231#section-6.5.1', 101)
const unauthorized = wire(401, 'UnauthorizedException', 'rfc7235#section-3.1')
const forbidden = wire(403, 'ForbiddenException', 'rfc7231#section-6.5.3')
const notFound = wire(404, 'NotFoundException', 'rfc7231#section-6.5.4')
const tooMany = wire(429, 'TooManyRequestsException', 'rfc6585#section-4')
const unavailable = wire(503, 'ServiceUnavailableException', 'rfc7231#section-6.6.4')
const failed = wire(500, 'InternalServerException', 'rfc7231#section-6.6.1')

const refusals: { family: Record<Family, Wire>; code: Partial<Record<RefusalCode, Wire>> } = {
  family: {
    input: validation,
    apps: forbidden,
    users: validation,
    passwords: validation,
    verification: validation,
    registration: validation,
    guests: validation,
    forms: validation,
    invitations: validation,
    files: validation,
    pages: notFound,
    sessions: unauthorized,
    limits: tooMany,
    server: unavailable,
  },
  code: {
    'apps.not-authenticated': unauthorized,
    // A suspended app's token is as good as none (attack 53).
    'apps.not-live': unauthorized,
    'input.unknown-verb': wire(405, 'MethodNotAllowedException', 'rfc7231#section-6.5.5'),
    'input.too-large': wire(413, 'PayloadTooLargeException', 'rfc7231#section-6.5.11'),
  },
}

/** Every answer's number, which clients keep for the support (contracts/payping.md, 1). */
export const named = (asked: Asked, answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'X-PayPingRequest-ID': asked.requestId },
})

/** Spells a refusal in the platform's form. */
export function spellProblem(refusal: Refusal | undefined, asked: Asked): Answer {
  const language = languageOf(asked, 'fa')
  const { status, title, type, code } = refusal
    ? (refusals.code[refusal.code] ?? refusals.family[refusal.family])
    : failed
  const said = refusal ? sayRefusal(language, refusal) : sayFailed(language, asked.requestId)
  const message = status === 401 ? paypingTexts[language].token : said
  const body = {
    type,
    title,
    status,
    instance: asked.path,
    paypingTraceId: asked.requestId,
    metaData: { code, errors: [{ message }] },
  }
  const wait = refusal?.retryAfterSeconds
  const headers: Record<string, string> = {
    ...(wait !== undefined && { 'retry-after': String(wait) }),
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  }
  return named(asked, json(status, body, headers))
}
