import {
  type Answer,
  type Asked,
  type Dialect,
  type Form,
  json,
  parseForm,
  readPortalCaller,
  shorten,
} from '../../http/index.ts'
import { type CalendarDate, findLanguage, type Language, type Ports, type Refusal, refuse } from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { readField, type Values } from './fields.ts'
import { portalSettings } from './settings.ts'
import { portalTexts } from './texts/index.ts'
import { type Verb, verbs } from './verbs.ts'

/** The surface's own language, where `lang` says no other. */
const ownLanguage: Language = 'vi'
/** Room for a form that is refused by the name of its field (a name of 1 MB, say). */
const bodyLimit = 2 * 1024 * 1024

/**
 * The member portal: nine verbs of one URL, by GET and by form POST. HTTP 200 in every case, since PHP's
 * `file_get_contents` loses the body of anything else (gateaz.md, Wire contract).
 */
export function gateaz(at: Ports): Dialect {
  const answer = async (asked: Asked): Promise<Answer> => {
    const form = readForm(asked)
    return run(at, asked, form)
  }
  return {
    name: 'gateaz',
    bodyLimit,
    routes: [
      { method: 'ANY', path: '/api/', answer },
      { method: 'ANY', path: '/api', answer },
    ],
    spell: (refusal, asked) => spell(refusal, asked),
  }
}

async function run(at: Ports, asked: Asked, form: Form): Promise<Answer> {
  const language = readLanguage(form)
  if (asked.method !== 'GET' && asked.method !== 'POST') refuse('input.unsupported')
  await refusePlainHttp(at, asked)
  const app = await readPortalCaller(at, required(form, 'website'), required(form, 'key'))
  const verb = verbs.get(required(form, 'do')) ?? refuse('input.unknown-verb')
  const values = readValues(at, verb, form)
  const outcome = await verb.run(at, { app, languageOf: (own) => language ?? own ?? app.locale ?? ownLanguage }, values)
  return spellOutcome(outcome.ok, portalTexts[language ?? ownLanguage][outcome.message], outcome.data)
}

function readForm(asked: Asked): Form {
  if (asked.body === undefined || asked.body.length === 0) return parseForm(asked.query)
  if (asked.mediaType !== 'application/x-www-form-urlencoded') return refuse('input.unsupported')
  return parseForm(asked.query, asked.body)
}

const shared = new Set(['website', 'key', 'do', 'lang'])

function readValues(at: Ports, verb: Verb, form: Form): Values<Verb['takes'][number]> {
  const takes = new Set<string>(verb.takes)
  for (const name of form.keys()) {
    if (!shared.has(name) && !takes.has(name)) refuse('input.unknown', { field: shorten(name) })
  }
  const today = new Date(at.clock.now()).toISOString().slice(0, 10) as CalendarDate
  return Object.fromEntries(verb.takes.map((field) => [field, readField(form, field, today)])) as Values<
    Verb['takes'][number]
  >
}

const required = (form: Form, field: string): string => form.get(field) || refuse('input.missing', { field })

function readLanguage(form: Form): Language | undefined {
  const lang = form.get('lang')
  if (lang === undefined || lang === '') return undefined
  return findLanguage(lang) ?? refuse('input.invalid', { field: 'lang', rule: 'language' })
}

/** The key travels in every request, and the password in most. */
async function refusePlainHttp(at: Ports, asked: Asked): Promise<void> {
  if (asked.secure) return
  const { allowPlainHttp } = await portalSettings.read(at)
  if (!allowPlainHttp) refuse('apps.insecure-transport')
}

/** A refusal, in the request's language where that much of it can be read. */
function spell(refusal: Refusal | undefined, asked: Asked): Answer {
  const language = languageOf(asked)
  if (!refusal) return spellOutcome(0, sayFailed(language, asked.requestId), [])
  const wait = refusal.retryAfterSeconds
  const headers: Record<string, string> = wait === undefined ? {} : { 'retry-after': String(wait) }
  return spellOutcome(0, sayRefusal(language, refusal), [], headers)
}

function languageOf(asked: Asked): Language {
  const sources = [asked.query, asked.mediaType === 'application/x-www-form-urlencoded' ? (asked.body ?? '') : '']
  const lang = sources.map((source) => /(?:^|&)lang=([A-Za-z_-]{2,10})(?:&|$)/.exec(String(source))?.[1])
  return findLanguage(lang.find(Boolean)) ?? ownLanguage
}

const spellOutcome = (ok: 0 | 1, message: string, data: object, headers: Record<string, string> = {}): Answer =>
  json(200, { ok, message, data }, headers)
