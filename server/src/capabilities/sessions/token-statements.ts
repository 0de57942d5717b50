import type { ExpressionBuilder, Insertable } from 'kysely'
import { type Db, keepStatement, type Tables } from '../../kernel/index.ts'
import './table.ts'

// The statements that every request with a token asks, drawn once (decision 0019).

type TokenRow = Insertable<Tables['tokens']>

interface Asked {
  kind: string
  /** Epoch ms. */
  now: number
}

/** The kind of the row that says of a family that it was ended: a member written later, by a racing request, is dead too. */
export const endedFamily = 'EndedFamily'

export const readByHash = keepStatement((db, given: Asked & { hash: string }) =>
  live(db, given.now).where('kind', '=', given.kind).where('hash', '=', given.hash),
)

/** What may be shown without saying what it is (RFC 7662 §2.1). */
export const shownKinds = ['AccessToken', 'ClientCredentials', 'RefreshToken'] as const

/** Beside the token stands the consent that it was issued under: who asks for the one needs the other next. */
export const readShown = keepStatement((db, given: { hash: string; now: number }) =>
  live(db, given.now)
    .select('consent_hash')
    .select((one) =>
      one
        .selectFrom('consents')
        .select('consents.sealed')
        .whereRef('consents.hash', '=', 'tokens.consent_hash')
        .as('consent_sealed'),
    )
    .where('kind', 'in', shownKinds)
    .where('hash', '=', given.hash),
)

export const readByUserCode = keepStatement((db, given: Asked & { userCodeHash: string }) =>
  live(db, given.now).where('kind', '=', given.kind).where('user_code_hash', '=', given.userCodeHash),
)

export const insertOrChange = keepStatement((db, row: TokenRow) =>
  insert(db, row).onConflict((on) =>
    on.columns(['kind', 'hash']).doUpdateSet((one) => ({
      user_code_hash: one.ref('excluded.user_code_hash'),
      consent_hash: one.ref('excluded.consent_hash'),
      session_uid: one.ref('excluded.session_uid'),
      user_id: one.ref('excluded.user_id'),
      app_id: one.ref('excluded.app_id'),
      sealed: one.ref('excluded.sealed'),
      expires_at: one.ref('excluded.expires_at'),
    })),
  ),
)

/** Answers a row where there was none. */
export const insertUnlessThere = keepStatement((db, row: TokenRow) =>
  insert(db, row)
    .onConflict((on) => on.columns(['kind', 'hash']).doNothing())
    .returning('hash'),
)

/** Answers a row for the one who spends it. */
export const spend = keepStatement((db, given: Asked & { hash: string }) =>
  db
    .updateTable('tokens')
    .set({ consumed_at: given.now })
    .where('kind', '=', given.kind)
    .where('hash', '=', given.hash)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', given.now)
    .returning('hash'),
)

const insert = (db: Db, row: TokenRow) =>
  db.insertInto('tokens').values({
    kind: row.kind,
    hash: row.hash,
    user_code_hash: row.user_code_hash,
    consent_hash: row.consent_hash,
    family: row.family,
    session_uid: row.session_uid,
    user_id: row.user_id,
    app_id: row.app_id,
    sealed: row.sealed,
    created_at: row.created_at,
    expires_at: row.expires_at,
    consumed_at: row.consumed_at,
  })

const live = (db: Db, now: number) =>
  db
    .selectFrom('tokens')
    .select(['kind', 'hash', 'sealed', 'consumed_at', 'family'])
    .where('expires_at', '>', now)
    .where((one) => livesOn(one, now))

/**
 * All that a token lives by, where it has such: its app is live and was so without a break, its person not suspended, consent and
 * session stand, and its family was not ended.
 */
function livesOn(one: ExpressionBuilder<Tables, 'tokens'>, now: number) {
  const app = one
    .selectFrom('apps')
    .select('id')
    .whereRef('id', '=', 'tokens.app_id')
    .where('state', '=', 'live')
    .whereRef('tokens_since', '<=', 'tokens.created_at')
  const user = one
    .selectFrom('users')
    .select('id')
    .whereRef('id', '=', 'tokens.user_id')
    .where('state', '!=', 'suspended')
  const consent = one
    .selectFrom('consents')
    .select('consents.hash')
    .whereRef('consents.hash', '=', 'tokens.consent_hash')
    .where('consents.expires_at', '>', now)
  const session = one
    .selectFrom('sessions')
    .select('sessions.hash')
    .whereRef('sessions.uid', '=', 'tokens.session_uid')
    .where('sessions.expires_at', '>', now)
  const ended = one
    .selectFrom('tokens as ends')
    .select('ends.hash')
    .where('ends.kind', '=', endedFamily)
    .whereRef('ends.hash', '=', 'tokens.family')
  return one.and([
    one.or([one('tokens.family', 'is', null), one.not(one.exists(ended))]),
    one.or([one('app_id', 'is', null), one.exists(app)]),
    one.or([one('tokens.user_id', 'is', null), one.exists(user)]),
    one.or([one('consent_hash', 'is', null), one.exists(consent)]),
    one.or([one('session_uid', 'is', null), one.exists(session)]),
  ])
}
