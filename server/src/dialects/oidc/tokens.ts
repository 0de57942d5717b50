import { findApp } from '../../capabilities/apps/index.ts'
import { endFamily, findSessionByUid, findToken, redeemToken, saveToken } from '../../capabilities/sessions/index.ts'
import { type Access, findUserId, newToken, type Ports, refuse, seconds, transact } from '../../kernel/index.ts'
import { harmlessFor, lifetimes } from './lifetimes.ts'

/** The scope, and the permission of the app, for "Log in with" (contracts/sngine.md, Decisions). */
export const logInWith = 'log-in-with'
/** The response mode of "Log in with", and the kind of its codes. */
export const authKey = 'auth_key'
/** Lets an app change the person's mobile, with a code and soon after a sign-in; for apps that may have codes sent. */
export const mobileWrite = 'mobile:write'

/** What the protocol keeps with a code or an access token, as far as other surfaces ask. */
interface Payload {
  clientId?: string
  accountId?: string
  scope?: string
  grantId?: string
  sessionUid?: string
  expiresWithSession?: boolean
  /** The key that the token is bound to (RFC 9449 §6). */
  jkt?: string
  /** The auth provider through which a device of the app's own was signed in. */
  provider?: string
}

/**
 * Looks an opaque access token up without the protocol's library: other surfaces ask often, and at their start. They take
 * bearers, so a token that is bound to a key is none of theirs: whoever stole it could show it there (RFC 9449 §7.2).
 */
export async function findAccess(at: Ports, value: string): Promise<Access | undefined> {
  const found = (await findToken(at, 'AccessToken', value)) ?? (await findToken(at, 'ClientCredentials', value))
  const { clientId, accountId, scope = '', jkt, provider, sessionUid = '' } = (found?.payload ?? {}) as Payload
  if (clientId === undefined || jkt !== undefined) return undefined
  return {
    appId: clientId,
    userId: findUserId(accountId ?? ''),
    scopes: scope.split(' ').filter(Boolean),
    ...(provider !== undefined && { device: { sessionUid, provider } }),
  }
}

/** When the person signed in to the session that a live access token came of, epoch ms (OpenID Connect Core §2, auth_time). */
export async function signedInAt(at: Ports, value: string): Promise<number | undefined> {
  const found = await findToken(at, 'AccessToken', value)
  const { sessionUid } = (found?.payload ?? {}) as Payload
  const session = sessionUid === undefined ? undefined : await findSessionByUid(at, sessionUid)
  const { loginTs } = (session ?? {}) as { loginTs?: number }
  return loginTs === undefined ? undefined : seconds(loginTs)
}

/**
 * Exchanges an auth_key for an access token, in one transaction: a crash leaves the key or the token, never neither
 * (attacks 8 and 10).
 *
 * @throws `verification.failed`; a key of another app stays as it is, and late reuse ends what the first use gave (rule 13)
 */
export async function redeemAuthKey(at: Ports, appId: string, value: string): Promise<string> {
  const [found, app] = [await findToken(at, authKey, value), await findApp(at.db, appId)]
  const payload = (found?.payload ?? {}) as Payload
  if (!found || payload.clientId !== appId || !app?.permissions.includes(logInWith))
    return refuse('verification.failed')
  if (found.consumedAt !== undefined) {
    const isTheft = at.clock.now() - found.consumedAt >= harmlessFor
    if (isTheft && found.family !== undefined) await endFamily(at, found.family, 'reused')
    return refuse('verification.failed')
  }
  const token = newToken(at, 256)
  await transact(at, async (tx) => {
    if (!(await redeemToken(at, authKey, value, tx))) refuse('verification.failed')
    await saveToken(at, { ...tokenOf(at, payload, token), family: found.family }, tx)
  })
  return token
}

/** An access token as the library itself would have written it. */
function tokenOf(at: Ports, { clientId, accountId, grantId, sessionUid, expiresWithSession }: Payload, value: string) {
  const now = Math.floor(at.clock.now() / 1000)
  return {
    kind: 'AccessToken',
    value,
    consent: grantId,
    sessionUid: expiresWithSession ? sessionUid : undefined,
    userId: findUserId(accountId ?? ''),
    appId: clientId,
    expiresAt: at.clock.now() + seconds(lifetimes.AccessToken),
    payload: {
      kind: 'AccessToken',
      jti: value,
      iat: now,
      exp: now + lifetimes.AccessToken,
      gty: 'authorization_code',
      scope: logInWith,
      ...{ clientId, accountId, grantId, sessionUid, expiresWithSession },
    },
  }
}
