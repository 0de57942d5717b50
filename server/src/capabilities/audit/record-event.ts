import { type Db, keepStatement, newRowId, type Ports, type Tables, type UserId } from '../../kernel/index.ts'
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

const insertEvent = keepStatement((db, row: Tables['events']) =>
  db.insertInto('events').values({
    id: row.id,
    kind: row.kind,
    at: row.at,
    user_id: row.user_id,
    app_id: row.app_id,
    facts: row.facts,
  }),
)

/** Appends an event, in the transaction of the fact where there is one (rule 2). */
export async function recordEvent(at: Ports, db: Db, event: Event): Promise<void> {
  await insertEvent(db, {
    id: newRowId(at),
    kind: event.kind,
    at: at.clock.now(),
    user_id: event.userId ?? null,
    app_id: event.appId ?? null,
    facts: JSON.stringify(event.facts ?? {}),
  })
  at.metrics.count('events', { kind: event.kind })
}
