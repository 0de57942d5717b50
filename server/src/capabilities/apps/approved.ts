import type { Ports } from '../../kernel/index.ts'
import type { App } from './app.ts'
import type { Details } from './details.ts'
import { appSettings } from './settings.ts'

// What an operator approved of an app is what people see of it, and where it takes them. Its developer changes neither
// behind the operator's back, and need ask for nothing else.

interface Policy {
  readonly review: 'none' | 'required'
  readonly proveDomains: boolean
}

type Shown = 'name' | 'logo' | 'domain'

/** What people see of an approved app, and its developer no longer changes; a domain that is proved speaks for itself. */
function shownOf({ state }: App, { review, proveDomains }: Policy): readonly Shown[] {
  if (review === 'none' || !(state === 'live' || state === 'suspended')) return []
  return proveDomains ? ['name', 'logo'] : ['name', 'logo', 'domain']
}

/** The fields that the developer of an app no longer changes, with what stands in them. */
export async function listFixed(
  at: Pick<Ports, 'db' | 'clock'>,
  app: App,
): Promise<Partial<Record<keyof Details, string>>> {
  const shown = shownOf(app, await appSettings.read(at))
  return Object.fromEntries(shown.map((field) => [field, standing(app, field)]))
}

const standing = (app: App, field: Shown): string => (field === 'domain' ? (app.domains[0] ?? '') : (app[field] ?? ''))

const addresses = ['redirectUrls', 'returnUrls', 'activationUrl', 'resetUrl', 'backchannelLogoutUrl'] as const

/** The first field in which a developer would change what was approved: what is seen, or an address on another origin. */
export function findUnapproved(app: App, details: Details, policy: Policy): keyof Details | undefined {
  const shown = shownOf(app, policy)
  if (shown.length === 0) return undefined
  const known = new Set(addresses.flatMap((field) => listOf(app[field])).map(placeOf))
  const isKnown = (url: string) => known.has(placeOf(url)) || app.domains.some((domain) => isOf(domain, url))
  return (
    shown.find((field) => details[field] !== standing(app, field)) ??
    addresses.find((field) => !listOf(details[field]).every(isKnown))
  )
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value].filter(Boolean) : (value ?? [])

/** Whom an address belongs to: an origin, or the scheme of an app on a device. */
function placeOf(text: string): string {
  const url = URL.parse(text)
  return url && url.origin !== 'null' ? url.origin : (url?.protocol ?? text)
}

function isOf(domain: string, text: string): boolean {
  const url = URL.parse(text)
  return (
    url?.protocol === 'https:' && url.port === '' && (url.hostname === domain || url.hostname.endsWith(`.${domain}`))
  )
}
