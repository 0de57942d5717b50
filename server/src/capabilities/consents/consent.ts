import { hashToken, type Ports, type UserId } from '../../kernel/index.ts'
import './table.ts'

/** What a person allowed one app. */
export interface ConsentRecord {
  readonly secret: string
  readonly userId: UserId
  readonly appId: string
  /** What the protocol keeps of it: scopes and claims; sealed at rest. */
  readonly payload: object
  /** Epoch ms. */
  readonly expiresAt: number
}

const sealName = (hash: string): string => `consent:${hash}`

/** Writes a consent, or what was added to it. */
export async function saveConsent(at: Ports, consent: ConsentRecord): Promise<void> {
  const hash = hashToken(consent.secret)
  const changing = {
    sealed: at.keyring.seal(JSON.stringify(consent.payload), sealName(hash)),
    expires_at: consent.expiresAt,
  }
  await at.db
    .insertInto('consents')
    .values({ hash, user_id: consent.userId, app_id: consent.appId, created_at: at.clock.now(), ...changing })
    .onConflict((on) => on.column('hash').doUpdateSet(changing))
    .execute()
}

/** The payload of a consent that stands. */
export async function findConsent(at: Ports, secret: string): Promise<object | undefined> {
  const row = await at.db
    .selectFrom('consents')
    .select(['hash', 'sealed'])
    .where('hash', '=', hashToken(secret))
    .where('expires_at', '>', at.clock.now())
    .executeTakeFirst()
  return row && JSON.parse(at.keyring.open(row.sealed, sealName(row.hash)))
}

/** Takes a consent back; all that was issued under it is dead from then on. */
export async function endConsent(at: Ports, secret: string): Promise<void> {
  await at.db.deleteFrom('consents').where('hash', '=', hashToken(secret)).execute()
}

/** Removes consents that are over. */
export async function sweepConsents(at: Ports): Promise<void> {
  await at.db.deleteFrom('consents').where('expires_at', '<', at.clock.now()).execute()
}
