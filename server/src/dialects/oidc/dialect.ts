import { nameSigningKeys } from '../../capabilities/keys/index.ts'
import { isTokenOver } from '../../capabilities/sessions/index.ts'
import { type Asked, type Dialect, type ForeignRoute, json } from '../../http/index.ts'
import type { BrowserSessions, Channel, Interactions, Ports, Tokens, Wire } from '../../kernel/index.ts'
import { aliasPaths, renamePath } from './aliases.ts'
import { noticeChannel } from './back-channel.ts'
import { findDevice, openDevice, renewDevice } from './device.ts'
import { issueForApp, issueForGuest } from './mint.ts'
import type { Protocol } from './protocol.ts'
import type { Reach } from './provider.ts'
import { findAccess, redeemAuthKey, signedInAt } from './tokens.ts'
import { whereabouts, whereaboutsOf } from './whereabouts.ts'

const paths = [
  '/oauth/*',
  '/device',
  '/device/*',
  ...aliasPaths,
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
] as const

/** The dialect, and the ports it fulfils for the others. */
export interface Oidc {
  readonly dialect: Dialect
  readonly interactions: Interactions
  readonly sessions: BrowserSessions
  readonly tokens: Tokens
  /** Tells apps' servers what the outbox has for them. */
  readonly channel: Channel
}

/** OAuth 2.1 and OpenID Connect, spoken by the certified library; it is loaded by the first request that needs it. */
export function oidc(at: Ports, reach: Reach = { privateNetworks: false }): Oidc {
  const load = loaderOf(at, reach)
  const serve = async (asked: Asked): Promise<void> => {
    const { answer } = await load()
    renamePath(asked.wire.request)
    speakAs(at.publicUrl, asked.wire)
    await whereabouts.run(whereaboutsOf(asked.wire), () => answer(asked.wire.request, asked.wire.response))
  }
  const foreignRoutes = paths.map((path): ForeignRoute => ({ path, serve }))
  const spell: Dialect['spell'] = () => json(503, { error: 'temporarily_unavailable' }, { 'retry-after': '5' })
  /** Every method of a port, as one that loads the library first. */
  const later = <K extends 'interactions' | 'sessions'>(port: K, names: (keyof Protocol[K])[]): Protocol[K] =>
    Object.fromEntries(
      names.map((name) => [
        name,
        async (wire: Wire, ...more: unknown[]) => {
          const protocol = await load()
          speakAs(at.publicUrl, wire)
          const method = protocol[port][name] as (wire: Wire, ...more: unknown[]) => Promise<unknown>
          return whereabouts.run(whereaboutsOf(wire), () => method(wire, ...more))
        },
      ]),
    ) as unknown as Protocol[K]
  return {
    dialect: { name: 'oidc', bodyLimit: 64 * 1024, routes: [], foreignRoutes, spell },
    interactions: later('interactions', ['read', 'finishLogin', 'finishConsent', 'cancel']),
    sessions: later('sessions', ['read', 'start', 'end']),
    tokens: {
      findAccess: (token) => findAccess(at, token),
      signedInAt: (token) => signedInAt(at, token),
      isOver: (token) => isTokenOver(at, 'AccessToken', token),
      redeemAuthKey: (appId, value) => redeemAuthKey(at, appId, value),
      issueForApp: (appId) => issueForApp(at, appId),
      issueForGuest: (appId, wish) => issueForGuest(at, appId, wish),
      openDevice: (tx, wish) => openDevice(at, tx, wish),
      renewDevice: (wish, value) => renewDevice(at, wish, value),
      findDevice: (wish, value) => findDevice(at, wish, value),
    },
    channel: noticeChannel(load),
  }
}

/** How long the signing keys are taken for the same without a look, ms: rotation is seen by running servers within it. */
const sameKeysFor = 2000

/** Opens the protocol once; again after a failure, since the database may have been away, and when the keys were rotated. */
function loaderOf(at: Ports, reach: Reach): () => Promise<Protocol> {
  let loading: Promise<Protocol> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  const open = () => import('./protocol.ts').then(({ openProtocol }) => openProtocol(at, reach))
  /** A look that fails changes nothing: the keys at hand still verify. */
  const reopened = async (last: Promise<Protocol>): Promise<Protocol> => {
    const protocol = await last
    const names = await nameSigningKeys(at).catch(() => protocol.keyNames)
    return names === protocol.keyNames ? protocol : open()
  }
  return () => {
    const now = at.clock.now()
    if (loading && Math.abs(now - lookedAt) < sameKeysFor) return loading
    lookedAt = now
    const opening = loading ? reopened(loading) : open()
    loading = opening
    opening.catch(() => {
      if (loading === opening) loading = undefined
    })
    return opening
  }
}

/** Spelt once: every request needs it. */
let origin: { readonly publicUrl: string; readonly headers: Record<string, string> } | undefined

function spellOrigin(publicUrl: string) {
  const { host, protocol } = new URL(publicUrl)
  return { headers: { host, 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-host': host } }
}

/** The library writes addresses by the Host header; ours come from PUBLIC_URL alone (rule 7, attack 62). */
function speakAs(publicUrl: string, wire: Wire): void {
  if (origin?.publicUrl !== publicUrl) origin = { publicUrl, ...spellOrigin(publicUrl) }
  Object.assign(wire.request.headers, origin.headers)
}
