import type { Provider } from 'oidc-provider'

// What stands before a token is asked for, written through the library's own models: the same by whichever storage.

/** A confidential app, told alike to the server and to its floor. */
export const relyingParty = {
  id: '1001',
  secret: 'demo-client-secret-of-the-shop-1001',
  redirectUrl: 'http://127.0.0.1:8080/callback',
}

const scope = 'openid profile email offline_access'

/** RFC 7636, appendix B. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const epochSeconds = (): number => Math.floor(Date.now() / 1000)

/** Somebody who allowed the app everything that it asks for. */
export interface Allowance {
  readonly accountId: string
  readonly grantId: string
}

/** What a person allowed, under a name of the caller's choice. */
export async function allow(provider: Provider, { accountId, grantId }: Allowance): Promise<void> {
  const grant = new provider.Grant({ accountId, clientId: relyingParty.id })
  grant.addOIDCScope(scope)
  await Object.assign(grant, { jti: grantId }).save()
}

/** As many codes as are asked for, of one person after another, as an authorization with PKCE leaves them. */
export async function mintCodes(provider: Provider, people: readonly Allowance[], count: number): Promise<string[]> {
  const client = await findClient(provider)
  const codes: string[] = []
  for (let i = 0; i < count; i++) {
    const { accountId, grantId } = people[i % people.length] as Allowance
    const asked = { scope, nonce: 'n-0S6_WzA2Mj', redirectUri: relyingParty.redirectUrl, gty: 'authorization_code' }
    const signedIn = { accountId, grantId, sessionUid: `session-${accountId}`, authTime: epochSeconds(), amr: ['pwd'] }
    const pkce = { codeChallenge: challenge, codeChallengeMethod: 'S256' }
    codes.push(await new provider.AuthorizationCode({ client, ...asked, ...signedIn, ...pkce }).save())
  }
  return codes
}

/** As many access tokens of “Log in with” as there are people, as `/api/authorize` gives them. */
export async function mintLogIns(provider: Provider, people: readonly Allowance[]): Promise<string[]> {
  const client = await findClient(provider)
  const tokens: string[] = []
  for (const { accountId, grantId } of people) {
    const asked = { scope: 'log-in-with', gty: 'authorization_code' }
    tokens.push(await new provider.AccessToken({ client, accountId, grantId, ...asked }).save())
  }
  return tokens
}

async function findClient(provider: Provider) {
  const client = await provider.Client.find(relyingParty.id)
  if (!client) throw new Error('the app is unknown')
  return client
}
