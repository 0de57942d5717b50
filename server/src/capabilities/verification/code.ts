import type { ExpressionBuilder } from 'kysely'
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
import { noteUse } from '../users/index.ts'
import { type CodeShape, drawCode } from './draw-code.ts'
import { verificationSettings } from './settings.ts'
import { clearStreak, countFailure, findPause, streakName } from './streak.ts'
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

/**
 * Digits of a code that nobody finds by guessing: with three tries to each, one in 3·10^15. A pause of codes keeps
 * guesses away, and need not keep the owner away, who is sent one of these meanwhile (attack 22).
 */
export const longDigits = 16

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
  readonly shownAt: number
  /** A number that nobody showed since then is not taken into use again by the proof alone. */
  readonly idleBefore: number
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
    method: terms.digits < longDigits ? 'code' : 'long-code',
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

/** Writes a code in the place of the one before, of its purpose and subject. */
export const replaceCode = keepStatement((db, given: Tables['verifications']) => {
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

interface Tried {
  purpose: string
  subject: string
  /** Under what the contact's streak is kept. */
  streak: string
  now: number
}

/** In a pause long codes alone are tried. */
const spendTry = keepStatement((db, given: Tried) =>
  db
    .updateTable('verifications')
    .set((one) => ({ tries_left: one('tries_left', '-', 1) }))
    .where('purpose', '=', given.purpose)
    .where('subject', '=', given.subject)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', given.now)
    .where((one) =>
      one.or([
        one('method', '=', 'long-code'),
        one.not(one.exists(streakOf(one, given).where('code_streaks.paused_until', '>', given.now))),
      ]),
    )
    .returning(['secret_hash', 'user_id']),
)

const streakOf = (one: ExpressionBuilder<Tables, 'verifications'>, { streak }: Tried) =>
  one.selectFrom('code_streaks').select('code_streaks.subject').where('code_streaks.subject', '=', streak)

/**
 * Spends one try and compares: the try is spent by a guarded statement first, so parallel guesses never get more than
 * the code allows (attack 4). During a pause long codes alone are looked at. A code that was right and is used up is
 * refused like a wrong one, and counted as none: a form that is sent twice is no guess.
 *
 * @throws `verification.failed`, the same for a code that is absent, wrong, used or too old; `verification.paused`
 */
export async function checkCode(at: Ports, wish: CodeWish, typed: string): Promise<Proof> {
  const subject = subjectOf(wish)
  const { contact, purpose } = wish
  const code = foldDigits(typed).replace(/[\s-]/g, '')
  const [row] = await spendTry(at.db, { purpose, subject, streak: streakName(contact), now: at.clock.now() })
  const pause = row ? undefined : await findPause(at, contact)
  if (pause !== undefined && !(await findCode(at, purpose, subject, 'long-code')))
    refuse('verification.paused', { retryAfterSeconds: pause })
  const fits = (hash: string): boolean => {
    const [salt = '', mac = ''] = hash.split('.')
    return at.keyring.macs('code', salt, purpose, subject, code).some((candidate) => sameSecret(mac, candidate))
  }
  if (!row || !fits(row.secret_hash)) {
    const used = row ? undefined : await findCode(at, purpose, subject, 'used')
    if (!used || !fits(used)) await countFailure(at, contact)
    return refuse('verification.failed')
  }
  if (contact.kind === 'mobile') tally(at, contact.value, 'verified')
  const shownAt = at.clock.now()
  const idleBefore = shownAt - seconds((await verificationSettings.read(at)).idleDays * 86_400)
  const userId = (row.user_id as UserId | null) ?? undefined
  return { contact, userId, purpose, subject, secretHash: row.secret_hash, shownAt, idleBefore }
}

/** The hash of a code in this state that is not too old yet. */
async function findCode(at: Ports, purpose: string, subject: string, method: 'long-code' | 'used') {
  const row = await at.db
    .selectFrom('verifications')
    .select('secret_hash')
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('method', '=', method)
    .where('expires_at', '>', at.clock.now())
    .executeTakeFirst()
  return row?.secret_hash
}

/**
 * Spends the code the proof stands on; false for the loser of a race. A success ends the streak of failures, and keeps a
 * number in use.
 */
export async function redeemProof(tx: Tx, proof: Proof): Promise<boolean> {
  const [row] = await use(tx, { purpose: proof.purpose, subject: proof.subject, secretHash: proof.secretHash })
  if (!row) return false
  await clearStreak(tx, proof.contact)
  await noteUse(tx, proof.contact, proof.shownAt, proof.idleBefore)
  return true
}

const use = keepStatement((db, given: { purpose: string; subject: string; secretHash: string }) =>
  db
    .updateTable('verifications')
    .set({ method: 'used', tries_left: 0 })
    .where('purpose', '=', given.purpose)
    .where('subject', '=', given.subject)
    .where('secret_hash', '=', given.secretHash)
    .where('method', '!=', 'used')
    .returning('subject'),
)
