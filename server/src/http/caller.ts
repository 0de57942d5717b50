import { type App, findAppBySecret, type Permission } from '../capabilities/apps/index.ts'
import { asciiDomain, type Ports, refuse } from '../kernel/index.ts'

/**
 * The app that a website and its key name. One and the same answer for an unknown website, a wrong key and another
 * website's key.
 *
 * @throws `apps.not-authenticated`, `apps.not-live`, `apps.not-permitted`
 */
export async function readPortalCaller(at: Ports, website: string, key: string): Promise<App> {
  const app = await findAppBySecret(at, 'portal-key', key)
  const domain = asciiDomain(website)
  if (!app || !domain || !app.domains.includes(domain)) return refuse('apps.not-authenticated')
  if (app.policy.portal === false) refuse('apps.not-permitted', { permission: 'portal' })
  return allow(app, 'portal')
}

/** @throws `apps.not-live`, `apps.not-permitted` */
function allow(app: App, permission: Permission): App {
  if (app.state !== 'live') refuse('apps.not-live')
  if (!app.permissions.includes(permission)) refuse('apps.not-permitted', { permission })
  return app
}
