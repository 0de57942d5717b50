import type { IncomingMessage, ServerResponse } from 'node:http'
import type { UserId } from './id.ts'

/** Node's own objects of one request: the protocol library reads and writes its cookies on them. */
export interface Wire {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The caller's address, behind a trusted proxy the one it forwards. */
  readonly address: string
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
  /** Single claims the app asks for besides the scopes' (OpenID Connect Core §5.5). */
  readonly claims: readonly string[]
  /** Names of the resources the app asks tokens for (RFC 8707). */
  readonly resources: readonly string[]
  /** True where the person is signed in, and the app wants that proven afresh (`prompt=login`, `max_age`). */
  readonly again: boolean
}

/** How pages see and answer what an authorization waits for; the protocol's dialect fulfils it. */
export interface Interactions {
  /** The one this browser is in the middle of; undefined when it is over, or another browser's. */
  read(wire: Wire, uid: string): Promise<Interaction | undefined>
  /** Each answers where the browser goes next. */
  finishLogin(wire: Wire, userId: UserId, methods: readonly string[]): Promise<string>
  finishConsent(wire: Wire): Promise<string>
  cancel(wire: Wire): Promise<string>
}
