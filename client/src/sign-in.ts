import { ask } from './ask.ts'
import type { Server } from './discovery.ts'
import { drawSecret, hash, toBase64Url } from './encoding.ts'
import { fail, isDiwanError } from './error.ts'
import { type Claims, proveIdToken, readRenewed } from './id-token.ts'
import type { ClientOptions, SignInWish } from './options.ts'
import type { TokenStorage } from './storage.ts'
import type { Tokens } from './tokens.ts'
import type { World } from './world.ts'

/** What is kept of somebody who is signed in. */
export interface SignedInTokens extends Tokens {
  readonly idToken: string
  readonly claims: Claims
  readonly scope: string
}

/** What is kept while the person is at the server’s pages. */
interface UnderWay {
  readonly verifier: string
  readonly nonce: string
  readonly redirectUri: string
  readonly scope: string
  readonly maxAge?: number | undefined
  readonly returnTo?: string | undefined
  readonly beganAt: number
}

/** What the token endpoint answers (RFC 6749 §5.1). */
interface TokenAnswer {
  readonly access_token?: string
  readonly token_type?: string
  readonly expires_in?: number
  readonly refresh_token?: string
  readonly id_token?: string
  readonly scope?: string
}

/** The parts that signing in is made of. */
export interface Parts {
  readonly world: World
  readonly server: Server
  readonly issuer: string
  readonly options: ClientOptions
  /** Of what is under way. */
  readonly storage: TokenStorage
}

const defaultScope = 'openid profile email offline_access'
/** A person who takes longer begins anew, ms. */
const longestSignIn = 3_600_000

/** @throws `client.no-client-id` */
export const clientIdOf = ({ clientId }: ClientOptions): string =>
  clientId ?? fail('client.no-client-id', 'The client was made without a clientId')

const keyOf = ({ issuer, options }: Parts, state: string) => `diwan ${issuer} ${options.clientId} sign-in ${state}`

/**
 * Remembers a sign-in, and answers the address that begins it: authorization code with PKCE S256, state and nonce.
 *
 * @throws `client.*`, `network.*`, `answer.*`
 */
export async function beginSignIn(parts: Parts, wish: SignInWish): Promise<URL> {
  const { world, options } = parts
  const clientId = clientIdOf(options)
  const redirectUri =
    wish.redirectUri ?? options.redirectUri ?? fail('client.no-redirect-uri', 'No redirectUri was given')
  if (wish.returnTo !== undefined && !/^\/(?![/\\])/.test(wish.returnTo))
    fail('client.bad-return-to', 'returnTo is a path of your own, beginning with one slash')
  const { authorization_endpoint } = await parts.server.metadata()
  const [state, nonce, verifier] = [0, 0, 0].map(() => drawSecret(world.crypto)) as [string, string, string]
  const scope = wish.scope ?? options.scope ?? defaultScope
  const { maxAge, returnTo } = wish
  const underWay: UnderWay = { verifier, nonce, redirectUri, scope, maxAge, returnTo, beganAt: world.now() }
  await parts.storage.set(keyOf(parts, state), JSON.stringify(underWay))
  const url = new URL(authorization_endpoint)
  const query = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: toBase64Url(await hash(world.crypto, verifier)),
    code_challenge_method: 'S256',
    // OpenID Connect Core §11: a refresh token wants consent.
    prompt: wish.prompt ?? (scope.split(' ').includes('offline_access') ? 'consent' : undefined),
    login_hint: wish.loginHint,
    max_age: maxAge?.toString(),
    acr_values: wish.acrValues,
    ui_locales: options.language,
  }
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

/** Whether an address is an answer to a sign-in of this app. */
export const isAnswer = (url: URL): boolean =>
  url.searchParams.has('state') && (url.searchParams.has('code') || url.searchParams.has('error'))

/**
 * Takes the answer that the browser brought back: once, and of the server that was asked alone.
 *
 * @throws `sign-in.*`, `id-token.*`, `oauth.*`, `network.*`, `answer.*`
 */
