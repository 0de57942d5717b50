import { type Adapter, type AdapterPayload, errors, Provider } from 'oidc-provider'
import { endConsent, findConsent, openConsent, saveConsent } from '../../capabilities/consents/index.ts'
import {
  addSession,
  addToken,
  changeSession,
  claimToken,
  endFamily,
  endSession,
  type FoundToken,
  findSession,
  findSessionByUid,
  findShown,
  findToken,
  findTokenByUserCode,
  isShown,
  redeemToken,
  removeToken,
  removeTokensOfSession,
  saveToken,
  sessionSettings,
} from '../../capabilities/sessions/index.ts'
import { findUserId, hashToken, newToken, type Ports, seconds, type UserId } from '../../kernel/index.ts'
import { findClient } from './client.ts'
import { spendRow } from './crowd.ts'
import { harmlessFor } from './lifetimes.ts'
import { authKey, logInWith } from './tokens.ts'
import { type Errand, nowhere, whereabouts } from './whereabouts.ts'

/**
 * The protocol library's storage: its sessions are our sessions, its grants our consents, its clients our apps, and
 * everything else a token. Spending is a guarded statement, and its loser is refused (rule 1).
 */
export function storeOf(at: Ports): (model: string) => Adapter {
  const special: Record<string, Partial<Adapter>> = {
    Client: { find: (id) => findClient(at, id) },
    Session: sessionStore(at),
    Grant: consentStore(at),
  }
  return (model) => ({ ...tokenStore(at, model), ...special[model] })
}

/** What the library gives no end lives as long as the longest thing here: a year. */
const longestLife = 365 * 86_400
const expiryOf = (at: Ports, expiresIn = longestLife): number => at.clock.now() + seconds(expiresIn)
const userOf = (payload: AdapterPayload): UserId | undefined => findUserId(payload.accountId ?? '')

function sessionStore(at: Ports): Partial<Adapter> {
  const seen = (payload: AdapterPayload | undefined): AdapterPayload | undefined => {
    if (payload?.uid !== undefined) whereabouts.getStore()?.found.add(payload.uid)
    return payload
  }
  return {
    async upsert(secret, payload, expiresIn) {
      const [uid, errand] = [payload.uid ?? '', whereabouts.getStore()]
      const session = { secret, uid, userId: userOf(payload), payload, expiresAt: expiryOf(at, expiresIn) }
      if (errand?.found.has(uid)) return changeSession(at, session)
      if (session.userId === undefined) await spendRow(at, 'Session')
      await addSession(at, session, errand ?? nowhere)
      errand?.found.add(uid)
    },
    find: async (secret) => seen((await findSession(at, secret, whereabouts.getStore())) as AdapterPayload | undefined),
    findByUid: async (uid) => (await findSessionByUid(at, uid)) as AdapterPayload | undefined,
    async destroy(secret) {
      // Before a session is written under a new secret the library removes the old row: ours is one row, that changes.
      if (!isRenamed(secret)) await endSession(at, secret)
    },
  }
}

function isRenamed(secret: string): boolean {
  const session = Provider.ctx?.oidc?.session
  return whereabouts.getStore()?.renamed === secret || (session !== undefined && session.jti !== secret)
}

function consentStore(at: Ports): Partial<Adapter> {
  return {
    async upsert(secret, payload, expiresIn) {
      const [userId, appId] = [userOf(payload), payload.clientId]
      if (userId === undefined || appId === undefined) throw new Error('a grant without a person or an app')
      await saveConsent(at, { secret, userId, appId, payload, expiresAt: expiryOf(at, expiresIn) })
    },
    async find(secret) {
      const beside = whereabouts.getStore()?.consent
      const isIt = beside !== undefined && beside.hash === hashToken(secret)
      return (isIt ? openConsent(at, beside) : await findConsent(at, secret)) as AdapterPayload | undefined
    },
    destroy: (secret) => endConsent(at, secret),
  }
}

/** What may be presented for tokens: what is issued for it is of its family (rule 13). */
const sources: readonly string[] = ['AuthorizationCode', 'DeviceCode', 'RefreshToken']

