import { type Db, findMobile, type Mobile, type Ports, transact, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { endConsent } from '../consents/index.ts'
import { houseSettings } from '../settings/index.ts'
import { entryNames } from './entry.ts'
import type { GuestEvent } from './event.ts'
import './table.ts'

/** Somebody who may enter. */
export interface Guest {
  readonly mobile: Mobile
  readonly addedAt: number
  /** When the number was last proven at the door; undefined for who has not come. */
  readonly enteredAt: number | undefined
}

/** Guests of one page of the list. */
const pageLength = 500

/** Reads numbers as the house does, each however it is written (codes.md): for whole lists. */
export async function readNumbers(at: Pick<Ports, 'db' | 'clock'>): Promise<(text: string) => Mobile | undefined> {
  const { region } = await houseSettings.read(at)
  return (text) => findMobile(text, region)
}

/** Puts numbers on an event's list; those that are there stay as they are. Answers how many are new. */
export async function addGuests(at: Ports, event: GuestEvent, mobiles: readonly Mobile[]): Promise<number> {
  if (mobiles.length === 0) return 0
  return transact(at, async (tx) => {
    const added = await insertGuests(at, tx, event.id, mobiles)
    if (added > 0)
      await recordEvent(at, tx, { kind: 'guests.added', appId: event.appId, facts: { event: event.id, added } })
    return added
  })
}

/** Rows of one statement: few enough for the parameters that SQLite takes. */
const portion = 1000

/** Writes guests; answers how many were not there. */
export async function insertGuests(at: Ports, db: Db, eventId: number, mobiles: readonly Mobile[]): Promise<number> {
  const added_at = at.clock.now()
  let added = 0
  for (let first = 0; first < mobiles.length; first += portion) {
    const rows = mobiles.slice(first, first + portion).map((mobile) => ({ event_id: eventId, mobile, added_at }))
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('guests')
      .values(rows)
      .onConflict((on) => on.columns(['event_id', 'mobile']).doNothing())
      .executeTakeFirst()
    added += Number(numInsertedOrUpdatedRows ?? 0)
  }
  return added
}

/**
 * Takes a number from the list, and ends what was issued to who entered by it. False where it was not on it.
 */
export async function removeGuest(at: Ports, event: GuestEvent, mobile: Mobile): Promise<boolean> {
  return transact(at, async (tx) => {
    const row = await tx
      .deleteFrom('guests')
      .where('event_id', '=', event.id)
      .where('mobile', '=', mobile)
      .returning('user_id')
      .executeTakeFirst()
    if (!row) return false
    const userId = (row.user_id as UserId | null) ?? undefined
    if (userId !== undefined) {
      for (const name of entryNames(at, event, userId)) await endConsent(at, name, tx)
    }
    await recordEvent(at, tx, { kind: 'guest.removed', userId, appId: event.appId, facts: { event: event.id } })
    return true
  })
}

/** The list in the order of the numbers, in pages. @param after the last number that was seen */
export async function pageGuests(at: Pick<Ports, 'db'>, event: GuestEvent, after = ''): Promise<Guest[]> {
  const rows = await at.db
    .selectFrom('guests')
    .select(['mobile', 'added_at', 'entered_at'])
    .where('event_id', '=', event.id)
    .where('mobile', '>', after)
    .orderBy('mobile')
    .limit(pageLength)
    .execute()
  return rows.map((row) => ({
    mobile: row.mobile as Mobile,
    addedAt: row.added_at,
    enteredAt: row.entered_at ?? undefined,
  }))
}
