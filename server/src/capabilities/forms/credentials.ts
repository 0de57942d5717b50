import type { AnswerProblem } from '../../kernel/index.ts'
import type { Form } from './definition.ts'

/** What somebody names themselves by and shows; `code` is shown in the place of a password. */
export interface Credentials {
  readonly login: string
  readonly password: string | undefined
  readonly code: string | undefined
}

/** The markers of a form's login and password; a form that names none has the two of the document. */
export function credentialMarkers(form: Form | undefined): { login: string; password: string } {
  const find = (role: 'isLogin' | 'isPassword') => form?.attributes.find((one) => one[role] === true)?.marker
  return { login: find('isLogin') ?? 'login', password: find('isPassword') ?? 'password' }
}

const longest = 1000

/** Reads `[{marker, value}]`: each known marker once, each a text, and no other (attacks 57 and 74). */
export function parseCredentials(
  form: Form | undefined,
  given: unknown,
): { credentials: Credentials; problems: AnswerProblem[] } {
  const { login, password } = credentialMarkers(form)
  const problems: AnswerProblem[] = []
  const found = new Map<string, string>()
  const items: unknown[] = Array.isArray(given) ? given.slice(0, 20) : []
  if (!Array.isArray(given)) problems.push({ field: 'authData', rule: given === undefined ? 'missing' : 'type' })
  for (const [i, item] of items.entries()) {
    const { marker, value } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>
    const field = typeof marker === 'string' && /^[\w-]{1,100}$/.test(marker) ? marker : `authData[${i}]`
    if (field !== login && field !== password && field !== 'code') problems.push({ field, rule: 'unknown' })
    else if (found.has(field)) problems.push({ field, rule: 'duplicate' })
    else if (typeof value !== 'string') problems.push({ field, rule: value === undefined ? 'missing' : 'type' })
    else if (value === '') problems.push({ field, rule: 'missing' })
    else if (value.length > longest) problems.push({ field, rule: 'length' })
    else found.set(field, value)
  }
  const told = new Set(problems.map(({ field }) => field))
  if (Array.isArray(given) && !found.has(login) && !told.has(login)) problems.push({ field: login, rule: 'missing' })
  const credentials = { login: found.get(login) ?? '', password: found.get(password), code: found.get('code') }
  return { credentials, problems }
}
