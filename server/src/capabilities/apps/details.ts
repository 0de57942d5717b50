import { asciiDomain, Refusal, type RefusalCode } from '../../kernel/index.ts'
import { isAppName } from './name-key.ts'
import { isAppUrl, isRedirectUrl, isWebUrl } from './registered-url.ts'

/** What an app may be about; views say it in words. */
export const categories = [
  'shopping',
  'finance',
  'travel',
  'events',
  'education',
  'health',
  'news',
  'social',
  'games',
  'tools',
  'government',
  'other',
] as const
export type Category = (typeof categories)[number]

/** All that a developer says of an app, as it was typed. Whatever else an app has, its developer never writes (attack 57). */
export interface Typed {
  readonly name: string
  readonly description: string
  readonly category: string
  /** Empty where there is none, like every address below. */
  readonly logo: string
  readonly domain: string
  readonly redirectUrls: readonly string[]
  readonly returnUrls: readonly string[]
  readonly activationUrl: string
  readonly resetUrl: string
  readonly backchannelLogoutUrl: string
}

/** What was typed, checked. */
export interface Details extends Omit<Typed, 'category' | 'domain'> {
  readonly category: Category
  /** In ASCII; empty where there is none. */
  readonly domain: string
}

/** Most addresses of a kind, so that a record stays one that can be read. */
const mostUrls = 20

/**
 * Checks all of it and says everything that is wrong, each with the field's name: `input.missing`, `input.invalid`,
 * `input.too-large` never come alone to somebody who fills in a form.
 *
 * @param hasServer whether the app keeps a secret: then a code is never sent to an app's own scheme (RFC 8252 §8.5)
 */
export function checkDetails(typed: Typed, hasServer: boolean): Details | Refusal[] {
  const problems: Refusal[] = []
  const wrong = (field: keyof Typed, rule: 'text' | 'choice' | 'url' | 'domain') =>
    problems.push(new Refusal<RefusalCode>('input.invalid', { field, rule }))
  const name = typed.name.normalize('NFC').replace(/\s+/g, ' ').trim()
  const description = typed.description.normalize('NFC').trim()
  const domain = typed.domain && asciiDomain(typed.domain)
  const category = categories.find((one) => one === typed.category)
  if (!name) problems.push(new Refusal<RefusalCode>('input.missing', { field: 'name' }))
  else if (!isAppName(name)) wrong('name', 'text')
  if (!description) problems.push(new Refusal<RefusalCode>('input.missing', { field: 'description' }))
  else if (description.length > 200 || /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(description))
    wrong('description', 'text')
  if (!category) wrong('category', 'choice')
  if (typed.logo && !(isWebUrl(typed.logo) && typed.logo.startsWith('https:'))) wrong('logo', 'url')
  if (domain === undefined || (domain && !isPublicName(domain))) wrong('domain', 'domain')
  for (const field of ['activationUrl', 'resetUrl', 'backchannelLogoutUrl'] as const) {
    if (typed[field] && !isWebUrl(typed[field])) wrong(field, 'url')
  }
  const isRedirect = (one: string) => isRedirectUrl(one) && !(hasServer && isAppUrl(one))
  if (typed.redirectUrls.length > mostUrls || !typed.redirectUrls.every(isRedirect)) wrong('redirectUrls', 'url')
  if (typed.returnUrls.length > mostUrls || !typed.returnUrls.every(isWebUrl)) wrong('returnUrls', 'url')
  if (problems.length > 0 || !category || domain === undefined) return problems
  return { ...typed, name, description, category, domain }
}

/** A name of the public DNS: of several labels, and no address. */
const isPublicName = (domain: string): boolean => /^([a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/.test(domain)
