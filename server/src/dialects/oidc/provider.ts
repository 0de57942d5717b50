import { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { isSecretOf } from '../../capabilities/apps/index.ts'
import type { SigningKey } from '../../capabilities/keys/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { claimsOfScopes, findAccount } from './account.ts'
import { acrValues } from './acr.ts'
import { isAt } from './aliases.ts'
import { scopes } from './client.ts'
import { consentOf } from './consent.ts'
import { addGuestGrant } from './guest-grant.ts'
import { authKeyLife, lifetimes, sessionLife } from './lifetimes.ts'
import { addLogInWith, checkLogInWith } from './log-in-with.ts'
import { redrawForm } from './pages/carry-on.ts'
import { devicePages, refuseGuesser } from './pages/device-pages.ts'
import { showError } from './pages/error-page.ts'
import { logoutPages } from './pages/logout-pages.ts'
import { resourcesOf } from './resources.ts'
import { storeOf } from './store.ts'
import { logInWith } from './tokens.ts'

/** Signatures by our keys alone: HS* would need the clients' secrets, of which only hashes are kept. */
const signatures = ['RS256', 'ES256'] as const

/** How far requests of ours may go. */
export interface Reach {
  /** To loopback and private networks too: in development alone (attack 77). */
  readonly privateNetworks: boolean
}

/** The library guards its requests by a dispatcher that refuses special addresses once connected; without it they go anywhere. */
const fetchAnywhere: typeof fetch = (url, { dispatcher: _guard, ...options }: RequestInit = {}) => fetch(url, options)

/** No request needs more; and what comes back with the answer must fit into the headers that browsers take (attack 47). */
const longestRequest = 12_000

/** The certified library, set up on our storage, our people and our pages (design.md, OAuth/OIDC). */
export function createProvider(at: Ports, keys: SigningKey[], reach: Reach): Provider {
  const provider = new Provider(at.publicUrl, {
    ...settings,
    ...worldOf(at, keys),
    ...(reach.privateNetworks && { fetch: fetchAnywhere }),
  })
  provider.proxy = true
  provider.Client.prototype.compareClientSecret = function compare(this: { clientId: string }, actual: string) {
    return isSecretOf(at, this.clientId, 'client-secret', actual)
  }
  provider.use(async (context, next) => {
    if (await refuseGuesser(at, context as KoaContextWithOIDC)) return
    if (isAt(context.path, '/oauth/authorize') && context.querystring.length > longestRequest) {
      context.status = 400
      return showError(at, context as KoaContextWithOIDC, 'invalid_request')
    }
    await next()
    await redrawForm(at, context as KoaContextWithOIDC)
  })
  addLogInWith(at, provider)
  addGuestGrant(at, provider)
  deriveSuccessors(at, provider)
  provider.on('server_error', (_context, error) => {
    at.log.error({ stack: error instanceof Error ? error.stack : String(error) }, 'a bug in OpenID Connect')
  })
  return provider
}

/**
 * A refresh token's successor is drawn from it, so that a lost answer can be given once more from a store that keeps no
 * token in clear (rule 13): whoever presents the same one is answered by the same successor.
 */
function deriveSuccessors(at: Ports, provider: Provider): void {
  const prototype = provider.RefreshToken.prototype as unknown as { generateTokenId(): string }
  const draw = prototype.generateTokenId
  prototype.generateTokenId = function generateTokenId(): string {
    const rotated = Provider.ctx?.oidc.entities.RotatedRefreshToken
    return rotated ? at.keyring.mac('index', 'refresh-successor', rotated.jti) : draw.call(this)
  }
}

const worldOf = (at: Ports, keys: SigningKey[]): Configuration => ({
  adapter: storeOf(at),
  jwks: { keys },
  cookies: {
    keys: at.keyring.macs('index', 'cookies'),
    names: cookieNames(at.publicUrl.startsWith('https:')),
    long: { httpOnly: true, sameSite: 'lax', signed: true, path: '/' },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
  },
  features: {
    ...features,
    deviceFlow: { enabled: true, ...devicePages(at) },
    rpInitiatedLogout: { enabled: true, ...logoutPages(at) },
    resourceIndicators: resourcesOf(at),
  },
  renderError: (context, out, error) => showError(at, context, out.error, error.cause),
  findAccount: (_context, sub) => findAccount(at, sub),
  loadExistingGrant: (context: KoaContextWithOIDC) => {
    const { client, session } = context.oidc
    if (!client || !session?.accountId) return undefined
    return context.oidc.provider.Grant.find(consentOf(at, session.accountId, client.clientId))
  },
})

/**
 * Names that no other host can set, where there is https (attack 66). `__Host-` demands the path `/`; the cookies of an
 * interaction have its own path, so that two tabs keep apart, and are `__Secure-` (RFC 6265bis §4.1.3).
 */
const cookieNames = (https: boolean) => ({
  session: https ? '__Host-session' : 'session',
  interaction: https ? '__Secure-interaction' : 'interaction',
  resume: https ? '__Secure-resume' : 'resume',
})

/** @throws `invalid_request`, which does not repeat what was too long */
function checkState({ oidc }: KoaContextWithOIDC, state: unknown): void {
  if (typeof state !== 'string' || state.length <= longestRequest) return
  if (oidc.params) oidc.params.state = undefined
  throw new errors.InvalidRequest('state is too long')
}

/** Pages of an app may call from where the app has its redirect addresses; `null` is nobody's origin (attack 65). */
const isPageOf = (origin: string, redirects: readonly string[]): boolean =>
  origin !== 'null' && redirects.some((url) => URL.parse(url)?.origin === origin)

/** The library's own, and besides: a session whose person may not come in any more is as good as none. */
function policyOf() {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  const isShutOut = ({ oidc }: KoaContextWithOIDC) =>
    oidc.session?.accountId !== undefined && oidc.account === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT
  policy.get('login')?.checks.add(new Check('shut_out', 'the account is not open', 'login_required', isShutOut))
  return policy
}

const features = {
  devInteractions: { enabled: false },
  clientCredentials: { enabled: true },
  introspection: {
    enabled: true,
    allowedPolicy: async (_context, client, token) => token.clientId === client.clientId,
  },
  revocation: { enabled: true, allowedPolicy: async (_context, client, token) => token.clientId === client.clientId },
  backchannelLogout: { enabled: true },
  claimsParameter: { enabled: true },
  userinfo: { enabled: true },
} satisfies Configuration['features']

/** What holds wherever the library runs, on whatever storage: the bench sets its floor up by the same. */
export const settings: Configuration = {
  features,
  claims: claimsOfScopes,
  scopes: [...scopes],
  extraParams: { response_mode: checkLogInWith, state: checkState },
  revokeGrantPolicy: () => false,
  allowOmittingSingleRegisteredRedirectUri: false,
  acrValues,
  clientBasedCORS: (_context, origin, client) => isPageOf(origin, client.redirectUris ?? []),
  ttl: {
    ...lifetimes,
    // Before anybody signs in a session only guards a form; whoever asks for pages leaves no rows for long.
    Session: (_context, session) => (session.accountId === undefined ? lifetimes.Interaction : sessionLife),
    AccessToken: (_context, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.AccessToken,
    ClientCredentials: (_context, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.ClientCredentials,
    AuthorizationCode: (_context, code) => (code.scope === logInWith ? authKeyLife : lifetimes.AuthorizationCode),
  },
  pkce: { required: (_context, client) => client.clientAuthMethod === 'none' },
  interactions: { policy: policyOf(), url: (_context, interaction) => `/interaction/${interaction.uid}` },
  issueRefreshToken: async (_context, client, code) =>
    client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  rotateRefreshToken: true,
  enabledJWA: {
    idTokenSigningAlgValues: [...signatures],
    userinfoSigningAlgValues: [...signatures],
    introspectionSigningAlgValues: [...signatures],
    authorizationSigningAlgValues: [...signatures],
    clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'],
  },
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  routes: {
    authorization: '/oauth/authorize',
    token: '/oauth/token',
    userinfo: '/oauth/userinfo',
    jwks: '/oauth/jwks',
    pushed_authorization_request: '/oauth/par',
    introspection: '/oauth/introspect',
    revocation: '/oauth/revoke',
    device_authorization: '/oauth/device',
    code_verification: '/device',
    end_session: '/oauth/logout',
  },
}
