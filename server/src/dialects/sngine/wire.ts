import { type Answer, type Asked, type Form, json, languageOf, parseForm } from '../../http/index.ts'
import { type Family, type Language, type Ports, type Refusal, type RefusalCode, refuse } from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { logInWithSettings } from './settings.ts'
import { sngineTexts } from './texts.ts'

/** The parameters of the document, and the one more that it should have had. */
export type Parameter = 'app_id' | 'app_secret' | 'auth_key' | 'access_token' | 'state'
const parameters: readonly string[] = ['app_id', 'app_secret', 'auth_key', 'access_token', 'state']

/**
 * The parameters of a request: from the query, and for who keeps secrets out of addresses from a posted form. Unknown
 * ones are passed over, as everywhere in OAuth (RFC 6749 §3.2); one that comes twice is refused.
 *
 * @throws `input.unsupported`, `input.duplicate`, `input.malformed`, `input.too-large`, `apps.insecure-transport`
 */
export async function readParameters(at: Ports, asked: Asked): Promise<Form> {
  const { allowPlainHttp } = await logInWithSettings.read(at)
  if (!asked.secure && !allowPlainHttp) refuse('apps.insecure-transport')
  if (asked.method === 'GET') return parseForm(asked.query)
  if (asked.method !== 'POST') return refuse('input.unsupported')
  if (asked.body === undefined || asked.body.length === 0) return parseForm(asked.query)
  if (asked.mediaType !== 'application/x-www-form-urlencoded') return refuse('input.unsupported')
  return parseForm(asked.query, asked.body)
}

/** @throws `input.missing` for an absent parameter, and for an empty one */
export const required = (form: Form, field: Parameter): string => form.get(field) || refuse('input.missing', { field })

/** The document's error, with HTTP 200: its clients lose the body of anything else (contracts/sngine.md). */
export const spellError = (message: string, headers: Record<string, string> = {}): Answer =>
  json(200, { error: true, message }, headers)

/** How this wire says that something about a parameter is wrong. */
export const badRequest = (what: string): string => `Bad Request, invalid ${what}`

/** The document's own sentence; in the other languages it is ours. */
const unknownApp = "We're sorry, but the application you're trying to use doesn't exist or has been disabled"
const sayUnknownApp = (language: Language): string =>
  language === 'en' ? unknownApp : sngineTexts[language].unknownApp

type Say = (refusal: Refusal, language: Language) => string
const inWords: Say = (refusal, language) => sayRefusal(language, refusal)
const named: Say = ({ facts }) => {
  const { field = '' } = facts as { field?: string }
  return badRequest(parameters.includes(field) ? field : 'parameters')
}

/** How this wire spells every family, and what differs in it. */
const refusals: { family: Record<Family, Say>; code: Partial<Record<RefusalCode, Say>> } = {
  family: {
    input: named,
    apps: (_refusal, language) => sayUnknownApp(language),
    users: inWords,
    passwords: inWords,
    verification: () => badRequest('auth_key'),
    registration: inWords,
    guests: inWords,
    forms: inWords,
    invitations: inWords,
    files: inWords,
    pages: inWords,
    sessions: () => badRequest('access_token'),
    limits: inWords,
    server: inWords,
  },
  code: {
    'apps.not-authenticated': () => badRequest('app_secret'),
    'apps.insecure-transport': inWords,
  },
}

/** A refusal, or a bug of ours, in the request's language (rule 12). */
export function spell(house: Language, refusal: Refusal | undefined, asked: Asked): Answer {
  const language = languageOf(asked, house)
  if (!refusal) return spellError(sayFailed(language, asked.requestId))
  const wait = refusal.retryAfterSeconds
  const say = refusals.code[refusal.code] ?? refusals.family[refusal.family]
  return spellError(say(refusal, language), wait === undefined ? {} : { 'retry-after': String(wait) })
}
