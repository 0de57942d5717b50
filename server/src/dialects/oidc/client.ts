import type { AdapterPayload } from 'oidc-provider'
import {
  type App,
  addressOf,
  findOAuthClient,
  type OAuthClient,
  type Permission,
} from '../../capabilities/apps/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { claimsOfScopes } from './account.ts'
import { guestGrants } from './mint.ts'
import { logInWith, mobileWrite } from './tokens.ts'

/** Every scope of the protocol that an app may ask for. */
export const scopes = [...Object.keys(claimsOfScopes), 'offline_access', mobileWrite, logInWith]

/** RFC 8628 §3.4. */
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** Stands where the library wants a secret: ours are kept as hashes, and compared by `compareClientSecret`. */
const heldAsHash = 'held as a hash'

/** An app as the protocol knows it (OpenID Connect Registration §2); one that is not live is unknown there. */
export async function findClient(at: Ports, id: string): Promise<AdapterPayload | undefined> {
  const found = await findOAuthClient(at.db, id)
  if (found?.app.state !== 'live') return undefined
  const known = spelt.get(found)?.[at.publicUrl] ?? metadataOf(at, found)
  spelt.set(found, { [at.publicUrl]: known })
  return { ...known }
}

/** Scopes that are for apps with a permission. */
const permissionOf: Readonly<Record<string, Permission>> = { [logInWith]: 'log-in-with', [mobileWrite]: 'codes:send' }

function mayAsk({ permissions }: App, scope: string): boolean {
  const needed = permissionOf[scope]
  return needed === undefined || permissions.includes(needed)
}

/** What was made of an app, as long as it is the same. */
const spelt = new WeakMap<OAuthClient, Record<string, AdapterPayload>>()

function metadataOf(at: Ports, { app, confidential }: OAuthClient): AdapterPayload {
  const redirects = app.redirectUrls.map((url) => addressOf(at, url))
  return {
    client_id: app.id,
    client_name: app.name,
    scope: scopes.filter((one) => mayAsk(app, one)).join(' '),
    ...(app.logo && { logo_uri: app.logo }),
    ...(app.backchannelLogoutUrl && {
      backchannel_logout_uri: app.backchannelLogoutUrl,
      backchannel_logout_session_required: true,
    }),
    redirect_uris: redirects,
    post_logout_redirect_uris: app.returnUrls.map((url) => addressOf(at, url)),
    response_types: redirects.length > 0 ? ['code'] : [],
    grant_types: [
      ...(redirects.length > 0 ? ['authorization_code'] : []),
      'refresh_token',
      deviceGrant,
      ...(confidential ? ['client_credentials'] : []),
      ...(confidential && app.permissions.includes('guests:enter') ? guestGrants : []),
    ],
    ...(confidential
      ? { client_secret: heldAsHash, token_endpoint_auth_method: 'client_secret_basic' }
      : { token_endpoint_auth_method: 'none' }),
    // A native app (RFC 8252) keeps no secret, may choose its port on loopback, and asks for consent every time.
    application_type: !confidential && redirects.some((url) => !url.startsWith('https:')) ? 'native' : 'web',
  }
}
