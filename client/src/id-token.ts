import type { PublicKey, Server } from './discovery.ts'
import { fromBase64Url, hash, toBase64Url } from './encoding.ts'
import { fail } from './error.ts'
import type { World } from './world.ts'

/** What the server says of a person, as far as the scopes tell (OpenID Connect Core §5.1). */
export interface UserInfo {
  /** The person’s id: the same for ever, and the only thing to know a person by. */
  readonly sub: string
  readonly name?: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly phone_number?: string
  readonly phone_number_verified?: boolean
  readonly locale?: string
  readonly [claim: string]: unknown
}

/** What an ID token says (OpenID Connect Core §2). */
export interface Claims extends UserInfo {
  readonly iss: string
  readonly aud: string | readonly string[]
  readonly exp: number
  readonly iat: number
  readonly azp?: string
  readonly nonce?: string
  readonly auth_time?: number
  readonly at_hash?: string
  readonly acr?: string
  readonly sid?: string
}

/** What the token is held against. */
export interface Expected {
  readonly issuer: string
  readonly clientId: string
  readonly nonce?: string | undefined
  /** The person of before, when a token is renewed (OpenID Connect Core §12.2). */
  readonly subject?: string | undefined
  /** Seconds since the sign-in, at most, where that was asked for. */
  readonly maxAge?: number | undefined
  readonly accessToken?: string | undefined
  readonly toleranceSeconds: number
}

/** RS256 and ES256 alone: `none` proves nothing, and HS* needs a secret that a public client cannot keep. */
const algorithms = {
  RS256: {
    kty: 'RSA',
    key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    verify: { name: 'RSASSA-PKCS1-v1_5' },
  },
  ES256: {
    kty: 'EC',
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: { name: 'ECDSA', hash: 'SHA-256' },
  },
} as const

/**
 * Proves an ID token: its signature, and all that OpenID Connect Core §3.1.3.7 asks of a public client.
 *
 * @throws `id-token.*`, and `network.*` or `answer.*` where the keys cannot be had
 */
export async function proveIdToken(world: World, server: Server, token: string, expected: Expected): Promise<Claims> {
  const { header, claims, signed, signature } = decode(token)
  const algorithm = algorithms[header.alg as keyof typeof algorithms]
  if (!algorithm || header.crit !== undefined)
    return fail('id-token.algorithm', `Signed by ${header.alg}, which is not taken`)
  const keys = await server.keys(header.kid, algorithm.kty)
  if (!(await someVerify(world, keys, algorithm, signed, signature)))
    fail('id-token.signature', 'No key of the server made the signature')
  checkClaims(claims, expected, world.now() / 1000)
  if (claims.at_hash !== undefined && expected.accessToken !== undefined) {
    const half = (await hash(world.crypto, expected.accessToken)).slice(0, 16)
    if (toBase64Url(half) !== claims.at_hash) fail('id-token.at-hash', 'It belongs to another access token')
  }
  return claims
}

async function someVerify(
  { crypto: { subtle } }: World,
  keys: readonly PublicKey[],
  { key, verify }: (typeof algorithms)[keyof typeof algorithms],
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  for (const { kty, n, e, crv, x, y } of keys) {
    // Without what else a key says of itself, such as its `use`, which engines take differently.
    const bare = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y }
    const imported = await subtle.importKey('jwk', bare as never, key, false, ['verify']).catch(() => undefined)
    if (imported && (await subtle.verify(verify, imported, signature, signed))) return true
  }
  return false
}

interface Decoded {
  readonly header: { readonly alg?: string; readonly kid?: string; readonly crit?: unknown }
  readonly claims: Claims
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** @throws `id-token.malformed` */
function decode(token: string): Decoded {
  const [head = '', body = '', signature, ...more] = token.split('.')
  try {
    if (signature === undefined || more.length > 0) throw new Error('not of three parts')
    const [header, claims] = [head, body].map((part) => {
      const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fromBase64Url(part)))
      if (typeof value !== 'object' || value === null) throw new Error('no object')
      return value
    }) as [Decoded['header'], Claims]
    return { header, claims, signed: new TextEncoder().encode(`${head}.${body}`), signature: fromBase64Url(signature) }
  } catch (cause) {
    return fail('id-token.malformed', 'The ID token cannot be read', { cause })
  }
}

/**
 * Reads the ID token that came with renewed tokens. It came from the server itself over TLS, which stands for its
 * signature (§3.1.3.7, 6); it must be of the same person, server and app (§12.2).
 *
 * @throws `id-token.*`
 */
export function readRenewed(token: string, expected: Omit<Expected, 'toleranceSeconds'>): Claims {
  const { claims } = decode(token)
  checkClaims(claims, { ...expected, toleranceSeconds: Number.POSITIVE_INFINITY }, 0)
  return claims
}

/** @throws `id-token.*` for the first thing that is not as it must be */
export function checkClaims(claims: Claims, expected: Expected, now: number): void {
  const { issuer, clientId, nonce, subject, maxAge, toleranceSeconds: tolerance } = expected
  const { iss, sub, aud, azp, exp, iat, nbf, auth_time } = claims
  if (iss !== issuer) fail('id-token.issuer', `It is of ${iss}, and not of ${issuer}`)
  if (typeof sub !== 'string' || sub === '') fail('id-token.subject', 'It names nobody')
  if (subject !== undefined && sub !== subject) fail('id-token.subject', 'It is another person’s')
  const audience = Array.isArray(aud) ? (aud as readonly unknown[]) : [aud]
  if (!audience.includes(clientId) || (audience.length > 1 && azp === undefined))
    fail('id-token.audience', 'It is for another app')
  if (azp !== undefined && azp !== clientId) fail('id-token.audience', 'It was given to another app')
  if (!isTime(exp) || !isTime(iat)) fail('id-token.malformed', 'It does not say when it was made and when it ends')
  if (now >= exp + tolerance) fail('id-token.expired', 'It is over, by the clock of this device')
  if (iat > now + tolerance || (isTime(nbf) && nbf > now + tolerance))
    fail('id-token.from-the-future', 'It begins later, by the clock of this device')
  if (nonce !== undefined && claims.nonce !== nonce) fail('id-token.nonce', 'It answers another sign-in')
  if (maxAge !== undefined && (!isTime(auth_time) || now - auth_time > maxAge + tolerance))
    fail('id-token.too-old', 'The sign-in was longer ago than was asked for')
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
