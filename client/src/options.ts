import type { StorageChoice } from './storage.ts'
import type { WorldOptions } from './world.ts'

/** How a client is made. Give `clientId` to sign people in, `siteKey` for forms and auth providers, or both. */
export interface ClientOptions extends WorldOptions {
  /** The server’s address, as it calls itself: `https://id.example.com`. */
  issuer: string | URL
  /** Under which the app is registered. */
  clientId?: string
  /** Where the server sends the browser back to; one of the app’s registered addresses, letter by letter. */
  redirectUri?: string
  /** Where the browser goes after logging out; one of the app’s registered return addresses. */
  postLogoutRedirectUri?: string
  /** What is asked of the person; `openid profile email offline_access` where absent. */
  scope?: string
  /** The public key of the app for forms and auth providers: what `x-app-token` carries. */
  siteKey?: string
  /** Where forms and auth providers are served; the issuer where absent. */
  baseUrl?: string | URL
  /** The provider that renews tokens of `AuthProvider.auth`; the one that was signed in with where absent. */
  providerMarker?: string
  /** Where tokens are kept: `memory` where absent, so that nothing outlives the page. */
  storage?: StorageChoice
  /** Where a sign-in that is under way is kept; `sessionStorage` in pages, memory elsewhere. */
  signInStorage?: StorageChoice
  /** Goes to another page; `location.assign` in browsers. */
  navigate?: (url: string) => void
  /** How wrong this device’s clock may be, seconds; 60 where absent. */
  clockToleranceSeconds?: number
  /** Origins besides the server’s own that `client.fetch` may carry the access token to. */
  apiOrigins?: readonly string[]
  /** Language of pages and messages: `fa`, `ar`, `vi`, `fr` or `en`. */
  language?: string
}

/** What a sign-in may ask for beside the defaults of the client. */
export interface SignInWish {
  /** As in {@link ClientOptions}. */
  redirectUri?: string
  scope?: string
  /** `none` never shows a page, `login` asks for the password anew; `consent` where absent and `offline_access` is asked for. */
  prompt?: string
  /** What stands in the e-mail field. */
  loginHint?: string
  /** The sign-in must not be older, seconds. */
  maxAge?: number
  acrValues?: string
  /** Where your app goes on afterwards: a path of yours, which `finishSignIn` gives back. */
  returnTo?: string
}
