import type { Letter, MessageFacts, MessageKind } from '../../src/capabilities/messages/letter.ts'
import { messageTexts } from '../../src/capabilities/messages/texts/index.ts'
import { shortTexts } from '../../src/capabilities/messages/texts/short/index.ts'
import { apiTexts } from '../../src/dialects/api/texts.ts'
import { appTexts } from '../../src/dialects/dev/texts/app.ts'
import { devTexts } from '../../src/dialects/dev/texts/index.ts'
import { evandTexts } from '../../src/dialects/evand/texts.ts'
import { portalTexts } from '../../src/dialects/gateaz/texts/index.ts'
import { oidcTexts } from '../../src/dialects/oidc/texts/index.ts'
import { oneentryTexts } from '../../src/dialects/oneentry/texts.ts'
import { accountTexts } from '../../src/dialects/pages/account/texts/index.ts'
import { developerTexts } from '../../src/dialects/pages/developers/texts/index.ts'
import { invitationTexts } from '../../src/dialects/pages/invitation/index.ts'
import { providerTexts } from '../../src/dialects/pages/provider/texts.ts'
import { consentTexts } from '../../src/dialects/pages/texts/consent.ts'
import { fieldTexts } from '../../src/dialects/pages/texts/fields.ts'
import { frameTexts } from '../../src/dialects/pages/texts/frame.ts'
import { pageTexts } from '../../src/dialects/pages/texts/index.ts'
import { phoneTexts } from '../../src/dialects/pages/texts/phone.ts'
import { welcomeTexts } from '../../src/dialects/pages/texts/welcome.ts'
import { paypingTexts } from '../../src/dialects/payping/texts.ts'

import { sngineTexts } from '../../src/dialects/sngine/texts.ts'
import { foldDigits, type Language, type RefusalCode, type Refusals } from '../../src/kernel/index.ts'
import { layoutTexts, refusalTexts } from '../../src/views/index.ts'

const iso = (text: string): string => `\u2068${text}\u2069`
const frame = { app: iso('Shop'), website: iso('shop.example'), at: iso('24.11.2026') }

/** Facts a message is written from; those of a frame arrive isolated. `one` is what a setting may be at least. */
const messageFacts = (one: number): { [K in MessageKind]: MessageFacts[K] } => ({
  'activation-link': { ...frame, link: 'https://shop.example/a', hours: 48 * one || 1 },
  'reset-link': { ...frame, link: 'https://shop.example/r', minutes: 60 * one || 1 },
  'new-password': { ...frame, password: 'Zx81kQ', hours: 24 * one || 1 },
  'password-changed': frame,
  'contact-added': { ...frame, contact: iso('new@example.com') },
  'contact-removed': { ...frame, contact: iso('old@example.com') },
  'accounts-merged': frame,
  'account-erased': frame,
  welcome: frame,
  code: { app: frame.app, code: 'KTRMXQ', minutes: 10 * one || 1 },
  'account-code': { ...frame, code: 'KTRMXQ', minutes: 10 * one || 1 },
  'login-taken': frame,
  'codes-alarm': {
    ...frame,
    prefix: iso('+98'),
    sent: 500 * one || 1,
    verified: 3 * one,
    minutes: 60 * one || 1,
  },
})

