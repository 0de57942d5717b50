import { DiwanError, type ErrorFacts } from './error.ts'

type Json = Readonly<Record<string, unknown>>

/** What was answered, before it is judged. */
export interface Answered {
  readonly status: number
  readonly body: unknown
  readonly retryAfter?: string | null | undefined
}

/**
 * Whole seconds of a Retry-After (RFC 9110 §10.2.3), a number or a date; undefined for what is neither.
 *
 * @param now epoch ms
 */
export function parseRetryAfter(text: string | null | undefined, now: number): number | undefined {
  const trimmed = text?.trim() ?? ''
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed)
  const at = /[A-Za-z]/.test(trimmed) ? Date.parse(trimmed) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000))
}

/** Codes by status, for surfaces that give none of their own. */
const codes: Readonly<Record<number, string>> = {
  400: 'input.refused',
  401: 'session.not-signed-in',
  403: 'apps.not-permitted',
  404: 'pages.not-found',
  405: 'input.unknown-verb',
  409: 'users.contact-taken',
  413: 'input.too-large',
  415: 'input.unsupported',
  422: 'input.refused',
  429: 'limits.exhausted',
}

const codeOfStatus = (status: number): string =>
  codes[status] ?? (status >= 500 ? 'server.failed' : 'answer.unexpected')

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const shapeOfCode = /^[a-z][a-z-]*\.[a-z][\w-]*$/

/**
 * Spells a refusal of any of the server’s surfaces: a problem document (RFC 9457), an OAuth error (RFC 6749 §5.2), the
 * form surface’s error, the list of wrong fields of the codes, or what some proxy answered.
 */
export function readRefusal({ status, body, retryAfter }: Answered, now: number): DiwanError {
  const json = isJson(body) ? body : {}
  const oauth = text(json.error)
  const given = text(json.code)
  const code = given && shapeOfCode.test(given) ? given : oauth ? `oauth.${oauth}` : codeOfStatus(status)
  const fields = readFields(json)
  const facts: ErrorFacts = {
    message: text(json.message) ?? text(json.error_description) ?? text(json.title) ?? `The server answered ${status}`,
    cause: body,
    status,
    retryAfterSeconds: parseRetryAfter(retryAfter, now),
    field: text(json.field) ?? Object.keys(fields)[0],
    fields,
    rule: text(json.rule) ?? ruleIn(json.validationErrors),
    request: text(json.request),
  }
  return new DiwanError(code, facts)
}

/** `errors: {mobile: [...]}`, `validationErrors: [{marker, reason}]` or `{marker: reason}`, or one `field`. */
function readFields({ errors, validationErrors, field, message }: Json): Record<string, string> {
  const found: [string, unknown][] = []
  const list = validationErrors ?? errors
  if (Array.isArray(list)) {
    for (const one of list.filter(isJson))
      found.push([String(one.marker ?? one.field ?? one.property ?? ''), one.reason ?? one.message ?? one.error])
  } else if (isJson(list)) found.push(...Object.entries(list))
  if (found.length === 0 && typeof field === 'string') found.push([field, message])
  return Object.fromEntries(found.filter(([name]) => name !== '').map(([name, why]) => [name, spellReason(why)]))
}

const ruleIn = (list: unknown): string | undefined =>
  Array.isArray(list) && isJson(list[0]) ? text(list[0].rule) : undefined

const spellReason = (why: unknown): string =>
  Array.isArray(why) ? why.map(spellReason).join(' ') : typeof why === 'string' ? why : JSON.stringify(why ?? '')
