import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import type { UpstreamPerson } from '../../capabilities/forms/index.ts'
import { type Ports, refuse } from '../../kernel/index.ts'
import type { UpstreamRequest, World } from './world.ts'

/** Our registration at an upstream OpenID provider. */
export interface Upstream {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

const Discovery = Type.Object({
  issuer: Type.String(),
  token_endpoint: Type.String({ pattern: '^https?://' }),
  token_endpoint_auth_methods_supported: Type.Optional(Type.Array(Type.String())),
})
const Answer = Type.Object({ id_token: Type.String({ maxLength: 20_000 }) })
const Claims = Type.Object({
  iss: Type.String(),
  aud: Type.Union([Type.String(), Type.Array(Type.String())]),
  sub: Type.String({ minLength: 1, maxLength: 255 }),
  exp: Type.Number(),
  azp: Type.Optional(Type.String()),
  email: Type.Optional(Type.String({ maxLength: 254 })),
  email_verified: Type.Optional(Type.Union([Type.Boolean(), Type.String()])),
})

/**
 * Exchanges an authorization code at the upstream provider (RFC 6749 §4.1.3), with the secret that the server keeps, for
 * whom it names. The ID token comes from the provider itself, over a connection that was checked: its signature adds
 * nothing (OpenID Connect Core 1.0 §3.1.3.7, 6); issuer, audience and time are checked.
 *
 * @throws `verification.failed` for a code that the provider does not take, and for an ID token that is not for us;
 *   `server.unavailable` where it does not answer
 */
export async function redeemUpstream(
  { at, ask }: Pick<World, 'ask'> & { at: Pick<Ports, 'clock' | 'log'> },
  upstream: Upstream,
  given: { code: string; redirectUri: string },
): Promise<UpstreamPerson> {
  const call = async (request: UpstreamRequest) => {
    try {
      return await ask(request)
    } catch (error) {
      at.log.warn({ issuer: upstream.issuer, cause: String(error) }, 'an upstream provider did not answer')
      return refuse('server.unavailable', { retryAfterSeconds: 30 })
    }
  }
  const issuer = upstream.issuer.replace(/\/$/, '')
  const found = await call({ url: `${issuer}/.well-known/openid-configuration`, method: 'GET' })
  const discovered = parse(found.text)
  // The issuer has to be the one that was asked (OpenID Connect Discovery 1.0 §4.3).
  if (!Check(Discovery, discovered) || discovered.issuer.replace(/\/$/, '') !== issuer)
    return refuse('server.unavailable', { retryAfterSeconds: 30 })
  // The connection stands for the signature: one that nobody checked stands for nothing.
  if (issuer.startsWith('https:') && !discovered.token_endpoint.startsWith('https:'))
    return refuse('server.unavailable', { retryAfterSeconds: 30 })
  const answer = await call(tokenRequest(upstream, discovered, given))
  const tokens = parse(answer.text)
  if (answer.status >= 500) refuse('server.unavailable', { retryAfterSeconds: 30 })
  if (answer.status !== 200 || !Check(Answer, tokens)) return refuse('verification.failed')
  return readClaims(at, upstream, discovered.issuer, tokens.id_token)
}

function tokenRequest(
  { clientId, clientSecret }: Upstream,
  discovered: { token_endpoint: string; token_endpoint_auth_methods_supported?: string[] },
  { code, redirectUri }: { code: string; redirectUri: string },
): UpstreamRequest {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  const methods = discovered.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  }
  if (methods.includes('client_secret_basic')) {
    const pair = [clientId, clientSecret].map((part) => new URLSearchParams({ '': part }).toString().slice(1))
    headers.authorization = `Basic ${Buffer.from(pair.join(':')).toString('base64')}`
  } else {
    form.set('client_id', clientId)
    form.set('client_secret', clientSecret)
  }
  return { url: discovered.token_endpoint, method: 'POST', headers, body: form.toString() }
}

/** How far two clocks may be apart, seconds. */
const skew = 60

function readClaims(at: Pick<Ports, 'clock'>, { clientId }: Upstream, issuer: string, idToken: string): UpstreamPerson {
  const claims = parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
  if (!Check(Claims, claims)) return refuse('verification.failed')
  const { iss, aud, exp, azp = clientId, sub: subject, email, email_verified: verified } = claims
  const isForUs = [aud].flat().includes(clientId) && azp === clientId
  if (iss !== issuer || !isForUs || exp + skew < at.clock.now() / 1000) return refuse('verification.failed')
  return { subject, email: verified === true || verified === 'true' ? email : undefined }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
