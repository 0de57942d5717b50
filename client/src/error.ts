import { fixOf } from './fixes.ts'

/** What a {@link DiwanError} knows beside its code. */
export interface ErrorFacts {
  /** A sentence for people; a server’s own where there is one, in the language of the request. */
  readonly message: string
  /** What was thrown beneath, or the answer as it came. */
  readonly cause?: unknown
  /** HTTP status, where a server answered. */
  readonly status?: number | undefined
  /** Whole seconds until another try makes sense, where the server said so. */
  readonly retryAfterSeconds?: number | undefined
  /** The field that is wrong, as a path: `address.city`. */
  readonly field?: string | undefined
  /** Every field that is wrong, by its name or marker. */
  readonly fields?: Readonly<Record<string, string>> | undefined
  /** The rule that the field’s value broke. */
  readonly rule?: string | undefined
  /** Names the request in the server’s log. */
  readonly request?: string | undefined
}

/**
 * Everything that this library throws. `code` is `family.reason` and stays the same in every language and version: decide
 * by it. `fix` tells a developer what to do; show people `message`.
 *
 * @example
 * ```ts
 * try {
 *   await client.accessToken()
 * } catch (error) {
 *   if (isDiwanError(error, 'session')) showSignInButton()
 *   else if (isDiwanError(error)) console.error(error.code, error.fix, error.cause)
 *   else throw error
 * }
 * ```
 */
export class DiwanError extends Error {
  override readonly name = 'DiwanError'
  readonly code: string
  readonly fix: string
  readonly status: number | undefined
  readonly retryAfterSeconds: number | undefined
  readonly field: string | undefined
  readonly fields: Readonly<Record<string, string>>
  readonly rule: string | undefined
  readonly request: string | undefined

  constructor(code: string, { message, cause, ...facts }: ErrorFacts) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.fix = fixOf(code)
    this.status = facts.status
    this.retryAfterSeconds = facts.retryAfterSeconds
    this.field = facts.field
    this.fields = facts.fields ?? {}
    this.rule = facts.rule
    this.request = facts.request
  }

  /** The part of the code before the dot: `network`, `sign-in`, `session`, `input`, `limits` … */
  get family(): string {
    return this.code.split('.', 1)[0] ?? ''
  }
}

/**
 * Whether something that was caught is a {@link DiwanError}, and one of that code, or of that family.
 *
 * @example
 * ```ts
 * catch (error) {
 *   if (isDiwanError(error, 'limits')) await wait(error.retryAfterSeconds ?? 30)
 *   if (isDiwanError(error, 'session.revoked')) location.reload()
 * }
 * ```
 */
export function isDiwanError(error: unknown, codeOrFamily?: string): error is DiwanError {
  if (!(error instanceof DiwanError)) return false
  return codeOrFamily === undefined || error.code === codeOrFamily || error.family === codeOrFamily
}

/** Throws a {@link DiwanError}. */
export function fail(code: string, message: string, facts: Omit<ErrorFacts, 'message'> = {}): never {
  throw new DiwanError(code, { message, ...facts })
}
