import { sql } from 'kysely'
import { type Contact, type Db, keepStatement, type Tx, type UserId } from '../../kernel/index.ts'
import './table.ts'

/** When the holder of a contact last proved it: by its first code, or by one since. */
const lastUse = sql<number>`COALESCE(shown_at, proven_at)`

/** How often the use of a number is written, ms: once a day tells all that is asked. */
const usedEvery = 86_400_000

/**
 * Writes that the holder of a number has just shown it. One that has lain idle since before `idleBefore` stays so: a
 * code alone must not make it the holder's again (codes.md).
 */
export async function noteUse(tx: Tx, { kind, value }: Contact, now: number, idleBefore: number): Promise<void> {
  if (kind === 'mobile') await use(tx, { value, now, idleBefore, usedBefore: now - usedEvery })
}

const use = keepStatement((db, given: { value: string; now: number; idleBefore: number; usedBefore: number }) =>
  db
    .updateTable('contacts')
    .set({ shown_at: given.now })
    .where('value', '=', given.value)
    .where('kind', '=', 'mobile')
    .where('proven_at', 'is not', null)
    .where(lastUse, '>=', given.idleBefore)
    .where(lastUse, '<', given.usedBefore),
)

/** Writes that a person showed a number and, besides, who they are: it is in use again. */
export async function reviveNumber(db: Db, userId: UserId, { kind, value }: Contact, now: number): Promise<void> {
  await db
    .updateTable('contacts')
    .set({ shown_at: now })
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('value', '=', value)
    .where('proven_at', 'is not', null)
    .execute()
}

const idle =
  ({ kind, value }: Contact, userId: UserId, idleBefore: number) =>
  (db: Db) => ({
    find: db
      .selectFrom('contacts')
      .select('user_id')
      .where('user_id', '=', userId)
      .where('kind', '=', kind)
      .where('value', '=', value)
      .where('proven_at', 'is not', null)
      .where(lastUse, '<', idleBefore),
    remove: db
      .deleteFrom('contacts')
      .where('user_id', '=', userId)
      .where('kind', '=', kind)
      .where('value', '=', value)
      .where('proven_at', 'is not', null)
      .where(lastUse, '<', idleBefore)
      .returning('user_id'),
  })

/** True for a proven contact of the person that was not shown since `idleBefore`. */
export async function isIdle(db: Db, userId: UserId, contact: Contact, idleBefore: number): Promise<boolean> {
  return (await idle(contact, userId, idleBefore)(db).find.executeTakeFirst()) !== undefined
}

/** Takes an idle contact off the person, in one guarded statement; false where it is in use again meanwhile. */
export async function releaseIdle(tx: Tx, userId: UserId, contact: Contact, idleBefore: number): Promise<boolean> {
  return (await idle(contact, userId, idleBefore)(tx).remove.executeTakeFirst()) !== undefined
}
