import { ask, type Request } from '../ask.ts'
import { fail } from '../error.ts'
import { readBaseUrl, type World, type WorldOptions, worldOf } from '../world.ts'

/** How an app’s own server calls. Give `token`, or `clientId` with `clientSecret`, or all three. */
export interface AppClientOptions extends WorldOptions {
  /** The server’s address. */
  issuer: string | URL
  /** A long-lived token of the app. */
  token?: string
  clientId?: string
  /** Never in a page: whoever reads it is the app. */
  clientSecret?: string
  /** Language of messages: `fa`, `ar`, `vi`, `fr` or `en`. */
  language?: string
}

/** A call of our own API, by its method and its path below `/api/v1`. */
export interface ApiCall extends Pick<Request, 'json' | 'signal'> {
  readonly query?: Readonly<Record<string, string | number | undefined>>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface AppCaller {
  readonly world: World
  readonly base: string
  readonly headers: Readonly<Record<string, string>>
  /** @throws `client.no-credentials` */
  credentials(): { client_id: string; client_secret: string }
  /** The long-lived token, or one that the app gets for itself, anew when it is over. */
  token(): Promise<string>
  /** @throws `apps.*`, `input.*`, and what the operation declines */
  api<T>(method: Method, path: string, call?: ApiCall): Promise<T>
}

/** Tokens that end sooner are not used any more, ms. */
const margin = 30_000

export function appCaller(options: AppClientOptions): AppCaller {
  const world = worldOf(options)
  const base = readBaseUrl(options.issuer)
  const headers = options.language === undefined ? {} : { 'accept-language': options.language }
  const credentials = () => {
    const { clientId: client_id, clientSecret: client_secret } = options
    if (client_id === undefined || client_secret === undefined)
      return fail('client.no-credentials', 'This call needs clientId and clientSecret')
    return { client_id, client_secret }
  }
  let held: Promise<{ value: string; endsAt: number }> | undefined
  const get = async () => {
    const form = { grant_type: 'client_credentials', ...credentials() }
    const answer = await ask<{ access_token: string; expires_in: number }>(world, `${base}/api/oauth2/token`, { form })
    return { value: answer.access_token, endsAt: world.now() + answer.expires_in * 1000 }
  }
  const token = async (): Promise<string> => {
    if (options.token !== undefined) return options.token
    const last = await held?.catch(() => undefined)
    if (last && last.endsAt - margin > world.now()) return last.value
    held = get()
    return (await held).value
  }
  return {
    world,
    base,
    headers,
    credentials,
    token,
    async api(method, path, { query = {}, ...request } = {}) {
      const url = new URL(`${base}/api/v1${path}`)
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) url.searchParams.set(name, String(value))
      return ask(world, url, { ...request, method, headers: { ...headers, authorization: `Bearer ${await token()}` } })
    },
  }
}

/** A part of a path. */
export const part = (text: string | number): string => encodeURIComponent(text)
