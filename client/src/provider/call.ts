import { ask, type Request } from '../ask.ts'
import { fail, isDiwanError } from '../error.ts'
import type { ClientOptions } from '../options.ts'
import type { TokenStorage } from '../storage.ts'
import { type Keeper, keepTokens, type Tokens } from '../tokens.ts'
import { page, readBaseUrl, type World } from '../world.ts'
import type { AuthEntity } from './shapes.ts'

/** Tokens of an auth provider, as they are kept. */
export interface ProviderTokens extends Tokens {
  readonly userIdentifier: string
  readonly authProviderIdentifier: string
}

/** One call of the surface. */
export interface Call extends Request {
  /** Below `/api/content/`, each part spelled for an address. */
  readonly path: readonly (string | number)[]
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
}

/** How the surface is called. */
export interface Caller {
  readonly keeper: Keeper<ProviderTokens>
  readonly options: ClientOptions
  /** As the app alone. */
  asApp<T>(call: Call): Promise<T>
  /** As the person who signed in by `AuthProvider.auth`; tokens are renewed where the server does not take them any more. */
  asPerson<T>(call: Call): Promise<T>
}

export interface Place {
  readonly world: World
  readonly storage: TokenStorage
  readonly shared: boolean
  readonly issuer: string
  readonly options: ClientOptions
}

export const providerPath = 'users-auth-providers'

export function callerOf(place: Place): Caller {
  const { world, options } = place
  const base = readBaseUrl(options.baseUrl ?? place.issuer)
  const device = deviceOf(place)
  const send = async <T>({ path, query, ...request }: Call, token?: string): Promise<T> => {
    const url = new URL(`${base}/api/content/${path.map((part) => encodeURIComponent(part)).join('/')}`)
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value))
    const headers = {
      ...request.headers,
      ...(options.siteKey !== undefined && { 'x-app-token': options.siteKey }),
      ...(options.language !== undefined && { 'accept-language': options.language }),
      ...(request.method !== 'GET' && { 'x-device-metadata': await device() }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
    return ask<T>(world, url, { ...request, headers })
  }
  const keeper = keepTokens<ProviderTokens>({
    ...place,
    key: `diwan ${base} provider ${options.siteKey ?? ''}`,
    exchange: async (held) =>
      tokensOf(
        await send<AuthEntity>({
          path: [providerPath, 'marker', options.providerMarker ?? held.authProviderIdentifier, 'users', 'refresh'],
          json: { refreshToken: held.refreshToken },
        }),
      ),
    isEnd: (error) => isDiwanError(error) && (error.status === 400 || error.status === 401),
  })
  return {
    keeper,
    options,
    asApp: (call) => send(call),
    async asPerson(call) {
      const held = await keeper.fresh()
      try {
        return await send(call, held.accessToken)
      } catch (error) {
        if (!isDiwanError(error) || error.status !== 401) throw error
        return send(call, (await keeper.renew(held)).accessToken)
      }
    },
  }
}

/** @throws `answer.malformed` */
export function tokensOf(entity: AuthEntity): ProviderTokens {
  const { accessToken, refreshToken, userIdentifier, authProviderIdentifier } = entity ?? {}
  if (typeof accessToken !== 'string') fail('answer.malformed', 'The provider gave no token', { cause: entity })
  return { accessToken, refreshToken, userIdentifier, authProviderIdentifier }
}

/** What tells the person’s devices apart in the list of sessions: a name that is drawn once, and what the browser says. */
function deviceOf({ world, storage, issuer }: Place): () => Promise<string> {
  const key = `diwan ${issuer} device`
  let fingerprint: string | undefined
  return async () => {
    fingerprint ??= (await storage.get(key)) ?? undefined
    if (fingerprint === undefined) {
      fingerprint = `UQ_${world.crypto.randomUUID().replaceAll('-', '')}`
      await storage.set(key, fingerprint)
    }
    const { userAgent = '', platform = '', language = 'en-US' } = page.navigator ?? {}
    const browser = /(Edg|OPR|Firefox|Chrome|Safari|Node\.js|Deno|Bun)\/[\d.]{1,10}/.exec(userAgent)?.[0] ?? 'unknown'
    return JSON.stringify({ fingerprint, deviceInfo: { os: asciiOf(platform), browser, location: asciiOf(language) } })
  }
}

/** A header carries no more. */
const asciiOf = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, 60) || 'unknown'
