import { STATUS_CODES } from 'node:http'
import { Type } from 'typebox'
import { freshSeconds } from '../../capabilities/sessions/index.ts'
import { type Answer, type Asked, languageOf } from '../../http/index.ts'
import { type Family, type Language, Refusal, type RefusalCode, type Refusals } from '../../kernel/index.ts'
import { sayFailed, sayProblem, sayRefusal } from '../../views/index.ts'
import { type ApiTexts, apiTexts } from './texts.ts'

/** The one shape of everything that is declined (RFC 9457). */
export const Problem = Type.Object(
  {
    title: Type.String({ description: 'The phrase of the status' }),
    status: Type.Integer(),
    code: Type.String({ description: 'What was declined, as `family.reason`; it stays the same in every language' }),
    message: Type.String({ description: 'The same as a sentence for people, in the language of the request' }),
    field: Type.Optional(Type.String({ description: 'The field it is about, as a path: `address.city`' })),
    rule: Type.Optional(Type.String({ description: 'The rule that the field’s value broke' })),
    problems: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), rule: Type.String(), message: Type.String() }), {
        description: 'Everything that is wrong with an answer to a form',
      }),
    ),
    request: Type.String({ description: 'Names this request in the server’s log' }),
  },
  { $id: 'Problem' },
)

/** How the API spells each family, and what differs in it. */
const statuses = {
  family: {
    input: 400,
    apps: 403,
    users: 409,
    passwords: 400,
    verification: 400,
    registration: 409,
    guests: 409,
    forms: 400,
    invitations: 409,
    files: 400,
    pages: 404,
    sessions: 401,
    limits: 429,
    server: 503,
  },
  code: {
    'input.too-large': 413,
    'input.unsupported': 415,
    'input.unknown-verb': 405,
    'apps.not-authenticated': 401,
    'apps.unknown': 404,
    'apps.conflict': 409,
    'apps.not-in-review': 409,
    'apps.approved': 409,
    'apps.incomplete': 409,
    'guests.event-unknown': 404,
    'forms.unknown': 404,
    'forms.answer-unknown': 404,
    'forms.provider-unknown': 404,
    'forms.event-unknown': 404,
    'forms.login-taken': 409,
    'invitations.unknown': 404,
    'input.not-multipart': 415,
    'files.unknown': 404,
    'files.too-large': 413,
    'files.wrong-type': 415,
    'files.unreadable': 422,
    'files.quota': 409,
    'server.no-room': 507,
    'invitations.over': 410,
  },
} satisfies { family: Record<Family, number>; code: Partial<Record<RefusalCode, number>> }

/** The status of a refusal. */
export const statusOf = (code: RefusalCode): number =>
  (statuses.code as Partial<Record<RefusalCode, number>>)[code] ?? statuses.family[familyOf(code)]

const familyOf = (code: RefusalCode): Family => new Refusal(code, {} as never).family

/** Spells a refusal, or a bug of ours, as a problem document. */
export function spellProblem(refusal: Refusal | undefined, asked: Asked): Answer {
  const language = languageOf(asked, 'en')
  const status = refusal ? statusOf(refusal.code) : 500
  const { field, rule } = (refusal?.facts ?? {}) as { field?: string; rule?: string }
  const body = {
    title: STATUS_CODES[status],
    status,
    code: refusal?.code ?? 'server.failed',
    message: refusal ? say(language, refusal) : sayFailed(language, asked.requestId),
    ...(field !== undefined && { field }),
    ...(rule !== undefined && { rule }),
    ...(refusal?.code === 'forms.answer-refused' && { problems: problemsOf(language, refusal) }),
    request: asked.requestId,
  }
  const wait = refusal?.retryAfterSeconds
  return {
    status,
    type: 'application/problem+json; charset=utf-8',
    body: JSON.stringify(body),
    headers: {
      ...(wait !== undefined && { 'retry-after': String(wait) }),
      // RFC 6750 §3: without a reason where there was no token, so that nothing is told to who has none.
      ...(status === 401 && {
        'www-authenticate': challengeOf(refusal, asked),
      }),
      ...(refusal?.code === 'apps.not-permitted' && { 'www-authenticate': 'Bearer error="insufficient_scope"' }),
    },
  }
}

/** What a caller would have to show (RFC 6750 §3, RFC 9470 §3). */
function challengeOf(refusal: Refusal | undefined, asked: Asked): string {
  if (refusal?.code === 'sessions.not-fresh')
    return `Bearer error="insufficient_user_authentication", max_age="${freshSeconds}"`
  return asked.header('authorization') ? 'Bearer error="invalid_token"' : 'Bearer'
}

/** A refusal in words; who calls this surface has a token, and neither a website's key nor a page to sign in at. */
const say = (language: Language, refusal: Refusal): string =>
  refusal.code in apiTexts[language]
    ? apiTexts[language][refusal.code as keyof ApiTexts]
    : sayRefusal(language, refusal)

const problemsOf = (language: Language, refusal: Refusal) =>
  (refusal.facts as Refusals['forms.answer-refused']).problems.map((one) => ({
    field: one.field,
    rule: one.rule,
    message: sayProblem(language, one),
  }))
