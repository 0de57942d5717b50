import type { UserId } from './id.ts'

/** A live access token, as a surface that is asked with it sees it. */
export interface Access {
  readonly appId: string
  /** Undefined where the app speaks for itself (RFC 6749 §4.4). */
  readonly userId: UserId | undefined
  readonly scopes: readonly string[]
}

/** What other surfaces need of the core of OAuth; the protocol's dialect fulfils it. */
export interface Tokens {
  /**
   * Whose a live opaque access token is. Undefined for anything else, refresh tokens and codes among it (attack 51);
   * suspending the app or the person, ending the session or the consent ends it at once (rule 13).
   */
  findAccess(token: string): Promise<Access | undefined>
  /** Whether this was an access token whose time ran out; known only until it is swept. */
  isOver(token: string): Promise<boolean>
  /**
   * Exchanges a code that the response mode `auth_key` minted for this app, once, for an access token of the scope
   * `log-in-with` that lives an hour (contracts/sngine.md, Decisions).
   *
   * @throws `verification.failed` for a code that is unknown, used, too old, another app's, or of an ordinary authorization
   */
  redeemAuthKey(appId: string, authKey: string): Promise<string>
}
