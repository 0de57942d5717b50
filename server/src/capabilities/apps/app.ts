import type { Selectable } from 'kysely'
import type { Language, Tables, UserId } from '../../kernel/index.ts'
import './table.ts'

/** What an app may do. Given by an operator (`diwan app grant`), never by the app itself. */
export const permissions = [
  'portal',
  'users:exist',
  'invitations:write',
  'codes:send',
  'guests:enter',
  'guests:write',
  'log-in-with',
  'forms',
  'apps:review',
] as const
export type Permission = (typeof permissions)[number]

/** `draft` → `in-review` → `live` ⇄ `suspended`; only a live app is served. */
export const appStates = ['draft', 'in-review', 'live', 'suspended'] as const
export type AppState = (typeof appStates)[number]

/** What one app decides for its own people, over the house's settings. */
export interface AppPolicy {
  /** Fewest characters of a password. */
  passwordMinimumLength?: number
  /** Whether passwords of the common list are refused. */
  refuseCommonPasswords?: boolean
  /** Whether the portal lets a person in before the e-mail is proven, and says so. */
  loginBeforeActivation?: boolean
  /** False switches the app's member portal off. */
  portal?: boolean
  /** Whether the app's secret is shipped inside a program that people hold, and so is no secret (contracts/evand.md). */
  publicSecret?: boolean
}

/** What anybody may do who has found a secret that is not one: ask for codes, within the budgets. */
const openToFinders: readonly Permission[] = ['codes:send']

/** What a token opens that the app got for itself by its client secret (RFC 6749 §4.4). */
export const permissionsOfSecret = ({
  policy,
  permissions,
}: Pick<App, 'policy' | 'permissions'>): readonly Permission[] =>
  policy.publicSecret ? permissions.filter((one) => openToFinders.includes(one)) : permissions

/** A client application: an OAuth client, a website of the portal, a form's owner; one record for every surface. */
export interface App {
  readonly id: string
  readonly name: string
  readonly state: AppState
  readonly description: string
  readonly category: string
  readonly logo: string | undefined
  readonly ownerId: UserId | undefined
  /** Language of its mails where the request names none. */
  readonly locale: Language | undefined
  readonly domains: readonly string[]
  readonly redirectUrls: readonly string[]
  readonly returnUrls: readonly string[]
  /** The app's own pages; a path alone lies on our own origin. */
  readonly activationUrl: string | undefined
  readonly resetUrl: string | undefined
  /** Where the app hears that a person signed out (OpenID Connect Back-Channel Logout 1.0 §2.2). */
  readonly backchannelLogoutUrl: string | undefined
  readonly permissions: readonly Permission[]
  /** Why an operator sent it back, for its owner to read. */
  readonly reviewNote: string | undefined
  readonly policy: AppPolicy
  readonly revision: number
}

export type AppRow = Selectable<Tables['apps']>

export function appOf(row: AppRow): App {
  return {
    id: row.id,
    name: row.name,
    state: row.state as AppState,
    description: row.description,
    category: row.category,
    logo: row.logo ?? undefined,
    ownerId: (row.owner_id as UserId | null) ?? undefined,
    locale: (row.locale as Language | null) ?? undefined,
    domains: JSON.parse(row.domains),
    redirectUrls: JSON.parse(row.redirect_urls),
    returnUrls: JSON.parse(row.return_urls),
    activationUrl: row.activation_url ?? undefined,
    resetUrl: row.reset_url ?? undefined,
    backchannelLogoutUrl: row.backchannel_logout_url ?? undefined,
    permissions: JSON.parse(row.permissions),
    reviewNote: row.review_note ?? undefined,
    policy: JSON.parse(row.policy),
    revision: row.revision,
  }
}
