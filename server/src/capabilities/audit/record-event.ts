import { type Db, keepStatements, newRowId, type Ports, type UserId } from '../../kernel/index.ts'
import './table.ts'

/** What happened, as `family.verb`. A closed list: the guide for operators explains each. */
export type EventKind =
  | 'app.created'
  | 'app.changed'
  | 'app.permission-granted'
  | 'app.permission-revoked'
  | 'app.suspended'
  | 'app.resumed'
  | 'app.submitted'
  | 'app.approved'
  | 'app.sent-back'
  | 'app.domain-proven'
  | 'app.credential-revoked'
  | 'app.credential-added'
  | 'app.credential-rotated'
  | 'codes.ratio-collapsed'
  | 'codes.ratio-recovered'
  | 'consent.given'
  | 'consent.ended'
  | 'contact.existence-told'
  | 'contact.proven'
  | 'contact.released'
  | 'contact.removed'
  | 'login.taken-tried'
  | 'answer.changed'
  | 'answer.given'
  | 'answer.removed'
  | 'form.saved'
  | 'guest.entered'
  | 'guest.removed'
  | 'guests.added'
  | 'guests.event-changed'
  | 'guests.event-created'
  | 'invitation.made'
  | 'invitation.cancelled'
  | 'invitation.finished'
  | 'keys.rotated'
  | 'message.dead'
  | 'message.expired'
  | 'message.resent'
  | 'password.changed'
  | 'password.mailed-first-used'
  | 'password.refused'
  | 'provider.saved'
  | 'recovery.asked'
  | 'recovery.asked-for-nobody'
  | 'recovery.redeemed'
  | 'session.ended'
  | 'session.started'
  | 'spending.stopped'
  | 'token.reused'
  | 'settings.changed'
  | 'user.activated'
  | 'user.activation-resent'
  | 'user.activation-resent-for-nobody'
  | 'user.archived'
  | 'user.changed'
  | 'user.erased'
  | 'user.exported'
  | 'user.merged'
  | 'user.registered'
  | 'verification.code-sent'
  | 'verification.code-sent-to-nobody'
  | 'verification.paused'
  | 'verification.unlocked'

export interface Event {
  kind: EventKind
  userId?: UserId | undefined
  appId?: string | undefined
  /** Small and never secret; no contact values either, ids are enough. */
  facts?: Record<string, string | number | boolean>
}

type Given = Record<string, string | number | null>

const insertEvents = keepStatements((count) => (db, given: Given) => {
  const rows = Array.from({ length: count }, (_, i) => ({
    id: given[`id${i}`] as string,
    kind: given[`kind${i}`] as string,
    at: given.at as number,
    user_id: given[`user${i}`] as number | null,
    app_id: given[`app${i}`] as string | null,
    facts: given[`facts${i}`] as string,
  }))
  return db.insertInto('events').values(rows)
})

/** Appends an event, in the transaction of the fact where there is one (rule 2). */
export const recordEvent = (at: Ports, db: Db, event: Event): Promise<void> => recordEvents(at, db, [event])

/** As {@link recordEvent}, for what happened at once, in this order; one statement writes it all. */
export async function recordEvents(at: Ports, db: Db, events: readonly Event[]): Promise<void> {
  const given: Given = { at: at.clock.now() }
  for (const [i, event] of events.entries()) {
    given[`id${i}`] = newRowId(at)
    given[`kind${i}`] = event.kind
    given[`user${i}`] = event.userId ?? null
    given[`app${i}`] = event.appId ?? null
    given[`facts${i}`] = JSON.stringify(event.facts ?? {})
  }
  await insertEvents(db, events.length, given)
  for (const { kind } of events) at.metrics.count('events', { kind })
}
