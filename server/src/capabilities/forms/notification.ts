import { type AnswerProblem, type Email, findEmail, findMobile, type Mobile } from '../../kernel/index.ts'
import type { CodeTarget } from '../verification/index.ts'
import { type Provider, waysOf } from './provider.ts'

/** Where a person of a provider is written to, as it was given. */
export interface Notification {
  readonly email: string
  /** Tokens of devices; some clients put phone numbers here, which are kept and sent nothing. */
  readonly phonePush: readonly string[]
  readonly phoneSMS?: string
}

const mostDevices = 20
const longestToken = 4096

/** Reads what was given, unread; a single `""` or text in the place of the list is one that the document shows. */
export function parseNotification(
  given: unknown,
  field = 'notificationData',
): { notification: Notification; problems: AnswerProblem[] } {
  const problems: AnswerProblem[] = []
  const all = typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : []
  if (given !== undefined && typeof given !== 'object') problems.push({ field, rule: 'type' })
  const read = new Map<string, unknown>(all)
  for (const [name] of all) {
    if (!['email', 'phonePush', 'phoneSMS'].includes(name))
      problems.push({ field: `${field}.${plain(name)}`, rule: 'unknown' })
  }
  const email = read.get('email') ?? ''
  if (typeof email !== 'string' || (email !== '' && !findEmail(email)))
    problems.push({ field: `${field}.email`, rule: 'email' })
  const phoneSMS = read.get('phoneSMS')
  if (phoneSMS === '') problems.push({ field: `${field}.phoneSMS`, rule: 'missing' })
  else if (phoneSMS !== undefined && (typeof phoneSMS !== 'string' || phoneSMS.length > 40)) {
    problems.push({ field: `${field}.phoneSMS`, rule: 'phone' })
  }
  const push = read.get('phonePush') ?? []
  const phonePush = typeof push === 'string' ? (push === '' ? [] : [push]) : push
  if (!isTokens(phonePush)) problems.push({ field: `${field}.phonePush`, rule: 'type' })
  const notification = {
    email: typeof email === 'string' ? email : '',
    phonePush: isTokens(phonePush) ? phonePush : [],
    ...(typeof phoneSMS === 'string' && { phoneSMS }),
  }
  return { notification, problems }
}

const plain = (name: string): string => (/^[\w-]{1,40}$/.test(name) ? name : '?')

const isTokens = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length <= mostDevices &&
  value.every((one) => typeof one === 'string' && one.length > 0 && one.length <= longestToken)

const looksLikeNumber = (token: string): boolean => /^\+?[\d\s().-]{5,25}$/.test(token)

/**
 * Every way that a code to a person goes. A login that is itself an address or a number is where its code goes, whatever
 * else was given to be notified: nobody takes a stranger's address for a login by naming their own beside it (rule 6).
 */
export function targetsOf(provider: Provider, login: string, notification: Notification, region: string): CodeTarget[] {
  const ways = new Set(waysOf(provider))
  const email = (provider.kind === 'email' ? findEmail(login) : undefined) ?? findEmail(notification.email)
  const mobile =
    (provider.kind === 'phone' ? findMobile(login, region) : undefined) ??
    findMobile(notification.phoneSMS ?? '', region)
  const devices = [...new Set(notification.phonePush)].filter((token) => !looksLikeNumber(token))
  return [
    ...(ways.has('email') && email ? [{ kind: 'email', value: email as Email } as const] : []),
    ...(ways.has('sms') && mobile ? [{ kind: 'mobile', value: mobile as Mobile } as const] : []),
    ...(ways.has('push') ? devices.map((value) => ({ kind: 'device', value }) as const) : []),
  ]
}
