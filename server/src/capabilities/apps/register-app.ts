import { type Ports, Refusal, refuse, type Tx, type UserId } from '../../kernel/index.ts'
import { spend } from '../limits/index.ts'
import { houseSettings } from '../settings/index.ts'
import { type App, appOf } from './app.ts'
import { findUnapproved } from './approved.ts'
import { claimDomain, dropClaims, findClaim } from './claim-domain.ts'
import { drawCredential } from './credentials.ts'
import type { Details } from './details.ts'
import { nameKey } from './name-key.ts'
import { type AppWish, changeApp, createApp, findApp } from './save-app.ts'
import { appSettings } from './settings.ts'

/** A new app, and its secrets, which are seen here once. */
export interface Registered {
  readonly app: App
  /** None of an app without a server: it cannot keep one (RFC 6749 §2.1). */
  readonly secrets: { readonly clientSecret: string; readonly portalKey: string } | undefined
}

/**
 * Registers an app for a developer, with its secrets and the claim of its domain together. It waits for a review where
 * the house asks for one, and may what the house gives every new app; nothing of that is the developer's to say (attacks
 * 57 and 60).
 *
 * @throws `limits.exhausted`, `apps.conflict` for a name that is taken, or looks like another's or the house's own
 */
export async function registerApp(
  at: Ports,
  ownerId: UserId,
  details: Details,
  hasServer: boolean,
): Promise<Registered> {
  const { review, defaultPermissions, proveDomains, registrations } = await appSettings.read(at)
  await refuseHouseName(at, details.name)
  await spend(at, { budget: 'app-registrations', of: [ownerId] }, registrations)
  const wish = {
    ...wishOf(details),
    name: details.name,
    ownerId,
    state: review === 'none' ? ('live' as const) : ('draft' as const),
    permissions: defaultPermissions,
    domains: details.domain && !proveDomains ? [details.domain] : [],
  }
  for (;;) {
    const id = newAppId(at)
    let secrets: Registered['secrets']
    const also = async (tx: Tx) => {
      await refuseTwin(tx, details.name, id)
      if (details.domain && proveDomains) await claimDomain(at, tx, id, details.domain)
      if (!hasServer) return
      const clientSecret = await drawCredential(at, tx, id, 'client-secret')
      secrets = { clientSecret, portalKey: await drawCredential(at, tx, id, 'portal-key') }
    }
    try {
      const app = await createApp(at, id, wish, also)
      return { app, secrets }
    } catch (error) {
      const isIdTaken = error instanceof Refusal && error.code === 'apps.conflict' && (await findApp(at.db, id))
      if (!isIdTaken) throw error
    }
  }
}

/**
 * Changes what a developer says of an app. While it waits for a review it goes back to the draft that it was, so that an
 * operator approves what was looked at; of an app that was approved, what people see stays as it was approved, and addresses
 * stay where they were.
 *
 * @throws `apps.unknown`, `apps.conflict`, `apps.approved`
 */
export async function changeDetails(at: Ports, appId: string, details: Details): Promise<App> {
  const policy = await appSettings.read(at)
  const { proveDomains } = policy
  await refuseHouseName(at, details.name)
  const claim = await findClaim(at, appId)
  const wish = (app: App): AppWish => {
    const unapproved = findUnapproved(app, details, policy)
    if (unapproved) refuse('apps.approved', { field: unapproved })
    const { before, isNew } = domainChange(app, claim?.domain, details.domain)
    const kept = app.domains.filter((one) => !isNew || one !== before)
    return {
      ...wishOf(details),
      domains: isNew && details.domain && !proveDomains ? [...kept, details.domain] : kept,
      ...(app.state === 'in-review' && { state: 'draft' as const }),
    }
  }
  const standing = (await findApp(at.db, appId)) ?? refuse('apps.unknown', { app: appId })
  const { isNew } = domainChange(standing, claim?.domain, details.domain)
  const isRenamed = standing.name !== details.name
  const also = async (tx: Tx) => {
    if (isRenamed) await refuseTwin(tx, details.name, appId)
    if (!isNew) return
    if (details.domain && proveDomains) await claimDomain(at, tx, appId, details.domain)
    else await dropClaims(tx, appId)
  }
  return changeApp(at, appId, wish, { userId: standing.ownerId, ...((isNew || isRenamed) && { also }) })
}

function domainChange(app: App, claimed: string | undefined, wanted: string) {
  const before = claimed ?? app.domains[0] ?? ''
  return { before, isNew: before !== wanted }
}

const wishOf = ({ domain: _claimed, ...details }: Details): AppWish => ({
  ...details,
  logo: details.logo || null,
  activationUrl: details.activationUrl || null,
  resetUrl: details.resetUrl || null,
  backchannelLogoutUrl: details.backchannelLogoutUrl || null,
})

/** @throws `apps.conflict` when people could take the name for the house's own */
async function refuseHouseName(at: Ports, name: string): Promise<void> {
  const { name: house } = await houseSettings.read(at)
  if (nameKey(name) === nameKey(house)) refuse('apps.conflict', { app: name })
}

/**
 * Within the transaction that holds the name, so that of two who take it at once one does.
 *
 * @throws `apps.conflict` when people could take the name for another app's
 */
async function refuseTwin(tx: Tx, name: string, appId: string): Promise<void> {
  const twin = await tx
    .selectFrom('apps')
    .select('id')
    .where('id', '!=', appId)
    .where((one) => one.or([one('name', '=', name), one('name_key', '=', nameKey(name))]))
    .limit(1)
    .executeTakeFirst()
  if (twin) refuse('apps.conflict', { app: name })
}

/** Twelve decimal digits, the first no zero: drawn, so that nobody learns from one how many there are (contracts/sngine.md). */
function newAppId(at: Pick<Ports, 'random'>): string {
  const most = 9n * 10n ** 11n
  return String(10n ** 11n + (at.random.bytes(12).readBigUInt64BE() % most))
}

/** The person's apps, newest first. */
export async function listOwnApps(at: Pick<Ports, 'db'>, ownerId: UserId): Promise<App[]> {
  const rows = await at.db
    .selectFrom('apps')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(appOf)
}

/** One of the person's own apps. @throws `apps.unknown` for another's as for none (attack 58) */
export async function readOwnApp(at: Pick<Ports, 'db'>, ownerId: UserId, id: string): Promise<App> {
  const app = await findApp(at.db, id)
  return app?.ownerId === ownerId ? app : refuse('apps.unknown', { app: id })
}
