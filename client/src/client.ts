import { ask } from './ask.ts'
import { serverOf } from './discovery.ts'
import { fail } from './error.ts'
import type { Claims, UserInfo } from './id-token.ts'
import type { ClientOptions, SignInWish } from './options.ts'
import { type ProviderSurface, providerSurface } from './provider/index.ts'
import {
  beginSignIn,
  endSignIn,
  isAnswer,
  isEndOfSession,
  logoutUrl,
  type Parts,
  renewTokens,
  revoke,
  type SignedInTokens,
} from './sign-in.ts'
import { isShared, type StorageChoice, storageOf } from './storage.ts'
import { type Keeper, keepTokens } from './tokens.ts'
import { isPage, page, readBaseUrl, worldOf } from './world.ts'

/** Somebody who is signed in. Tokens stay inside; ask {@link DiwanClient.accessToken} for one. */
export interface Session {
  /** The person’s id (`sub`). */
  readonly subject: string
  /** What the ID token says. */
  readonly claims: Claims
  readonly scopes: readonly string[]
}

/** What a sign-in came to. */
export interface FinishedSignIn extends Session {
  /** The path that the sign-in was begun with. */
  readonly returnTo: string | undefined
}

/** A client of one server, for one app. Made by {@link createClient}. */
export interface DiwanClient extends ProviderSurface {
  /**
   * Sends the browser to the server’s page to sign in or to make an account. Outside of pages, see `signInUrl`.
   *
   * @throws `client.*`, `network.*`, `answer.*`
   * @example
   * ```ts
   * button.onclick = () => client.signIn({ returnTo: location.pathname })
   * ```
   */
  signIn(wish?: SignInWish): Promise<void>
  /**
   * Prepares a sign-in and answers its address, for a link, a system browser or a server’s redirect.
   *
   * @throws `client.*`, `network.*`, `answer.*`
   * @example
   * ```ts
   * response.redirect(String(await client.signInUrl({ scope: 'openid email' })))
   * ```
   */
  signInUrl(wish?: SignInWish): Promise<URL>
  /**
   * Whether an address is an answer that `finishSignIn` takes; the page’s own where none is given.
   *
   * @example
   * ```ts
   * if (client.isSignInAnswer()) await client.finishSignIn()
   * ```
   */
  isSignInAnswer(url?: string | URL): boolean
  /**
   * Takes the answer that the browser brought to the redirect address: checks it, exchanges its code, proves who signed
   * in, and keeps the tokens. In a page, code and state are taken out of the address bar.
   *
   * @throws `sign-in.*`, `id-token.*`, `oauth.*`, `network.*`, `answer.*`
   * @example
   * ```ts
   * const { claims, returnTo } = await client.finishSignIn()
   * history.replaceState(null, '', returnTo ?? '/')
   * ```
   */
  finishSignIn(url?: string | URL): Promise<FinishedSignIn>
  /**
   * Who is signed in here; undefined where nobody is. Asks no server.
   *
   * @example
   * ```ts
   * const session = await client.session()
   * greet(session?.claims.name ?? 'stranger')
   * ```
   */
  session(): Promise<Session | undefined>
  /**
   * An access token that is good for half a minute at least; renewed where needed, once for all tabs that share a storage.
   *
   * @throws `session.absent`, `session.expired`; `session.revoked`, and what was stored is gone; `network.*`, and it stays
   * @example
   * ```ts
   * const headers = { authorization: `Bearer ${await client.accessToken()}` }
   * ```
   */
  accessToken(): Promise<string>
  /**
   * Renews the access token now, as after a change of what it may do.
   *
   * @throws as `accessToken`
   * @example
   * ```ts
   * await client.renew()
   * ```
   */
  renew(): Promise<void>
  /**
   * `fetch` with the access token, which is renewed once where the answer is 401. Goes to the server itself and to
   * `apiOrigins` alone.
   *
   * @throws `client.foreign-url`, and as `accessToken`; other failures as your `fetch` has them
   * @example
   * ```ts
   * const orders = await client.fetch('https://api.shop.example/orders').then((response) => response.json())
   * ```
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /**
   * What the server says of the person now, as far as the scopes tell.
   *
   * @throws `id-token.subject` where it speaks of somebody else; as `accessToken`, `apps.not-permitted`
   * @example
   * ```ts
   * const { name, email, email_verified } = await client.userinfo()
   * ```
   */
  userinfo(): Promise<UserInfo>
  /**
   * Forgets the tokens, revokes them, and in a page goes to the server’s page to log out there, too. Answers its address.
   *
   * @param wish `here: true` ends this app’s session alone, and goes nowhere
   * @example
   * ```ts
   * await client.signOut()
   * await client.signOut({ here: true })
   * ```
   */
  signOut(wish?: { postLogoutRedirectUri?: string; here?: boolean }): Promise<URL | undefined>
  /**
   * Calls back when somebody signs in or out, or tokens are renewed, here or in another tab. Answers how to end it.
   *
   * @example
   * ```ts
   * const stop = client.onSession((session) => render(session))
   * ```
   */
  onSession(listener: (session: Session | undefined) => void): () => void
  /**
   * Closes the line to other tabs. Only needed where clients are made and thrown away.
   *
   * @example
   * ```ts
   * client.close()
   * ```
   */
  close(): void
}

/**
 * Makes a client. Nothing is asked of the server before it is needed.
 *
 * @throws `client.bad-url`, `client.insecure-url`, `client.no-crypto`, `client.no-storage`
 * @example
 * ```ts
 * const client = createClient({
 *   issuer: 'https://id.example.com',
 *   clientId: 'shop',
 *   redirectUri: 'https://shop.example/callback',
 *   storage: 'local',
 * })
 * ```
 */
