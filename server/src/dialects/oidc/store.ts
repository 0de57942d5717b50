import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import { endConsent, findConsent, saveConsent } from '../../capabilities/consents/index.ts'
import {
  endSession,
  findSession,
  findSessionByUid,
  findToken,
  findTokenByUserCode,
  redeemToken,
  removeToken,
  removeTokensOfConsent,
  saveSession,
  saveToken,
} from '../../capabilities/sessions/index.ts'
import { findUserId, type Ports, seconds, type UserId } from '../../kernel/index.ts'
import { findClient } from './client.ts'
import { nowhere, whereabouts } from './whereabouts.ts'

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
  return {
    upsert: (secret, payload, expiresIn) =>
      saveSession(
        at,
        { secret, uid: payload.uid ?? '', userId: userOf(payload), payload, expiresAt: expiryOf(at, expiresIn) },
        whereabouts.getStore() ?? nowhere,
      ),
    find: (secret) => findSession(at, secret) as Promise<AdapterPayload | undefined>,
    findByUid: (uid) => findSessionByUid(at, uid) as Promise<AdapterPayload | undefined>,
    destroy: (secret) => endSession(at, secret),
  }
}

function consentStore(at: Ports): Partial<Adapter> {
  return {
    async upsert(secret, payload, expiresIn) {
      const [userId, appId] = [userOf(payload), payload.clientId]
      if (userId === undefined || appId === undefined) throw new Error('a grant without a person or an app')
      await saveConsent(at, { secret, userId, appId, payload, expiresAt: expiryOf(at, expiresIn) })
    },
    find: (secret) => findConsent(at, secret) as Promise<AdapterPayload | undefined>,
    destroy: (secret) => endConsent(at, secret),
  }
}

/**
 * A second use within this time is refused without harm to the first: a client that retried, or a race. A later one is
 * theft, and takes back what the first one gave (rule 13).
 */
const harmlessFor = seconds(5)

function tokenStore(at: Ports, kind: string): Adapter {
  const found = async (token: ReturnType<typeof findToken>): Promise<AdapterPayload | undefined> => {
    const row = await token
    if (!row?.consumedAt) return row && { ...row.payload }
    const harmless = at.clock.now() - row.consumedAt < harmlessFor
    return harmless ? undefined : { ...row.payload, consumed: Math.floor(row.consumedAt / 1000) }
  }
  return {
    upsert: (value, payload, expiresIn) =>
      saveToken(at, {
        kind,
        value,
        userCode: payload.userCode,
        consent: payload.grantId,
        sessionUid: payload.expiresWithSession ? payload.sessionUid : undefined,
        userId: userOf(payload),
        appId: payload.clientId,
        payload,
        expiresAt: expiryOf(at, expiresIn),
      }),
    find: (value) => found(findToken(at, kind, value)),
    findByUserCode: (userCode) => found(findTokenByUserCode(at, kind, userCode)),
    findByUid: async () => undefined,
    async consume(value) {
      if (!(await redeemToken(at, kind, value))) throw new errors.InvalidGrant(`${kind} already used`)
    },
    destroy: (value) => removeToken(at, kind, value),
    revokeByGrantId: (consent) => removeTokensOfConsent(at, consent),
  }
}
