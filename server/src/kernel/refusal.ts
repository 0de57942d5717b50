/**
 * Everything the house can decline, as `family.reason` with the facts a text needs. Closed, and without HTTP: each
 * dialect spells it in its own wire format (rule 8). Anything else that is thrown is a bug.
 */
export interface Refusals {
  'input.missing': { field: string }
  'input.invalid': { field: string; rule: InputRule }
  'input.duplicate': { field: string }
  'input.unknown': { field: string }
  'input.malformed': { field: string }
  'input.too-large': Record<never, never>
  'input.unsupported': Record<never, never>
  'input.not-json': Record<never, never>
  'input.not-multipart': Record<never, never>
  'input.unknown-verb': Record<never, never>
  'apps.not-authenticated': Record<never, never>
  'apps.not-live': Record<never, never>
  'apps.not-permitted': { permission: string }
  'apps.insecure-transport': Record<never, never>
  'apps.incomplete': { field: string }
  'apps.unknown': { app: string }
  'apps.conflict': { app: string }
  'apps.not-in-review': { app: string }
  'apps.approved': { field: string }
  'apps.domain-not-proven': { domain: string }
  'users.contact-taken': Record<never, never>
  'users.suspended': Record<never, never>
  'users.not-mergeable': Record<never, never>
  'users.last-way-in': Record<never, never>
  'passwords.wrong': Record<never, never>
  'passwords.too-short': { minimum: number }
  'passwords.too-long': { maximum: number }
  'passwords.common': Record<never, never>
  'verification.failed': Record<never, never>
  'verification.paused': { retryAfterSeconds: number }
  'verification.too-soon': { retryAfterSeconds: number }
  'verification.country-closed': Record<never, never>
  'verification.textless': Record<never, never>
  'registration.already-active': Record<never, never>
  'registration.not-active': Record<never, never>
  'guests.event-unknown': { event: string }
  'guests.event-taken': { event: string }
  'forms.unknown': { form: string }
  'forms.answer-refused': { problems: readonly AnswerProblem[] }
  'forms.answer-unknown': Record<never, never>
  'forms.provider-unknown': { provider: string }
  'forms.event-unknown': { event: string }
  'forms.login-taken': Record<never, never>
  'invitations.unknown': Record<never, never>
  'invitations.over': Record<never, never>
  'files.unknown': Record<never, never>
  'files.too-large': { megabytes: number }
  'files.too-many': { maximum: number }
  'files.wrong-type': { types: string }
  'files.unreadable': Record<never, never>
  'files.quota': Record<never, never>
  'pages.stale-form': Record<never, never>
  'pages.not-found': Record<never, never>
  'sessions.not-signed-in': Record<never, never>
  'sessions.not-fresh': Record<never, never>
  'limits.exhausted': { retryAfterSeconds: number }
  'server.overloaded': { retryAfterSeconds: number }
  'server.unavailable': { retryAfterSeconds: number }
  'server.no-room': { retryAfterSeconds: number }
  'server.texts-stopped': { retryAfterSeconds: number }
}

/** Why a value cannot be taken; a text names the rule in the reader's language. */
export type InputRule =
  | 'email'
  | 'mobile'
  | 'contact'
  | 'date'
  | 'choice'
  | 'text'
  | 'number'
  | 'language'
  | 'url'
  | 'domain'
  | 'national-code'
  | 'iban'
  | 'postal-code'
  | 'phone'
  | 'code'
  | 'return-url'
  | 'type'
  | 'length'
  | 'range'
  | 'pattern'
  | 'unique'
  | 'file'
  | 'file-size'
  | 'file-count'

/** What is wrong with one field of an answer; `field` is its marker. No value is ever told. */
export interface AnswerProblem {
  readonly field: string
  readonly rule: InputRule | 'missing' | 'unknown' | 'duplicate'
}

export type RefusalCode = keyof Refusals
export type Family = RefusalCode extends `${infer F}.${string}` ? F : never

/** A declined wish. `facts` never hold a secret: they may reach logs and answers. */
export class Refusal<C extends RefusalCode = RefusalCode> extends Error {
  readonly code: C
  readonly facts: Refusals[C]
  constructor(code: C, facts: Refusals[C]) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
  }
  get family(): Family {
    return this.code.slice(0, this.code.indexOf('.')) as Family
  }
  /** Whole seconds until another try makes sense, where the refusal knows. */
  get retryAfterSeconds(): number | undefined {
    return 'retryAfterSeconds' in this.facts ? (this.facts.retryAfterSeconds as number) : undefined
  }
}

type Facts<C extends RefusalCode> = keyof Refusals[C] extends never ? [] : [facts: Refusals[C]]

/** Declines: throws the {@link Refusal}. */
export function refuse<C extends RefusalCode>(code: C, ...facts: Facts<C>): never {
  throw new Refusal(code, (facts[0] ?? {}) as Refusals[C])
}