/** Facts of every refusal; the compiler asks for a new one's. */
export const refusalFacts: Refusals = {
  'input.missing': { field: 'User_Name' },
  'input.invalid': { field: 'User_Name', rule: 'text' },
  'input.duplicate': { field: 'User_Name' },
  'input.unknown': { field: 'User_Name' },
  'input.malformed': { field: 'User_Name' },
  'input.too-large': {},
  'input.unsupported': {},
  'input.not-json': {},
  'input.not-multipart': {},
  'input.unknown-verb': {},
  'apps.not-authenticated': {},
  'apps.not-live': {},
  'apps.not-permitted': { permission: 'users:exist' },
  'apps.insecure-transport': {},
  'apps.incomplete': { field: 'resetUrl' },
  'apps.unknown': { app: 'app-1001' },
  'apps.conflict': { app: 'app-1001' },
  'apps.not-in-review': { app: 'app-1001' },
  'apps.approved': { field: 'logo' },
  'apps.domain-not-proven': { domain: 'shop.example' },
  'users.contact-taken': {},
  'users.suspended': {},
  'users.not-mergeable': {},
  'users.last-way-in': {},
  'passwords.wrong': {},
  'passwords.too-short': { minimum: 8 },
  'passwords.too-long': { maximum: 256 },
  'passwords.common': {},
  'verification.failed': {},
  'verification.paused': { retryAfterSeconds: 86_400 },
  'verification.too-soon': { retryAfterSeconds: 60 },
  'verification.country-closed': {},
  'verification.textless': {},
  'registration.already-active': {},
  'registration.not-active': {},
  'guests.event-unknown': { event: '77' },
  'guests.event-taken': { event: '77' },
  'forms.unknown': { form: 'reg' },
  'forms.answer-refused': {
    problems: [
      { field: 'last_name', rule: 'missing' },
      { field: 'iban', rule: 'iban' },
    ],
  },
  'forms.answer-unknown': {},
  'forms.provider-unknown': { provider: 'email' },
  'forms.event-unknown': { event: 'password_reset' },
  'forms.login-taken': {},
  'files.unknown': {},
  'files.too-large': { megabytes: 20 },
  'files.too-many': { maximum: 3 },
  'files.wrong-type': { types: 'JPEG, PDF' },
  'files.unreadable': {},
  'files.quota': {},
  'invitations.unknown': {},
  'invitations.over': {},
  'pages.stale-form': {},
  'pages.not-found': {},
  'sessions.not-signed-in': {},
  'sessions.not-fresh': {},
  'limits.exhausted': { retryAfterSeconds: 900 },
  'server.overloaded': { retryAfterSeconds: 1 },
  'server.unavailable': { retryAfterSeconds: 5 },
  'server.no-room': { retryAfterSeconds: 60 },
  'server.texts-stopped': { retryAfterSeconds: 3600 },
}

/** Where the number of seconds is no news to a person: another way in, or “a moment”; the wire has it in Retry-After. */
const waitUnsaid: readonly string[] = [
  'verification.paused',
  'server.overloaded',
  'server.unavailable',
  'server.no-room',
  'server.texts-stopped',
]

const waits = [1, 2, 5, 60, 119, 300, 7199, 7200, 86_400]

/** Every text of the house in one language, by a name; functions are called with sample facts. */
export function allTexts(language: Language): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(portalTexts[language]).map(([key, text]): [string, string] => [`portal.${key}`, text]),
    ...Object.entries(devTexts[language]).flatMap(([key, text]) => flatten(`dev.${key}`, text)),
    ...Object.entries(oidcTexts[language]).map(([key, text]): [string, string] => [
      `oidc.${key}`,
      typeof text === 'function' ? text(iso('Shop')) : text,
    ]),
    ...Object.entries(appTexts[language]).flatMap(([key, text]) =>
      flatten(`app.${key}`, typeof text === 'function' ? text(iso('Shop')) : text),
    ),
    ...flatten('api', apiTexts[language]),
    ...Object.entries(sngineTexts[language]).flatMap(([key, text]) =>
      flatten(`sngine.${key}`, typeof text === 'function' ? text(iso('Shop')) : text),
    ),
    ...flatten('pages.frame', frameTexts[language]),
    ...Object.entries(accountTexts[language]).flatMap(([key, text]) =>
      flatten(`pages.account.${key}`, typeof text === 'function' ? text(iso('Shop'), iso('Linux')) : text),
    ),
    ...flatten('payping', paypingTexts[language]),
    ...flatten('evand', evandTexts[language]),
    ...flatten('oneentry', oneentryTexts[language]),
    ...flatten('pages.invitation', invitationTexts[language]),
    ...flatten('developers', developerTexts[language]),
    ...flatten('layout', layoutTexts[language]),
    ...Object.entries(pageTexts[language]).flatMap(([key, text]) =>
      flatten(`pages.${key}`, typeof text === 'function' ? text(iso('Shop')) : text),
    ),
    ...Object.entries(phoneTexts[language]).flatMap(([key, text]) =>
      flatten(`pages.phone.${key}`, typeof text === 'function' ? text(iso('Shop')) : text),
    ),
    ...flatten('pages.welcome', { ...welcomeTexts[language], about: welcomeTexts[language].about(iso('Shop')) }),
    ...flatten('pages.provider', providerTexts[language]),
    ...flatten('pages.consent', consentTexts[language]),
    ...flatten('pages.fields', { ...fieldTexts[language], optional: fieldTexts[language].optional(iso('Shop')) }),
    ...refusalCodes.map((code): [string, string] => [`refusals.${code}`, sayRefusal(language, code)]),
    ...flatten('refusals.rules', refusalTexts[language].rules),
    ...waits.map((seconds): [string, string] => [`refusals.wait(${seconds})`, refusalTexts[language].wait(seconds)]),
    ['refusals.failed', refusalTexts[language].failed('0198')],
    ...[0, 1].flatMap((one) => flatten(`short(${one})`, shortMessages(language, one))),
    ...[0, 1].flatMap((one) =>
      letters(language, one).flatMap(({ kind, letter }) => flatten(`messages(${one}).${kind}`, plainOf(letter))),
    ),
  ])
}

