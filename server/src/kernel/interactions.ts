import type { IncomingMessage, ServerResponse } from 'node:http'
import type { UserId } from './id.ts'

/** Node's own objects of one request: the protocol library reads and writes its cookies on them. */
export interface Wire {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** What an authorization waits for from the person at the browser. */
export interface Interaction {
  readonly uid: string
  readonly wants: 'login' | 'consent'
  readonly appId: string
  /** Scopes the app asks for. */
  readonly scopes: readonly string[]
  readonly userId: UserId | undefined
  readonly loginHint: string | undefined
  /** `ui_locales`, space-separated (OpenID Connect Core §3.1.2.1). */
  readonly locales: string | undefined
  /** Origin of the app that the browser ends at. */
  readonly leadsTo: string
}

/** How pages see and answer what an authorization waits for; the protocol's dialect fulfils it. */
export interface Interactions {
  /** The one this browser is in the middle of; undefined when it is over, or another browser's. */
  read(wire: Wire, uid: string): Promise<Interaction | undefined>
  /** Each answers where the browser goes next. */
  finishLogin(wire: Wire, userId: UserId): Promise<string>
  finishConsent(wire: Wire): Promise<string>
  cancel(wire: Wire): Promise<string>
}
