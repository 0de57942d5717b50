import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider'
import { isFramed } from '../../http/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { showCancelled, showError } from './pages/error-page.ts'
import { authKey, logInWith } from './tokens.ts'

/**
 * The response mode of "Log in with" (design.md, Data that flows (iv)): the browser goes to the registered address with
 * `auth_key`, and with `state` where the app gave one; on an error it stays here, on a page.
 */
export function addLogInWith(at: Ports, provider: Provider): void {
  provider.registerResponseMode(authKey, (context, redirectUri, payload) => {
    const { code, state, error } = payload as Record<string, string | undefined>
    if (error === 'access_denied') return showCancelled(at, context)
    if (code === undefined) return showError(at, context, error ?? 'server_error')
    const answer = new URLSearchParams({ [authKey]: code, ...(state !== undefined && { state }) })
    context.status = 303
    context.redirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer}`)
  })
}

/**
 * The scope `log-in-with`, alone, and the response mode `auth_key` come only together. That only apps with the permission
 * have the scope is said by the app's own list (client.ts). In a frame nobody is logged in silently (attack 63).
 *
 * @throws `invalid_scope`, `invalid_request`
 */
export function checkLogInWith(context: KoaContextWithOIDC): void {
  const { oidc } = context
  const scopes = [...oidc.requestParamScopes]
  const isMode = oidc.params?.response_mode === authKey
  if (isMode !== scopes.includes(logInWith) || (isMode && scopes.length > 1)) {
    throw new errors.InvalidScope(`${logInWith} and the response mode ${authKey} come together, and alone`, logInWith)
  }
  if (isMode && isFramed(context.get('sec-fetch-dest') || undefined)) {
    throw new errors.InvalidRequest(`the response mode ${authKey} is for a window of its own`)
  }
}