interface Said {
  text: string
  /** Facts that the text does not tell. */
  missing: string[]
  /** Facts that stand in the text without being isolated. */
  bare: string[]
}

/** What each refusal and each message tells of its facts. */
export function factsSaid(language: Language): { key: string; said: Said }[] {
  const refusals = refusalCodes.map((code) => {
    const {
      rule: _rule,
      problems: _problems,
      retryAfterSeconds,
      ...plain
    }: Record<string, unknown> = { ...refusalFacts[code] }
    const wait =
      retryAfterSeconds && !waitUnsaid.includes(code) ? refusalTexts[language].wait(Number(retryAfterSeconds)) : ''
    return { key: code, said: compare(sayRefusal(language, code), [...Object.values(plain), wait]) }
  })
  const messages = letters(language, 1).map(({ kind, letter, facts }) => {
    const text = [letter.subject, ...letter.paragraphs, letter.code, letter.action?.url, ...letter.closing].join('\n')
    return { key: kind, said: compare(text, Object.values(facts)) }
  })
  return [...refusals, ...messages]
}

function compare(text: string, facts: unknown[]): Said {
  const words = facts.filter((fact): fact is string | number => fact !== '')
  return {
    text,
    missing: words.map(String).filter((word) => !foldDigits(text).includes(foldDigits(word))),
    bare: words
      .filter(
        (word) => /^[A-Za-z]/.test(String(word)) && !alone.test(String(word)) && !text.includes(iso(String(word))),
      )
      .map(String),
  }
}

/** Links, passwords and codes stand on lines of their own. */
const alone = /^(https:|Zx81kQ|KTRMXQ)/

const refusalCodes = Object.keys(refusalFacts) as RefusalCode[]

const sayRefusal = (language: Language, code: RefusalCode): string =>
  (refusalTexts[language][code] as (facts: object) => string)(refusalFacts[code])

function letters(language: Language, one: number): { kind: MessageKind; letter: Letter; facts: object }[] {
  const facts = messageFacts(one)
  return (Object.keys(facts) as MessageKind[]).map((kind) => {
    const write = messageTexts[language][kind] as (facts: object) => Letter
    return { kind, letter: write(facts[kind]), facts: facts[kind] }
  })
}

/** The lines that a language has to say itself. */
const linesOf = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !alone.test(line))
    .join('\n')

/** Messages as phones show them, and a code as a voice says it. */
function shortMessages(language: Language, one: number): Record<string, string> {
  const facts = messageFacts(one)
  const { spoken, ...texts } = shortTexts[language]
  const drawn = Object.entries(texts).map(([kind, write]) => [
    kind,
    linesOf(write(facts[kind as MessageKind] as never)),
  ])
  return { ...Object.fromEntries(drawn), spoken: spoken({ app: frame.app, signs: 'K' }) }
}

/** What a language has to say itself: neither the link nor the code. */
const plainOf = ({ subject, title, paragraphs, action, closing }: Letter) => ({
  subject,
  title,
  paragraphs,
  ...(action && { label: action.label }),
  closing,
})

/** The texts of a table or list, each with its path. */
function flatten(path: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, value(iso('Shop'), iso('s•••@example.com'))]]
  return Object.entries(value as object).flatMap(([key, one]) => flatten(`${path}.${key}`, one))
}
