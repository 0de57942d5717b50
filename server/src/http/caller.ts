import {
  type App,
  findApp,
  findAppBySecret,
  findAppByToken,
  hasTokenMark,
  isClaimed,
  type Permission,
  permissionsOfSecret,
} from '../capabilities/apps/index.ts'
import { asciiDomain, type Ports, refuse, type Tokens, type UserId } from '../kernel/index.ts'

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

/** Who showed a bearer token: an app, and the person it speaks for, if it does. */
export interface Bearer {
  readonly app: App
  readonly userId: UserId | undefined
  /** What the person allowed; none where the app speaks for itself. */
  readonly scopes: readonly string[]
}

/** The token of a header `Authorization: Bearer …` (RFC 6750 §2.1); undefined for anything else. */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]

/**
 * The app that calls with `Authorization: Bearer` (RFC 6750 §2.1): by a long-lived token, which may be narrower than the
 * app, by an access token that it got for itself (RFC 6749 §4.4), or by one of a person's.
 *
 * @throws `apps.not-authenticated`, `apps.not-live`, `apps.not-permitted`
 */
export async function readBearer(
  at: Ports,
  tokens: Pick<Tokens, 'findAccess'>,
  authorization: string | undefined,
  permission: Permission,
): Promise<Bearer> {
  const token = bearerOf(authorization)
  if (!token) return refuse('apps.not-authenticated')
  // A long-lived token of ours is known by its mark. One that an operator chose is looked for last: others come oftener.
  const marked = hasTokenMark(token)
  let access = marked ? undefined : await tokens.findAccess(token)
  const held = access ? undefined : await findAppByToken(at, token)
  if (held) return { app: allow(held.app, permission, held.permissions), userId: undefined, scopes: [] }
  // By chance an access token begins with the mark.
  if (marked) access = await tokens.findAccess(token)
  const app = access && (await findApp(at.db, access.appId))
  if (!access || !app) return refuse('apps.not-authenticated')
  const permissions = access.userId === undefined ? permissionsOfSecret(app) : app.permissions
  return { app: allow(app, permission, permissions), userId: access.userId, scopes: access.scopes }
}

/** As {@link readBearer}, for an app that speaks for itself: a person's token is no app's. */
export async function readBearerApp(
  at: Ports,
  tokens: Pick<Tokens, 'findAccess'>,
  authorization: string | undefined,
  permission: Permission,
): Promise<App> {
  const forItself: Pick<Tokens, 'findAccess'> = {
    async findAccess(token) {
      const access = await tokens.findAccess(token)
      return access?.userId === undefined ? access : undefined
    },
  }
  return (await readBearer(at, forItself, authorization, permission)).app
}

/** Whose forms and files a call is about. */
export interface FormsCaller {
  readonly appId: string
  /** Undefined where the app speaks for itself. */
  readonly userId: UserId | undefined
}

/**
 * An app that may keep forms, by a token of its own or of a person who signed in with it; a guest's token opens the event
 * alone (contracts/evand.md).
 *
 * @throws `apps.not-authenticated`, `apps.not-live`, `apps.not-permitted`
 */
export async function readFormsCaller(
  at: Ports,
  tokens: Pick<Tokens, 'findAccess'>,
  authorization: string | undefined,
): Promise<FormsCaller> {
  const { app, userId, scopes } = await readBearer(at, tokens, authorization, 'forms')
  const opens = scopes.includes('openid') || scopes.includes('forms')
  if (userId !== undefined && !opens) refuse('apps.not-permitted', { permission: 'openid' })
  return { appId: app.id, userId }
}

/** @throws `apps.not-live`, `apps.not-permitted` */
function allow(app: App, permission: Permission, permissions = app.permissions): App {
  if (app.state !== 'live') refuse('apps.not-live')
  if (!permissions.includes(permission)) refuse('apps.not-permitted', { permission })
  return app
}
