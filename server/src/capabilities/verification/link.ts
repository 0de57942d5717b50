import {
  type Contact,
  hashToken,
  newToken,
  type Ports,
  refuse,
  seconds,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import { spend } from '../limits/index.ts'
import { verificationSettings } from './settings.ts'
import './table.ts'

/** What a link proves control for. */
export type LinkPurpose = 'activate' | 'reset'

export interface Link {
  purpose: LinkPurpose
  userId: UserId
  contact: Contact
  appId: string
  lifeSeconds: number
}

const subjectOf = (userId: UserId): string => `user:${userId}`

/**
 * Draws a link's code: 128 random bits, URL-safe, kept as SHA-256. A person has one live link of a purpose: a new one
 * replaces the old in the same statement, whatever else runs (attack 16).
 */
export async function issueLink(at: Ports, tx: Tx, link: Link): Promise<string> {
  const code = newToken(at, 128)
  const now = at.clock.now()
  const row = {
    method: 'link',
    secret_hash: hashToken(code),
    contact_kind: link.contact.kind,
    contact_value: link.contact.value,
    user_id: link.userId,
    app_id: link.appId,
    tries_left: 0,
    created_at: now,
    expires_at: now + seconds(link.lifeSeconds),
  }
  await tx
    .insertInto('verifications')
    .values({ purpose: link.purpose, subject: subjectOf(link.userId), ...row })
    .onConflict((on) => on.columns(['purpose', 'subject']).doUpdateSet(row))
    .execute()
  return code
}

/**
 * Which contact the person's live link of a purpose proves; for what must be locked before it is redeemed. A link that
 * is found too old is gone for good, even if the clock is set back (attack 81).
 */
export async function findLinkContact(
  at: Ports,
  purpose: LinkPurpose,
  userId: UserId,
  code: string,
): Promise<Contact | undefined> {
  const row = await at.db
    .selectFrom('verifications')
    .select(['contact_kind', 'contact_value', 'secret_hash', 'expires_at'])
    .where('purpose', '=', purpose)
    .where('subject', '=', subjectOf(userId))
    .where('secret_hash', '=', hashToken(code))
    .executeTakeFirst()
  if (row && row.expires_at <= at.clock.now()) {
    await at.db
      .deleteFrom('verifications')
      .where('purpose', '=', purpose)
      .where('subject', '=', subjectOf(userId))
      .where('secret_hash', '=', row.secret_hash)
      .execute()
    return undefined
  }
  return row && ({ kind: row.contact_kind, value: row.contact_value } as Contact)
}

/** Spends the link, in one guarded statement: of any number of parallel callers one gets true (rule 1). */
export async function redeemLink(
  at: Ports,
  tx: Tx,
  purpose: LinkPurpose,
  userId: UserId,
  code: string,
): Promise<boolean> {
  const row = await tx
    .deleteFrom('verifications')
    .where('purpose', '=', purpose)
    .where('subject', '=', subjectOf(userId))
    .where('secret_hash', '=', hashToken(code))
    .where('expires_at', '>', at.clock.now())
    .returning('subject')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends a person's live link of a purpose, if there is one. */
export async function cancelLink(tx: Tx, purpose: LinkPurpose, userId: UserId): Promise<void> {
  await tx.deleteFrom('verifications').where('purpose', '=', purpose).where('subject', '=', subjectOf(userId)).execute()
}

/** True while a link of the purpose may be redeemed. */
export async function hasLink(at: Ports, purpose: LinkPurpose, userId: UserId): Promise<boolean> {
  const row = await at.db
    .selectFrom('verifications')
    .select('subject')
    .where('purpose', '=', purpose)
    .where('subject', '=', subjectOf(userId))
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Counts a wrong code and refuses: the same for a code that is wrong, used, replaced or too old. A right code is never
 * refused for the wrong ones before it: it holds 128 random bits, and strangers must not shut the owner's way (attack 22).
 *
 * @throws `verification.failed` or what stands in its place, `limits.exhausted` once there were too many
 */
export async function refuseLink(
  at: Ports,
  userId: UserId,
  appId: string,
  instead: 'verification.failed' | 'registration.already-active' = 'verification.failed',
): Promise<never> {
  const { failuresPerLink } = await verificationSettings.read(at)
  await spend(at, linkPurse(userId, appId), failuresPerLink)
  return refuse(instead)
}

const linkPurse = (userId: UserId, appId: string) => ({ budget: 'verification.failuresPerLink', of: [userId, appId] })
