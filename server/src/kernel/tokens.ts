import type { Mobile } from './contact.ts'
import type { Tx } from './database.ts'
import type { UserId } from './id.ts'

/** A live access token, as a surface that is asked with it sees it. */
export interface Access {
  readonly appId: string
  /** Undefined where the app speaks for itself (RFC 6749 §4.4). */
  readonly userId: UserId | undefined
  readonly scopes: readonly string[]
  /** Where the person signed in with a device of the app's own, through an auth provider. */
  readonly device?: { readonly sessionUid: string; readonly provider: string } | undefined
}

/** Whose device is signed in, through what, and for how long (contracts/oneentry.md). */
export interface DeviceWish {
  readonly appId: string
  readonly provider: string
  readonly address: string
  /** By the provider, seconds. */
  readonly lives: { readonly access: number; readonly refresh: number }
  /** By the provider: the fingerprint that the session belongs to, of which there is one at a time. */
  readonly boundTo?: string | undefined
}

/** What an app's client says of the device it runs on; nothing of it is trusted. */
export interface DeviceFacts {
  readonly fingerprint: string | undefined
  readonly os: string
  readonly browser: string
  readonly location: string
}

/** What somebody shows who enters an event as its guest (contracts/evand.md, 3). */
export interface GuestWish {
  readonly eventId: number
  readonly mobile: Mobile
  readonly code: string
}

/** Tokens that were just minted; they are seen here once. */
export interface IssuedTokens {
  readonly accessToken: string
  /** None for an app that speaks for itself (RFC 6749 §4.4.3). */
  readonly refreshToken: string | undefined
  readonly expiresInSeconds: number
}

/** What other surfaces need of the core of OAuth; the protocol's dialect fulfils it. */
export interface Tokens {
  /**
   * Whose a live opaque access token is. Undefined for anything else, refresh tokens and codes among it (attack 51);
   * suspending the app or the person, ending the session or the consent ends it at once (rule 13).
   */
  findAccess(token: string): Promise<Access | undefined>
  /**
   * When the person last proved to be them in the session that a live access token came of, epoch ms; undefined where
   * the session is over, or there was none.
   */
  signedInAt(token: string): Promise<number | undefined>
  /** Whether this was an access token whose time ran out; known only until it is swept. */
  isOver(token: string): Promise<boolean>
  /**
   * Exchanges a code that the response mode `auth_key` minted for this app, once, for an access token of the scope
   * `log-in-with` that lives an hour (contracts/sngine.md, Decisions).
   *
   * @throws `verification.failed` for a code that is unknown, used, too old, another app's, or of an ordinary authorization
   */
  redeemAuthKey(appId: string, authKey: string): Promise<string>
  /** Mints an access token for an app that has shown its secret and speaks for itself (RFC 6749 §4.4). */
  issueForApp(appId: string): Promise<IssuedTokens>
  /**
   * Lets a guest in and mints access and refresh token for the event alone: together, and once for a code (attack 3).
   *
   * @throws `verification.failed`, one and the same for a code that is wrong, used or too old, for a number that is no
   *   guest's and for an event that is closed or another app's; `verification.paused`; `apps.*`
   */
  issueForGuest(appId: string, wish: GuestWish): Promise<IssuedTokens>
  /** Signs a device in: its session and both tokens, in the transaction of whatever let the person in. */
  openDevice(tx: Tx, wish: DeviceWish & { userId: UserId; device: DeviceFacts }): Promise<IssuedTokens>
  /**
   * Exchanges a refresh token of a device for its successor and a new access token: one winner, whose answer is repeated
   * inside the grace window; later use ends the session (rule 13, attack 9).
   *
   * @throws `sessions.not-signed-in` for a token that is unknown, used, too old, another app's or provider's, or whose
   *   session is over
   */
  renewDevice(wish: DeviceWish, refreshToken: string): Promise<IssuedTokens & { userId: UserId }>
  /** Whose device a live refresh token of this app and provider is. */
  findDevice(
    wish: Pick<DeviceWish, 'appId' | 'provider'>,
    refreshToken: string,
  ): Promise<{ userId: UserId; sessionUid: string } | undefined>
}
