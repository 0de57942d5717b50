import type { Selectable } from 'kysely'
import { Conflict, type Db, findLine, type Ports, refuse, type Tables, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import './table.ts'

/** `open` ⇄ `closed`; nobody enters a closed one. */
export const eventStates = ['open', 'closed'] as const
export type EventState = (typeof eventStates)[number]

/** What people are invited to, by the app that invites them. */
export interface GuestEvent {
  /** The platform's own number for it, or one that was drawn. */
  readonly id: number
  readonly appId: string
  readonly name: string
  readonly state: EventState
  readonly createdAt: number
}

/** Largest number an event may have: whole, and safe in JSON wherever it is read. */
export const largestEventId = 999_999_999_999

const longestName = 200
/** Numbers that are drawn have at least ten digits, so that they meet few that a platform counted. */
const leastDrawn = 1_000_000_000

type EventRow = Selectable<Tables['guest_events']>

const eventOf = ({ id, app_id, name, state, created_at }: EventRow): GuestEvent => ({
  id,
  appId: app_id,
  name,
  state: state as EventState,
  createdAt: created_at,
})

/**
 * Makes an event of the app, open. Its number is drawn where none is given.
 *
 * @throws `input.invalid` for a name that is none; `guests.event-taken`
 */
export async function createEvent(at: Ports, appId: string, wish: { id?: number; name: string }): Promise<GuestEvent> {
  const name = parseName(wish.name)
  for (;;) {
    const id = wish.id ?? leastDrawn + (at.random.bytes(6).readUIntBE(0, 6) % (largestEventId - leastDrawn))
    const now = at.clock.now()
    const row = { id, app_id: appId, name, state: 'open', created_at: now, changed_at: now }
    try {
      return await transact(at, async (tx) => {
        await tx.insertInto('guest_events').values(row).execute()
        await recordEvent(at, tx, { kind: 'guests.event-created', appId, facts: { event: id } })
        return eventOf(row)
      })
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      if (wish.id !== undefined) refuse('guests.event-taken', { event: String(id) })
    }
  }
}

/** @throws `input.invalid` */
function parseName(text: string): string {
  return findLine(text, longestName) ?? refuse('input.invalid', { field: 'name', rule: 'text' })
}

/** An event, whoever invites to it. */
export async function findEvent(db: Db, id: number): Promise<GuestEvent | undefined> {
  const row = await db.selectFrom('guest_events').selectAll().where('id', '=', id).executeTakeFirst()
  return row && eventOf(row)
}

/** One of the app's own events. @throws `guests.event-unknown` for another's as for none (attack 58) */
export async function readEvent(at: Pick<Ports, 'db'>, appId: string, id: number): Promise<GuestEvent> {
  const event = await findEvent(at.db, id)
  return event?.appId === appId ? event : refuse('guests.event-unknown', { event: String(id) })
}

/** The app's events in the order of their numbers, at most a hundred. @param after the last number that was seen */
export async function pageEvents(at: Pick<Ports, 'db'>, appId: string, after = 0): Promise<GuestEvent[]> {
  const rows = await at.db
    .selectFrom('guest_events')
    .selectAll()
    .where('app_id', '=', appId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map(eventOf)
}

/**
 * Renames, closes or opens an event again; what is absent stays. Who is inside a closed one stays there.
 *
 * @throws `guests.event-unknown`, `input.invalid`
 */
export async function changeEvent(
  at: Ports,
  appId: string,
  id: number,
  wish: { name?: string; state?: EventState },
): Promise<GuestEvent> {
  const standing = await readEvent(at, appId, id)
  const name = wish.name === undefined ? standing.name : parseName(wish.name)
  const state = wish.state ?? standing.state
  if (name === standing.name && state === standing.state) return standing
  return transact(at, async (tx) => {
    const row = await tx
      .updateTable('guest_events')
      .set({
        ...(wish.name !== undefined && { name }),
        ...(wish.state !== undefined && { state }),
        changed_at: at.clock.now(),
      })
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .returningAll()
      .executeTakeFirst()
    if (!row) return refuse('guests.event-unknown', { event: String(id) })
    await recordEvent(at, tx, { kind: 'guests.event-changed', appId, facts: { event: id, state: row.state } })
    return eventOf(row)
  })
}
