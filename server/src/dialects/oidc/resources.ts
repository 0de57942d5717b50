import { type Configuration, errors } from 'oidc-provider'
import { findApp } from '../../capabilities/apps/index.ts'
import type { Ports } from '../../kernel/index.ts'

type Resources = NonNullable<NonNullable<Configuration['features']>['resourceIndicators']>

/** JWTs cannot be taken back, so they live no longer (rule 13), seconds. */
const structuredLife = 300

/**
 * Resource indicators (RFC 8707): an app asks for tokens to its own services, `https://<one of its domains>`, and gets
 * JWTs (RFC 9068) that those check without asking us (decision 0015).
 */
export const resourcesOf = (at: Ports): Resources => ({
  enabled: true,
  async getResourceServerInfo(_context, resource, client) {
    const app = await findApp(at.db, client.clientId)
    const own = app?.domains.some((domain) => resource === `https://${domain}` || resource === `https://${domain}/`)
    if (!own) throw new errors.InvalidTarget('the resource is not a domain of the app')
    return {
      scope: 'profile email phone',
      audience: resource,
      accessTokenTTL: structuredLife,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'RS256' } },
    }
  },
})