export async function endSignIn(
  parts: Parts,
  url: URL,
): Promise<{ tokens: SignedInTokens; returnTo: string | undefined }> {
  const { searchParams: query } = url
  const underWay = await takeUnderWay(parts, query.get('state') ?? '')
  const { issuer, authorization_response_iss_parameter_supported: namesItself } = await parts.server.metadata()
  const iss = query.get('iss')
  // RFC 9207 §2.4: an answer of another server is never shown to this one.
  if (iss === null ? namesItself : iss !== issuer)
    fail('sign-in.wrong-issuer', `The answer is of ${iss ?? 'nobody'}, and not of ${issuer}`)
  const error = query.get('error')
  if (error !== null) fail(`sign-in.${error}`, query.get('error_description') ?? error)
  const { verifier, redirectUri, nonce, maxAge, returnTo, scope } = underWay
  const answer = await askToken(parts, {
    grant_type: 'authorization_code',
    code: query.get('code') ?? fail('sign-in.no-code', 'The answer has no code'),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  })
  const idToken = answer.id_token ?? fail('id-token.malformed', 'The server gave no ID token')
  const expected = { ...expectedOf(parts, issuer), nonce, maxAge, accessToken: answer.access_token }
  const claims = await proveIdToken(parts.world, parts.server, idToken, expected)
  return { tokens: { ...tokensOf(parts.world, answer), idToken, claims, scope: answer.scope ?? scope }, returnTo }
}

const expectedOf = ({ options }: Parts, issuer: string) => ({
  issuer,
  clientId: clientIdOf(options),
  toleranceSeconds: options.clockToleranceSeconds ?? 60,
})

/** @throws `sign-in.unknown-state` for one that is not of here, was taken, or is too old */
async function takeUnderWay(parts: Parts, state: string): Promise<UnderWay> {
  const key = keyOf(parts, state)
  const text = await parts.storage.get(key)
  await parts.storage.remove(key)
  const underWay = text ? (JSON.parse(text) as UnderWay) : undefined
  if (!underWay || parts.world.now() - underWay.beganAt > longestSignIn)
    return fail('sign-in.unknown-state', 'The answer belongs to no sign-in that is under way here')
  return underWay
}

/**
 * Renews tokens by their refresh token, which is used up by it.
 *
 * @throws `oauth.invalid_grant` where the session was ended; `id-token.*`, `network.*`, `server.*`
 */
export async function renewTokens(
  parts: Parts,
  held: SignedInTokens & { readonly refreshToken: string },
): Promise<SignedInTokens> {
  const answer = await askToken(parts, { grant_type: 'refresh_token', refresh_token: held.refreshToken })
  const { issuer, sub } = { issuer: held.claims.iss, sub: held.claims.sub }
  const claims = answer.id_token
    ? readRenewed(answer.id_token, { issuer, clientId: clientIdOf(parts.options), subject: sub })
    : held.claims
  return {
    refreshToken: held.refreshToken,
    ...tokensOf(parts.world, answer),
    idToken: answer.id_token ?? held.idToken,
    claims,
    scope: answer.scope ?? held.scope,
  }
}

async function askToken(parts: Parts, form: Record<string, string>): Promise<TokenAnswer> {
  const { token_endpoint } = await parts.server.metadata()
  return ask<TokenAnswer>(parts.world, token_endpoint, { form: { ...form, client_id: clientIdOf(parts.options) } })
}

function tokensOf(world: World, { access_token, token_type, expires_in, refresh_token }: TokenAnswer): Tokens {
  if (typeof access_token !== 'string' || token_type?.toLowerCase() !== 'bearer')
    return fail('answer.malformed', 'The server gave no bearer token')
  return {
    accessToken: access_token,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(expires_in !== undefined && { expiresAt: world.now() + expires_in * 1000 }),
  }
}

/** Whether the server says that a refresh token is good for nothing any more, or answered for somebody else. */
export const isEndOfSession = (error: unknown): boolean =>
  isDiwanError(error, 'oauth.invalid_grant') || isDiwanError(error, 'id-token')

/** Tells the server that a refresh token is not used any more (RFC 7009); it may be over already. */
export async function revoke(parts: Parts, token: string): Promise<void> {
  const { revocation_endpoint } = await parts.server.metadata()
  if (!revocation_endpoint) return
  await ask(parts.world, revocation_endpoint, { form: { token, client_id: clientIdOf(parts.options) } })
}

/** The address that ends the session at the server (OpenID Connect RP-Initiated Logout §2). */
export async function logoutUrl(parts: Parts, idToken: string | undefined, to: string | undefined): Promise<URL> {
  const { end_session_endpoint } = await parts.server.metadata()
  const url = new URL(end_session_endpoint ?? fail('answer.malformed', 'The server has no page to log out at'))
  const query = {
    client_id: clientIdOf(parts.options),
    id_token_hint: idToken,
    post_logout_redirect_uri: to,
    ui_locales: parts.options.language,
  }
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}
