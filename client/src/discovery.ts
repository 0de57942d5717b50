import { ask } from './ask.ts'
import { fail } from './error.ts'
import type { World } from './world.ts'

/** What the server says of itself (OpenID Connect Discovery §3), as far as it is used here. */
export interface Metadata {
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly userinfo_endpoint: string
  readonly jwks_uri: string
  readonly end_session_endpoint?: string
  readonly revocation_endpoint?: string
  readonly authorization_response_iss_parameter_supported?: boolean
}

/** A public key of the server (RFC 7517), of RSA or of an elliptic curve. */
export interface PublicKey {
  readonly kty?: string
  readonly kid?: string
  readonly use?: string
  readonly n?: string
  readonly e?: string
  readonly crv?: string
  readonly x?: string
  readonly y?: string
}

/** The server as it describes itself; asked once, and again after a failure. */
export interface Server {
  /** @throws `network.*`, `answer.*` */
  metadata(): Promise<Metadata>
  /**
   * The keys that may have made a signature: by its `kid`. One that is not known is looked for once more, since keys are rotated.
   *
   * @throws `network.*`, `answer.*`
   */
  keys(kid: string | undefined, kty: string): Promise<readonly PublicKey[]>
}

const needed = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'] as const

export function serverOf(world: World, issuer: string): Server {
  const metadata = once(async () => {
    const found = await ask<Metadata>(world, `${issuer}/.well-known/openid-configuration`)
    // OpenID Connect Discovery §4.3: else one server could speak for another.
    if (found?.issuer?.replace(/\/$/, '') !== issuer)
      fail('answer.wrong-issuer', `The server calls itself ${found?.issuer}, and not ${issuer}`, { cause: found })
    for (const name of needed)
      if (typeof found[name] !== 'string') fail('answer.malformed', `The server names no ${name}`, { cause: found })
    return found
  })
  const fetchKeys = async () => {
    const { jwks_uri } = await metadata()
    return (await ask<{ keys?: PublicKey[] }>(world, jwks_uri))?.keys ?? []
  }
  let keys = once(fetchKeys)
  return {
    metadata,
    async keys(kid, kty) {
      const fits = (one: PublicKey) =>
        one.kty === kty && (one.use ?? 'sig') === 'sig' && (kid === undefined || one.kid === kid)
      const known = (await keys()).filter(fits)
      if (known.length > 0) return known
      keys = once(fetchKeys)
      return (await keys()).filter(fits)
    },
  }
}

/** Remembers what came; a failure is forgotten, so that the next caller tries again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work().catch((error: unknown) => {
      result = undefined
      throw error
    })
    return result
  }
}
