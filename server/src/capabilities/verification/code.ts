import {
  type Contact,
  foldDigits,
  keepStatement,
  newRowId,
  type Ports,
  refuse,
  sameSecret,
  seconds,
  type Tables,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import { type CodeShape, drawCode } from './draw-code.ts'
import { verificationSettings } from './settings.ts'
import { checkStreak, clearStreak, countFailure } from './streak.ts'
import { tally } from './tally.ts'
import './table.ts'

/** `short-mobile-code` is for surfaces whose document demands 5 digits and 2 minutes (codes.md). */
export type CodePolicy = 'standard' | 'short-mobile-code'

export interface CodeWish {
  purpose: string
  contact: Contact
  appId: string
  userId?: UserId
}

/** What a code looks like and how long it is good for; an auth provider may have its own. */
export interface CodeTerms extends CodeShape {
  lifeSeconds: number
  tries: number
}

/** The terms of a named policy, as the settings have them; read before the transaction that issues. */
export async function codeTerms(at: Ports, policy: CodePolicy = 'standard'): Promise<CodeTerms> {
  const all = await verificationSettings.read(at)
  const tries = all.triesPerCode
  return policy === 'standard'
    ? { digits: all.codeDigits, lifeSeconds: all.codeSeconds, tries }
    : { digits: all.shortCodeDigits, lifeSeconds: all.shortCodeSeconds, tries }
}

/** Shown control of a contact, good for one {@link redeemProof}. */
export interface Proof {
  readonly contact: Contact
  readonly userId: UserId | undefined
  readonly purpose: string
  readonly subject: string
  readonly secretHash: string
}

/** A code is bound to contact, purpose and the app that asked. */
const subjectOf = ({ contact, appId }: Pick<CodeWish, 'contact' | 'appId'>): string =>
  JSON.stringify([contact.kind, contact.value, appId])

/**
 * Draws a code, uniformly and without a leading zero, and replaces the live one of the same purpose, contact and app.
 * The streak of failures stays: asking again wins nothing (attack 18).
 *
 * @returns the code, for the message that is written in the same transaction
 */
export async function issueCode(at: Ports, tx: Tx, wish: CodeWish, terms: CodeTerms): Promise<string> {
  const code = drawCode(at, terms)
  const salt = newRowId(at)
  const now = at.clock.now()
  const row = {
    method: 'code',
    secret_hash: `${salt}.${at.keyring.mac('code', salt, wish.purpose, subjectOf(wish), code)}`,
    contact_kind: wish.contact.kind,
    contact_value: wish.contact.value,
    user_id: wish.userId ?? null,
    app_id: wish.appId,
    tries_left: terms.tries,
    created_at: now,
    expires_at: now + seconds(terms.lifeSeconds),
  }
  await replaceCode(tx, { purpose: wish.purpose, subject: subjectOf(wish), ...row })
  return code
}

const replaceCode = keepStatement((db, given: Tables['verifications']) => {
  const row = {
    method: given.method,
    secret_hash: given.secret_hash,
    contact_kind: given.contact_kind,
    contact_value: given.contact_value,
    user_id: given.user_id,
    app_id: given.app_id,
    tries_left: given.tries_left,
    created_at: given.created_at,
    expires_at: given.expires_at,
  }
  return db
    .insertInto('verifications')
    .values({ purpose: given.purpose, subject: given.subject, ...row })
    .onConflict((on) => on.columns(['purpose', 'subject']).doUpdateSet(row))
})

const spendTry = keepStatement((db, given: { purpose: string; subject: string; now: number }) =>
  db
    .updateTable('verifications')
    .set((one) => ({ tries_left: one('tries_left', '-', 1) }))
    .where('purpose', '=', given.purpose)
    .where('subject', '=', given.subject)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', given.now)
    .returning(['secret_hash', 'user_id']),
)

/**
 * Spends one try and compares: the try is spent by a guarded statement first, so parallel guesses never get more than
 * the code allows (attack 4).
 *
 * @throws `verification.failed`, the same for a code that is absent, wrong, used or too old; `verification.paused`
 */
export async function checkCode(at: Ports, wish: CodeWish, typed: string): Promise<Proof> {
  const subject = subjectOf(wish)
  await checkStreak(at, wish.contact)
  const [row] = await spendTry(at.db, { purpose: wish.purpose, subject, now: at.clock.now() })
  const [salt = '', mac = ''] = row?.secret_hash.split('.') ?? []
  const candidates = at.keyring.macs('code', salt, wish.purpose, subject, foldDigits(typed.trim()))
  if (!row || !candidates.some((candidate) => sameSecret(mac, candidate))) {
    await countFailure(at, wish.contact)
    return refuse('verification.failed')
  }
  if (wish.contact.kind === 'mobile') tally(at, wish.contact.value, 'verified')
  const userId = (row.user_id as UserId | null) ?? undefined
  return { contact: wish.contact, userId, purpose: wish.purpose, subject, secretHash: row.secret_hash }
}

/** Spends the code the proof stands on; false for the loser of a race. A success ends the streak of failures. */
export async function redeemProof(tx: Tx, proof: Proof): Promise<boolean> {
  const row = await tx
    .deleteFrom('verifications')
    .where('purpose', '=', proof.purpose)
    .where('subject', '=', proof.subject)
    .where('secret_hash', '=', proof.secretHash)
    .returning('subject')
    .executeTakeFirst()
  if (row) await clearStreak(tx, proof.contact)
  return row !== undefined
}
