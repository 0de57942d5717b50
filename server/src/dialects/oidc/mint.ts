import { readApp } from '../../capabilities/apps/index.ts'
import { saveConsent } from '../../capabilities/consents/index.ts'
import { enterAsGuest } from '../../capabilities/guests/index.ts'
import { saveToken } from '../../capabilities/sessions/index.ts'
import { type GuestWish, type IssuedTokens, newToken, type Ports, seconds } from '../../kernel/index.ts'
import { lifetimes } from './lifetimes.ts'

/** Clients know the grant by the name of its document; the other is its name among the extensions of RFC 6749 §4.5. */
export const guestGrant = 'event_mobile_verification'
export const guestGrants = [guestGrant, `urn:diwan:params:oauth:grant-type:${guestGrant}`] as const

/** The parameters of the grant, by the document's names. */
export const guestParameters = ['mobile', 'mobile_verification_code', 'event_id'] as const

/** Fulfils `Tokens.issueForApp`: a token as the library's own grant would have written it. */
export async function issueForApp(at: Ports, appId: string): Promise<IssuedTokens> {
  const accessToken = newToken(at, 256)
  await saveToken(at, recordOf(at, 'ClientCredentials', accessToken, { clientId: appId }))
  return { accessToken, refreshToken: undefined, expiresInSeconds: lifetimes.ClientCredentials }
}

/**
 * Fulfils `Tokens.issueForGuest`: entry, consent and both tokens are one transaction, so that a crash leaves the code or
 * the tokens, never neither and never both (attacks 3 and 10). From here on they are like any of the library's: they can
 * be refreshed, introspected and revoked, and die with the consent.
 */
export async function issueForGuest(
  at: Ports,
  appId: string,
  wish: GuestWish,
): Promise<IssuedTokens & { scope: string }> {
  const app = await readApp(at.db, appId)
  const [accessToken, refreshToken, family] = [newToken(at, 256), newToken(at, 256), newToken(at)]
  const { scope } = await enterAsGuest(at, app, wish, async (tx, { userId, consent, scope }) => {
    const [clientId, accountId] = [app.id, String(userId)]
    const grant = { ...lifeOf(at, 'Grant'), kind: 'Grant', jti: consent, accountId, clientId, openid: { scope } }
    const expiresAt = at.clock.now() + seconds(lifetimes.Grant)
    await saveConsent(at, { secret: consent, userId, appId: clientId, payload: grant, expiresAt }, tx)
    const shared = { clientId, accountId, grantId: consent, scope, gty: guestGrant }
    const fate = { consent, family, userId }
    await saveToken(at, { ...recordOf(at, 'AccessToken', accessToken, shared), ...fate }, tx)
    const renewable = { ...shared, rotations: 0, iiat: lifeOf(at, 'RefreshToken').iat }
    await saveToken(at, { ...recordOf(at, 'RefreshToken', refreshToken, renewable), ...fate }, tx)
  })
  return { accessToken, refreshToken, expiresInSeconds: lifetimes.AccessToken, scope }
}

type Kind = 'ClientCredentials' | 'AccessToken' | 'RefreshToken'

/** Seconds since the epoch, as the library writes them. */
function lifeOf(at: Ports, kind: Kind | 'Grant'): { iat: number; exp: number } {
  const iat = Math.floor(at.clock.now() / 1000)
  return { iat, exp: iat + lifetimes[kind] }
}

const recordOf = (at: Ports, kind: Kind, value: string, facts: { clientId: string }) => ({
  kind,
  value,
  appId: facts.clientId,
  expiresAt: at.clock.now() + seconds(lifetimes[kind]),
  payload: { kind, jti: value, ...lifeOf(at, kind), ...facts },
})
