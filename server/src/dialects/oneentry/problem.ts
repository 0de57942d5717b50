import { type Answer, type Asked, json, languageOf } from '../../http/index.ts'
import {
  type AnswerProblem,
  type Family,
  findLanguage,
  type Language,
  Refusal,
  type RefusalCode,
} from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { oneentryTexts } from './texts.ts'

const statuses: { family: Record<Family, number>; code: Partial<Record<RefusalCode, number>> } = {
  family: {
    input: 400,
    apps: 403,
    users: 400,
    passwords: 400,
    verification: 400,
    registration: 400,
    files: 400,
    forms: 400,
    guests: 400,
    invitations: 400,
    pages: 404,
    sessions: 401,
    limits: 429,
    server: 503,
  },
  code: {
    'input.too-large': 413,
    'input.unsupported': 415,
    'input.unknown-verb': 405,
    'files.unknown': 404,
    'files.too-large': 413,
    'server.no-room': 507,
    'forms.unknown': 404,
    'forms.answer-unknown': 404,
    'forms.provider-unknown': 404,
    'forms.event-unknown': 404,
    'passwords.wrong': 401,
    'users.suspended': 401,
    'verification.paused': 429,
    'verification.too-soon': 429,
  },
}

/** Sign-in refuses a code as it refuses a password: with 401, which tells the platform's client to sign in anew. */
const signIn = /\/(users\/auth|oauth)$/

/** What the platform's client reads of whatever was declined; `statusCode` is how it knows an error (contracts/oneentry.md). */
export function spellProblem(refusal: Refusal | undefined, asked: Asked): Answer {
  const given = refusal ? (statuses.code[refusal.code] ?? statuses.family[refusal.family]) : 500
  const status = refusal?.code === 'verification.failed' && signIn.test(asked.path) ? 401 : given
  const language = languageFor(asked)
  const wait = refusal?.retryAfterSeconds
  const errors = refusal ? listErrors(language, refusal) : []
  return json(
    status,
    {
      ...problemOf(status, say(language, refusal, asked, status)),
      ...(errors.length > 0 && { validationErrors: errors }),
    },
    {
      ...openToBrowsers,
      ...(wait !== undefined && { 'retry-after': String(wait) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  )
}

/** The shape of every error. */
export const problemOf = (statusCode: number, message: string) => ({
  statusCode,
  message,
  timestamp: new Date().toISOString(),
  pageData: null,
})

/** Pages of any origin may call: nothing here reads a cookie, so nothing is done in a visitor's name (attack 65). */
export const openToBrowsers = { 'access-control-allow-origin': '*' }

/** `langCode` of the query, as clients of the platform send it; else as every surface. */
export const languageFor = (asked: Asked, fallback: Language = 'en'): Language =>
  findLanguage(new URLSearchParams(asked.query).get('langCode') ?? undefined) ?? languageOf(asked, fallback)

function say(language: Language, refusal: Refusal | undefined, asked: Asked, status: number): string {
  const texts = oneentryTexts[language]
  if (!refusal) return sayFailed(language, asked.requestId)
  if (refusal.code === 'apps.not-authenticated' || refusal.code === 'apps.not-permitted') return texts.closed
  if (refusal.code === 'pages.not-found') return texts.nothing
  if (refusal.family === 'sessions') return texts.token
  if (status === 401) return texts.login
  return sayRefusal(language, refusal)
}

interface Told {
  /** The field's marker, or the path of what else the body has. */
  readonly marker: string
  readonly rule: string
  readonly message: string
}

/** What is wrong with each field, by its name; no value is told. */
function listErrors(language: Language, refusal: Refusal): Told[] {
  if (refusal.code === 'forms.answer-refused') {
    const { problems } = refusal.facts as { problems: readonly AnswerProblem[] }
    return problems.map((one) => ({
      marker: one.field,
      rule: one.rule,
      message: sayRefusal(language, new Refusal('forms.answer-refused', { problems: [one] })),
    }))
  }
  const { field, rule } = refusal.facts as { field?: string; rule?: string }
  if (refusal.family !== 'input' || field === undefined) return []
  return [{ marker: field, rule: rule ?? refusal.code.slice('input.'.length), message: sayRefusal(language, refusal) }]
}
