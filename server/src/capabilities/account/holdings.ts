/** How a table names a person, and what becomes of that. */
export interface Holding {
  /** The column with the person's number. */
  readonly column: string
  /** What the person is told of each row. The rest is hashes of secrets, sealed boxes, and names of other rows. */
  readonly told: readonly string[]
  /** `goes`: the rows go with the person. `nameless`: they stay, and name nobody. */
  readonly fate: 'goes' | 'nameless'
  /**
   * What becomes of it when the person's account becomes part of another: it `moves` there, `fills` what the other has
   * not, or `goes`.
   */
  readonly merged: 'moves' | 'fills' | 'goes'
}

/**
 * Every table that names a person, once: what is told of it and what is erased is read from here. A test compares the
 * list with the database's own catalogue, so that no table can be forgotten.
 */
export const holdings: Readonly<Record<string, Holding>> = {
  contacts: {
    column: 'user_id',
    told: ['kind', 'value', 'proven_at', 'preferred_at', 'shown_at', 'created_at'],
    fate: 'goes',
    merged: 'goes',
  },
  passwords: { column: 'user_id', told: ['changed_at', 'must_change', 'mailed_until'], fate: 'goes', merged: 'fills' },
  sessions: {
    column: 'user_id',
    told: ['device', 'address', 'created_at', 'seen_at', 'expires_at'],
    fate: 'goes',
    merged: 'goes',
  },
  consents: { column: 'user_id', told: ['app_id', 'created_at', 'expires_at'], fate: 'goes', merged: 'goes' },
  tokens: {
    column: 'user_id',
    told: ['kind', 'app_id', 'created_at', 'expires_at', 'consumed_at'],
    fate: 'goes',
    merged: 'goes',
  },
  verifications: {
    column: 'user_id',
    told: ['purpose', 'method', 'contact_kind', 'contact_value', 'app_id', 'created_at', 'expires_at'],
    fate: 'goes',
    merged: 'goes',
  },
  messages: {
    column: 'user_id',
    told: ['channel', 'kind', 'recipient', 'language', 'app_id', 'state', 'created_at', 'finished_at'],
    fate: 'goes',
    merged: 'moves',
  },
  push_subscriptions: { column: 'user_id', told: ['app_id', 'host', 'created_at'], fate: 'goes', merged: 'goes' },
  /** What happened stays countable for whoever runs the house; it holds neither contacts nor names. */
  events: { column: 'user_id', told: ['kind', 'at', 'app_id', 'facts'], fate: 'nameless', merged: 'moves' },
  /** An app is its users' too: it goes on without an owner, and an operator may give it another. */
  apps: {
    column: 'owner_id',
    told: ['id', 'name', 'state', 'description', 'domains', 'created_at'],
    fate: 'nameless',
    merged: 'moves',
  },
  /** That somebody of this number is invited is the event's own; that this person came is forgotten. */
  guests: {
    column: 'user_id',
    told: ['event_id', 'mobile', 'added_at', 'entered_at'],
    fate: 'nameless',
    merged: 'moves',
  },
  invitations: {
    column: 'user_id',
    told: ['app_id', 'state', 'created_at', 'expires_at', 'finished_at'],
    fate: 'nameless',
    merged: 'moves',
  },
  logins: {
    column: 'user_id',
    told: ['provider_id', 'login', 'claimed_at', 'created_at'],
    fate: 'goes',
    merged: 'goes',
  },
  /** What was answered rests sealed, and is told opened beside this. */
  form_answers: {
    column: 'user_id',
    told: ['form_id', 'form_version', 'app_id', 'status', 'created_at', 'changed_at'],
    fate: 'goes',
    merged: 'moves',
  },
  enrolments: { column: 'user_id', told: ['locale', 'created_at', 'changed_at'], fate: 'goes', merged: 'goes' },
  /** The bytes go after the commit; rows without them would be links to nothing. */
  files: {
    column: 'user_id',
    told: ['id', 'name', 'type', 'bytes', 'digest', 'app_id', 'created_at', 'claimed_at'],
    fate: 'goes',
    merged: 'moves',
  },
  merged_accounts: { column: 'user_id', told: ['retired_id', 'merged_at'], fate: 'goes', merged: 'moves' },
  /** The last: most of the others hang on it. */
  users: {
    column: 'id',
    told: ['id', 'state', 'language', 'app_id', 'created_at', 'activated_at'],
    fate: 'goes',
    merged: 'goes',
  },
}
