import {
  type App,
  findApp,
  findAppBySecret,
  findAppByToken,
  isClaimed,
  type Permission,
} from '../capabilities/apps/index.ts'
import { asciiDomain, type Ports, refuse, type Tokens } from '../kernel/index.ts'

/**
 * The app that a website and its key name. One and the same answer for an unknown website, a wrong key and another
 * website's key.
 *
 * @throws `apps.not-authenticated`, `apps.domain-not-proven`, `apps.not-live`, `apps.not-permitted`
 */
export async function readPortalCaller(at: Ports, website: string, key: string): Promise<App> {
  const app = await findAppBySecret(at, 'portal-key', key)
  const domain = asciiDomain(website)
  if (!app || !domain) return refuse('apps.not-authenticated')
  if (!app.domains.includes(domain)) {
    if (await isClaimed(at, app.id, domain)) refuse('apps.domain-not-proven', { domain })
    return refuse('apps.not-authenticated')
  }
  if (app.policy.portal === false) refuse('apps.not-permitted', { permission: 'portal' })
  return allow(app, 'portal')
}

/**
 * The app that calls from its server with `Authorization: Bearer` (RFC 6750 §2.1): by a long-lived token, which may be
 * narrower than the app, or by an access token that it got for itself (RFC 6749 §4.4). A person's token is no app's.
 *
 * @throws `apps.not-authenticated`, `apps.not-live`, `apps.not-permitted`
 */
export async function readBearerApp(
  at: Ports,
  tokens: Pick<Tokens, 'findAccess'>,
  authorization: string | undefined,
  permission: Permission,
): Promise<App> {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
  if (!token) return refuse('apps.not-authenticated')
  const held = await findAppByToken(at, token)
  if (held) return allow(held.app, permission, held.permissions)
  const access = await tokens.findAccess(token)
  const app = access && access.userId === undefined ? await findApp(at.db, access.appId) : undefined
  return app ? allow(app, permission) : refuse('apps.not-authenticated')
}

/** @throws `apps.not-live`, `apps.not-permitted` */
function allow(app: App, permission: Permission, permissions = app.permissions): App {
  if (app.state !== 'live') refuse('apps.not-live')
  if (!permissions.includes(permission)) refuse('apps.not-permitted', { permission })
  return app
}
