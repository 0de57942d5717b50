import type { UserId } from './id.ts'
import type { Wire } from './interactions.ts'

/** Who is signed in with a browser, as the pages see it. */
export interface SignedIn {
  /** The session's name that may be told; it is also the row's in `sessions`. */
  readonly uid: string
  readonly userId: UserId
  /** When the person last proved who they are, epoch ms: what step-up measures. */
  readonly signedInAt: number
  /** How, by the names of RFC 8176: `pwd`, `otp` … */
  readonly methods: readonly string[]
}

/**
 * The browser's session outside an authorization: one cookie, one row, one truth with the protocol's own (design.md,
 * Stack). The protocol's dialect fulfils it.
 */
export interface BrowserSessions {
  read(wire: Wire): Promise<SignedIn | undefined>
  /** Signs the person in, or proves a signed-in one afresh; the session's secret changes (attack 66). */
  start(wire: Wire, userId: UserId, methods: readonly string[]): Promise<void>
  /** Signs this browser out, and tells the apps that want to hear of it (OpenID Connect Back-Channel Logout 1.0). */
  end(wire: Wire): Promise<void>
}
