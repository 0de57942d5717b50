import { sql } from 'kysely'
import { type Db, keepStatement, type Ports, refuse, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { verificationSettings } from './settings.ts'
import './table.ts'

const day = 86_400_000
/** Whose wrong codes are counted: a contact, or a login of an auth provider. */
export interface Counted {
  readonly kind: string
  readonly value: string
}

/** Under what a streak is kept. */
export const streakName = (contact: Counted): string => `${contact.kind}:${contact.value}`

/**
 * How long codes alone may still not open what the contact opens, seconds (codes.md): the same for known and unknown
 * contacts, and without a word on any other way in. Undefined where they may.
 */
export async function findPause(at: Ports, contact: Counted): Promise<number | undefined> {
  const row = await at.db
    .selectFrom('code_streaks')
    .select('paused_until')
    .where('subject', '=', streakName(contact))
    .executeTakeFirst()
  const now = at.clock.now()
  const wait = (row?.paused_until ?? 0) - now
  if (wait <= 0) return undefined
  const longest = (await verificationSettings.read(at)).longestPauseDays * day
  // The clock was set back: the pause ends when the longest one that begins now would (attack 81).
  if (wait > longest) {
    await at.db
      .updateTable('code_streaks')
      .set({ paused_until: now + longest })
      .where('subject', '=', streakName(contact))
      .where('paused_until', '>', now + longest)
      .execute()
  }
  return Math.ceil(Math.min(wait, longest) / 1000)
}

/**
 * Refuses during a pause.
 *
 * @throws `verification.paused`
 */
export async function checkStreak(at: Ports, contact: Counted): Promise<void> {
  const retryAfterSeconds = await findPause(at, contact)
  if (retryAfterSeconds !== undefined) refuse('verification.paused', { retryAfterSeconds })
}

/**
 * Counts a wrong code, in one statement; each full streak pauses the contact for twice as long as the one before. During
 * a pause nothing is counted: guesses that were in flight when it began make it no longer.
 */
export async function countFailure(at: Ports, contact: Counted): Promise<void> {
  const { streakLength, longestPauseDays } = await verificationSettings.read(at)
  const now = at.clock.now()
  const full = sql<boolean>`code_streaks.failures + 1 >= CAST(${streakLength} AS BIGINT)`
  // A streak may be one failure long.
  const [failures, pauses, pausedUntil] = streakLength > 1 ? [1, 0, 0] : [0, 1, now + day]
  const { rows } = await sql<{ failures: number; paused_until: number }>`
    INSERT INTO code_streaks (subject, failures, pauses, paused_until, changed_at)
    VALUES (${streakName(contact)}, ${failures}, ${pauses}, ${pausedUntil}, ${now})
    ON CONFLICT (subject) DO UPDATE SET
      failures = CASE WHEN ${full} THEN 0 ELSE code_streaks.failures + 1 END,
      pauses = CASE WHEN ${full} THEN code_streaks.pauses + 1 ELSE code_streaks.pauses END,
      paused_until = CASE WHEN ${full} THEN CAST(${now} AS BIGINT) + CAST(${day} AS BIGINT) * CASE
        WHEN code_streaks.pauses >= 5 OR CAST(${longestPauseDays} AS BIGINT) < (1 << code_streaks.pauses) THEN CAST(${longestPauseDays} AS BIGINT)
        ELSE (1 << code_streaks.pauses) END ELSE code_streaks.paused_until END,
      changed_at = ${now}
    WHERE code_streaks.paused_until <= ${now}
    RETURNING failures, paused_until`.execute(at.db)
  if (rows[0]?.failures === 0)
    await recordEvent(at, at.db, { kind: 'verification.paused', facts: { kind: contact.kind } })
}

/** Another proof, or an operator, ends the streak and its pause. */
export async function clearStreak(db: Db, contact: Counted): Promise<boolean> {
  return (await remove(db, { subject: streakName(contact) })).length > 0
}

/**
 * Ends the pauses of all that a person has proven: whoever showed a password, or a code to another contact, is no guesser
 * (codes.md). There is hardly ever one, so it is looked for first.
 */
export async function clearStreaksOf(at: Ports, userId: UserId): Promise<void> {
  for (const { subject } of await findStreaksOf(at.db, { userId })) await remove(at.db, { subject })
}

const findStreaksOf = keepStatement((db, given: { userId: UserId }) =>
  db
    .selectFrom('contacts')
    .innerJoin('code_streaks', (join) =>
      join.on((one) => one('code_streaks.subject', '=', sql<string>`contacts.kind || ':' || contacts.value`)),
    )
    .select('code_streaks.subject')
    .where('contacts.user_id', '=', given.userId)
    .where('contacts.proven_at', 'is not', null),
)

const remove = keepStatement((db, given: { subject: string }) =>
  db.deleteFrom('code_streaks').where('subject', '=', given.subject).returning('subject'),
)
