import {
  type Contact,
  type GuestWish,
  keepStatement,
  type Mobile,
  type Ports,
  refuse,
  type Tx,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { type Event, recordEvents } from '../audit/index.ts'
import { claimContact, dropRivals, findHolder, findUser, insertUser } from '../users/index.ts'
import { type CodePurpose, checkCode, redeemProof } from '../verification/index.ts'
import { entryNames, scopeOf } from './entry.ts'
import './table.ts'

/** A guest who is let in. */
export interface Entry {
  readonly userId: UserId
  /** The secret name of the entry: what is issued for it lives as long as this consent stands. */
  readonly consent: string
  readonly scope: string
}

const purpose: CodePurpose = 'mobile'

/**
 * Lets a guest in by a code, once. The try is spent before anything is known of the guest, and counts for numbers that
 * are no guest's as for others; the code is redeemed, the account found or made, and whatever `also` issues written
 * together, or not at all. A person who comes by a number that nobody has proven gets an account here, and is the same
 * person on every other surface (rule 6).
 *
 * @throws `verification.failed`, one and the same (attack 24) for a code that is absent, wrong, used or too old, for a
 *   number that is not on the list, an event that is unknown, closed or another app's, and a person who is suspended;
 *   `verification.paused`; `apps.not-permitted`
 */
export async function enterAsGuest(
  at: Ports,
  app: App,
  { eventId, mobile, code }: GuestWish,
  also: (tx: Tx, entry: Entry) => Promise<void>,
): Promise<Entry> {
  if (!app.permissions.includes('guests:enter')) refuse('apps.not-permitted', { permission: 'guests:enter' })
  const contact: Contact = { kind: 'mobile', value: mobile }
  const proof = await checkCode(at, { purpose, contact, appId: app.id }, code)
  return transact(at, async (tx) => {
    await claimContact(tx, contact)
    if (!(await redeemProof(tx, proof))) refuse('verification.failed')
    const { userId, events } = await findOrMake(at, tx, app, contact)
    const [listed] = await noteEntry(tx, { userId, now: at.clock.now(), eventId, mobile, appId: app.id })
    if (!listed) refuse('verification.failed')
    const [consent = ''] = entryNames(at, { id: eventId, appId: app.id }, userId)
    const entry = { userId, consent, scope: scopeOf(eventId) }
    await also(tx, entry)
    const entered = { kind: 'guest.entered', userId, appId: app.id, facts: { event: eventId } } as const
    await recordEvents(at, tx, [...events, entered])
    return entry
  })
}

interface Listed {
  userId: UserId
  now: number
  eventId: number
  mobile: Mobile
  appId: string
}

/** Answers a row where the number is on the list of an open event of the app. */
const noteEntry = keepStatement((db, given: Listed) =>
  db
    .updateTable('guests')
    .set({ user_id: given.userId, entered_at: given.now })
    .where('event_id', '=', given.eventId)
    .where('mobile', '=', given.mobile)
    .where('event_id', 'in', (one) =>
      one
        .selectFrom('guest_events')
        .select('id')
        .where('id', '=', given.eventId)
        .where('app_id', '=', given.appId)
        .where('state', '=', 'open'),
    )
    .returning('mobile'),
)

/**
 * The person, and what is to be recorded of having made it.
 *
 * @throws `verification.failed` for a person who is suspended
 */
async function findOrMake(
  at: Ports,
  tx: Tx,
  app: App,
  contact: Contact,
): Promise<{ userId: UserId; events: readonly Event[] }> {
  const holder = await findHolder(tx, contact)
  if (holder !== undefined) {
    const user = await findUser(at, tx, holder)
    return user?.state === 'active' ? { userId: holder, events: [] } : refuse('verification.failed')
  }
  const userId = await insertUser(at, tx, {
    state: 'active',
    language: undefined,
    appId: app.id,
    profile: {},
    contacts: [contact],
    provenAt: at.clock.now(),
  })
  await dropRivals(tx, userId, contact)
  const made = { userId, appId: app.id }
  return {
    userId,
    events: [
      { kind: 'user.registered', ...made },
      { kind: 'user.activated', ...made },
    ],
  }
}