export function createClient(options: ClientOptions): DiwanClient {
  const world = worldOf(options)
  const issuer = readBaseUrl(options.issuer)
  const choice = options.storage ?? 'memory'
  const storage = storageOf(choice)
  const underWay: StorageChoice = options.signInStorage ?? (isPage() ? 'session' : 'memory')
  const parts: Parts = { world, issuer, options, server: serverOf(world, issuer), storage: storageOf(underWay) }
  const keeper = keepTokens<SignedInTokens>({
    world,
    storage,
    shared: isShared(choice),
    key: `diwan ${issuer} ${options.clientId ?? ''}`,
    exchange: (held) => renewTokens(parts, held),
    isEnd: isEndOfSession,
  })
  const surface = providerSurface({ world, storage, shared: isShared(choice), issuer, options })
  return {
    ...surface.methods,
    ...signing(parts, keeper),
    ...calling(parts, keeper),
    async session() {
      return spell(await keeper.read())
    },
    onSession: (listener) => keeper.onChange((tokens) => listener(spell(tokens))),
    close() {
      keeper.close()
      surface.close()
    },
  }
}

const spell = (tokens: SignedInTokens | undefined): Session | undefined =>
  tokens && { subject: tokens.claims.sub, claims: tokens.claims, scopes: tokens.scope.split(' ').filter(Boolean) }

type Signing = Pick<DiwanClient, 'signIn' | 'signInUrl' | 'isSignInAnswer' | 'finishSignIn' | 'signOut'>

function signing(parts: Parts, keeper: Keeper<SignedInTokens>): Signing {
  const navigate = parts.options.navigate ?? ((url: string) => page.location?.assign(url))
  /** By their state: a page that draws itself twice brings the same answer twice. */
  const finishing = new Map<string, Promise<FinishedSignIn>>()
  const finish = async (url: URL): Promise<FinishedSignIn> => {
    const { tokens, returnTo } = await endSignIn(parts, url)
    await keeper.write(tokens)
    const session = spell(tokens) ?? fail('session.absent', 'Nobody is signed in')
    return { ...session, returnTo }
  }
  return {
    signInUrl: (wish = {}) => beginSignIn(parts, wish),
    async signIn(wish = {}) {
      navigate((await beginSignIn(parts, wish)).href)
    },
    isSignInAnswer: (url) => isAnswer(urlOf(url)),
    finishSignIn(given) {
      const url = urlOf(given)
      const state = url.searchParams.get('state') ?? ''
      const finished = finishing.get(state) ?? finish(url)
      finishing.set(state, finished)
      if (given === undefined) cleanAddress(url)
      return finished
    },
    async signOut({ postLogoutRedirectUri = parts.options.postLogoutRedirectUri, here = false } = {}) {
      const held = await keeper.clear()
      const token = held?.refreshToken ?? held?.accessToken
      // The person is signed out here, whether or not the server hears of it; its own page comes next.
      if (token) await revoke(parts, token).catch(() => undefined)
      if (here) return undefined
      const url = await logoutUrl(parts, held?.idToken, postLogoutRedirectUri)
      navigate(url.href)
      return url
    },
  }
}

const urlOf = (given: string | URL | undefined): URL =>
  new URL(
    given ?? page.location?.href ?? fail('client.no-url', 'Outside of a page, give the address that was asked for'),
  )

/** What came with the answer is used up, and is not for the history, bookmarks or whoever reads along. */
function cleanAddress(url: URL): void {
  const clean = new URL(url)
  for (const name of ['code', 'state', 'iss', 'error', 'error_description']) clean.searchParams.delete(name)
  page.history?.replaceState(page.history.state, '', clean.href)
}

type Calling = Pick<DiwanClient, 'accessToken' | 'renew' | 'fetch' | 'userinfo'>

function calling({ world, server, issuer, options }: Parts, keeper: Keeper<SignedInTokens>): Calling {
  const origins = new Set([issuer, ...(options.apiOrigins ?? [])].map((one) => new URL(one).origin))
  const authorised = async (given: string | URL, init?: RequestInit): Promise<Response> => {
    const held = await keeper.fresh()
    const send = ({ accessToken }: SignedInTokens) => {
      const headers = new Headers(init?.headers)
      headers.set('authorization', `Bearer ${accessToken}`)
      return world.fetch(String(given), { ...init, headers })
    }
    const response = await send(held)
    return response.status === 401 && held.refreshToken ? send(await keeper.renew(held)) : response
  }
  return {
    accessToken: async () => (await keeper.fresh()).accessToken,
    async renew() {
      await keeper.renew((await keeper.read()) ?? fail('session.absent', 'Nobody is signed in'))
    },
    async fetch(given, init) {
      const url = new URL(given, `${issuer}/`)
      if (!origins.has(url.origin)) fail('client.foreign-url', `The access token is not for ${url.origin}`)
      return authorised(url, init)
    },
    async userinfo() {
      const held = await keeper.fresh()
      const { userinfo_endpoint } = await server.metadata()
      const claims = await ask<UserInfo>({ ...world, fetch: authorised as typeof fetch }, userinfo_endpoint)
      // OpenID Connect Core §5.3.4.
      if (claims.sub !== held.claims.sub)
        fail('id-token.subject', 'The server spoke of somebody else', { cause: claims })
      return claims
    },
  }
}