function tokenStore(at: Ports, model: string): Adapter {
  /** What the library is told of a row: nothing of one that was spent a moment ago, unless it is to be answered again. */
  const tell = async (row: FoundToken | undefined): Promise<AdapterPayload | undefined> => {
    const errand = whereabouts.getStore()
    if (errand && row && sources.includes(model)) errand.family = row.family
    if (!row?.consumedAt) return row && { ...row.payload }
    if (model === 'RefreshToken' && (await isAnsweredAgain(at, row.consumedAt))) return { ...row.payload }
    if (model !== 'RefreshToken' && at.clock.now() - row.consumedAt < harmlessFor) return undefined
    return { ...row.payload, consumed: Math.floor(row.consumedAt / 1000) }
  }
  return {
    upsert: (value, payload, expiresIn) => writeToken(at, model, value, payload, expiresIn),
    find: async (value) =>
      tell(await (isShown(model) ? findAmongShown(at, model, value) : findToken(at, model, value))),
    findByUserCode: async (userCode) => tell(await findTokenByUserCode(at, model, userCode)),
    findByUid: async () => undefined,
    async consume(value) {
      if (await redeemToken(at, model, value)) return
      const row = model === 'RefreshToken' ? await findToken(at, model, value) : undefined
      if (row?.consumedAt && (await isAnsweredAgain(at, row.consumedAt))) return
      throw new errors.InvalidGrant(`${model} already used`)
    },
    destroy: (value) => removeToken(at, model, value),
    // The library calls this for each of its models; one call ends them all.
    revokeByGrantId: async (consent) => (model === 'AccessToken' ? revoke(at, consent) : undefined),
  }
}

/**
 * Where it is not told what is shown, the library asks for each kind at once, as of introspection: they wait for one
 * answer, and whoever asks later asks anew.
 */
async function findAmongShown(at: Ports, model: string, value: string): Promise<FoundToken | undefined> {
  const errand: Pick<Errand, 'asking' | 'consent'> = whereabouts.getStore() ?? {}
  if (errand.asking?.value !== value) errand.asking = { value, row: findShown(at, value) }
  const row = await errand.asking.row
  Object.assign(errand, { asking: undefined, consent: row?.consent })
  return row?.kind === model ? row : undefined
}

/** A refresh token is answered again, by the same successor, as long as the first answer may have been lost (rule 13). */
async function isAnsweredAgain(at: Ports, consumedAt: number): Promise<boolean> {
  const { refreshGraceSeconds } = await sessionSettings.read(at)
  return at.clock.now() - consumedAt < seconds(refreshGraceSeconds)
}

async function writeToken(at: Ports, model: string, value: string, payload: AdapterPayload, expiresIn?: number) {
  const token = {
    // A code for `log-in-with` is another kind: the token endpoint finds none such, and `redeemAuthKey` finds no other.
    kind: model === 'AuthorizationCode' && payload.scope === logInWith ? authKey : model,
    value,
    userCode: payload.userCode,
    consent: payload.grantId,
    sessionUid: payload.expiresWithSession ? payload.sessionUid : undefined,
    family: familyOf(at, model),
    userId: userOf(payload),
    appId: payload.clientId,
    payload,
    expiresAt: expiryOf(at, expiresIn),
  }
  if (model === 'ReplayDetection') {
    // The library looks and then writes; of two at once only one may write (RFC 9449 §11.1).
    if (!(await claimToken(at, token))) throw new errors.InvalidDpopProof('DPoP proof JWT Replay detected')
    return
  }
  await spendRow(at, model)
  if (model !== 'RefreshToken') return saveToken(at, token)
  if (!(await addToken(at, token))) throw new errors.InvalidGrant('the successor was used')
}

function familyOf(at: Ports, model: string): string | undefined {
  if (model === 'AuthorizationCode' || model === 'DeviceCode') return newToken(at)
  return model === 'AccessToken' || model === 'RefreshToken' ? whereabouts.getStore()?.family : undefined
}

/**
 * What the library means by revoking a grant is less to us: a replay, or the revocation of a refresh token, ends its
 * family; a logout ends what is bound to the session. The person's consent stands (rule 13).
 */
async function revoke(at: Ports, consent: string): Promise<void> {
  const { oidc } = Provider.ctx ?? {}
  if (oidc?.route === 'end_session_confirm') return removeTokensOfSession(at, consent, oidc.session?.uid ?? '')
  const family = whereabouts.getStore()?.family
  if (family !== undefined) await endFamily(at, family, oidc?.route === 'token' ? 'reused' : 'revoked')
}
