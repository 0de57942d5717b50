import { type Asked, type Dialect, type ForeignRoute, json } from '../../http/index.ts'
import type { Interactions, Ports } from '../../kernel/index.ts'
import { whereabouts } from './whereabouts.ts'

const paths = ['/oauth/*', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'] as const

/** OAuth 2.1 and OpenID Connect, spoken by the certified library; it is loaded by the first request that needs it. */
export function oidc(at: Ports): { dialect: Dialect; interactions: Interactions } {
  const load = loaderOf(at)
  const serve = async (asked: Asked): Promise<void> => {
    const { provider } = await load()
    speakAs(at.publicUrl, asked)
    const from = { device: (asked.header('user-agent') ?? '').slice(0, 300), address: asked.address }
    await whereabouts.run(from, () => provider.callback()(asked.wire.request, asked.wire.response))
  }
  const foreignRoutes = paths.map((path): ForeignRoute => ({ path, serve }))
  const spell: Dialect['spell'] = () => json(503, { error: 'temporarily_unavailable' }, { 'retry-after': '5' })
  const interactions: Interactions = {
    read: async (wire, uid) => (await load()).interactions.read(wire, uid),
    finishLogin: async (wire, userId) => (await load()).interactions.finishLogin(wire, userId),
    finishConsent: async (wire) => (await load()).interactions.finishConsent(wire),
    cancel: async (wire) => (await load()).interactions.cancel(wire),
  }
  return { dialect: { name: 'oidc', bodyLimit: 64 * 1024, routes: [], foreignRoutes, spell }, interactions }
}

type Protocol = Awaited<ReturnType<typeof import('./protocol.ts')['openProtocol']>>

/** Opens the protocol once, and again after a failure: the database may have been away. */
function loaderOf(at: Ports): () => Promise<Protocol> {
  let loading: Promise<Protocol> | undefined
  return () => {
    loading ??= import('./protocol.ts').then(({ openProtocol }) => openProtocol(at))
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }
}

/** The library writes addresses by the Host header; ours come from PUBLIC_URL alone (rule 7, attack 62). */
function speakAs(publicUrl: string, { wire }: Asked): void {
  const { host, protocol } = new URL(publicUrl)
  const { headers } = wire.request
  headers.host = host
  headers['x-forwarded-proto'] = protocol.slice(0, -1)
  headers['x-forwarded-host'] = host
}
