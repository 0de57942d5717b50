import {
  type Db,
  hashToken,
  keepStatement,
  openRecord,
  type Ports,
  sealRecord,
  seconds,
  type UserId,
} from '../../kernel/index.ts'
import './table.ts'

/** What a browser session is written from. Its secret name travels in a cookie, and is kept as SHA-256 only. */
export interface SessionRecord {
  readonly secret: string
  /** A name that may be told, for what refers to the session. */
  readonly uid: string
  readonly userId: UserId | undefined
  /** The app whose own client holds it; none for a browser's. */
  readonly appId?: string | undefined
  /** What the protocol keeps with it; sealed at rest. */
  readonly payload: object
  /** Epoch ms. */
  readonly expiresAt: number
}

/** Where a session is used from, as its owner sees it. */
export interface Whereabouts {
  readonly device: string
  readonly address: string
}

const sealName = (hash: string): string => `session:${hash}`

/** Writes a new session. */
export async function addSession(
  at: Ports,
  session: SessionRecord,
  { device, address }: Whereabouts,
  db: Db = at.db,
): Promise<void> {
  const now = at.clock.now()
  const { uid, appId = null } = session
  await db
    .insertInto('sessions')
    .values({ ...rowOf(at, session), uid, app_id: appId, device, address, created_at: now, seen_at: now })
    .execute()
}

/**
 * Writes what has changed in a session, its secret among it (attack 66): one row, so that what is bound to it does not
 * die on the way. A session that somebody ended meanwhile stays ended.
 */
export async function changeSession(at: Ports, session: SessionRecord): Promise<void> {
  const changes = { ...rowOf(at, session), seen_at: at.clock.now() }
  await at.db.updateTable('sessions').set(changes).where('uid', '=', session.uid).execute()
}

function rowOf(at: Ports, { secret, userId, payload, expiresAt }: SessionRecord) {
  const hash = hashToken(secret)
  const sealed = sealRecord(at, payload, sealName(hash))
  return { hash, user_id: userId ?? null, sealed, expires_at: expiresAt }
}

/** How long a session may be used before the time and place it was last seen at are written again, seconds. */
const seenEvery = 300

/** The payload of a live session, by its secret. That it was seen, and from where, is written now and then. */
export async function findSession(at: Ports, secret: string, from?: Whereabouts): Promise<object | undefined> {
  const [row] = await readByHash(at.db, { hash: hashToken(secret), now: at.clock.now() })
  if (row && from?.address && row.seen_at < at.clock.now() - seconds(seenEvery)) await touch(at, row.hash, from)
  return row && openSession(at, row)
}

/** What the protocol keeps with a session. */
export const openSession = (at: Ports, { hash, sealed }: { hash: string; sealed: string }): object =>
  openRecord(at, sealed, sealName(hash))

async function touch(at: Ports, hash: string, { device, address }: Whereabouts): Promise<void> {
  const seen = { seen_at: at.clock.now(), device, address }
  await at.db.updateTable('sessions').set(seen).where('hash', '=', hash).execute()
}

/** The payload of a live session, by the name that may be told. */
export async function findSessionByUid(at: Ports, uid: string): Promise<object | undefined> {
  const [row] = await readByUid(at.db, { uid, now: at.clock.now() })
  return row && openSession(at, row)
}

const live = (db: Db, now: number) =>
  db.selectFrom('sessions').select(['hash', 'sealed', 'seen_at']).where('expires_at', '>', now)

const readByHash = keepStatement((db, given: { hash: string; now: number }) =>
  live(db, given.now).where('hash', '=', given.hash),
)
const readByUid = keepStatement((db, given: { uid: string; now: number }) =>
  live(db, given.now).where('uid', '=', given.uid),
)

/** Ends a session, by its secret. */
export async function endSession(at: Ports, secret: string): Promise<void> {
  await at.db.deleteFrom('sessions').where('hash', '=', hashToken(secret)).execute()
}
