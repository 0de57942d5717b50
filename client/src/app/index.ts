import { type ApiCall, type AppClientOptions, appCaller, type Method } from './call.ts'
import { type Event, type Events, events, type Guest } from './events.ts'
import { type Guests, type GuestTokens, guests, type SentCode } from './guests.ts'
import {
  type Invitation,
  type InvitationStatus,
  type Invitations,
  type InvitationWish,
  invitations,
} from './invitations.ts'

export type {
  ApiCall,
  AppClientOptions,
  Event,
  Events,
  Guest,
  Guests,
  GuestTokens,
  Invitation,
  InvitationStatus,
  Invitations,
  InvitationWish,
  Method,
  SentCode,
}

/** What an app does as itself. Made by {@link createAppClient}. */
export interface AppClient {
  readonly invitations: Invitations
  readonly events: Events
  readonly guests: Guests
  /**
   * An access token of the app’s own: the long-lived one, or one by its client credentials that is renewed in time.
   *
   * @throws `client.no-credentials`, `oauth.invalid_client`
   * @example
   * ```ts
   * const headers = { authorization: `Bearer ${await app.token()}` }
   * ```
   */
  token(): Promise<string>
  /**
   * Any other operation of the server’s own API, which `/api/v1/openapi.json` describes.
   *
   * @throws `apps.*`, `input.*`, and what the operation declines
   * @example
   * ```ts
   * const { apps } = await app.call<{ apps: { id: string }[] }>('GET', '/apps', { query: { state: 'review' } })
   * ```
   */
  call<T>(method: Method, path: `/${string}`, call?: ApiCall): Promise<T>
}

/**
 * Makes a client for the app’s own server, which can keep a secret. Nothing of it belongs into a page.
 *
 * @throws `client.bad-url`, `client.insecure-url`, `client.no-crypto`
 * @example
 * ```ts
 * const app = createAppClient({
 *   issuer: 'https://id.example.com',
 *   clientId: 'shop',
 *   clientSecret: process.env.DIWAN_CLIENT_SECRET,
 * })
 * ```
 */
export function createAppClient(options: AppClientOptions): AppClient {
  const caller = appCaller(options)
  return {
    invitations: invitations(caller),
    events: events(caller),
    guests: guests(caller),
    token: caller.token,
    call: caller.api,
  }
}
