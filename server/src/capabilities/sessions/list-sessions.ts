import type { Ports, Tx, UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { openSession } from './browser-session.ts'
import { tellAppsOfLogout } from './tell-apps.ts'
import './table.ts'

/** A browser that a person is signed in with, as the person sees it. */
export interface ListedSession {
  /** The name that may be told; its secret is nowhere. */
  readonly uid: string
  /** What the browser said of itself. */
  readonly device: string
  readonly address: string
  /** Epoch ms. */
  readonly createdAt: number
  /** Epoch ms; up to five minutes late. */
  readonly seenAt: number
}

/** Where a person is signed in, the latest seen first. */
export async function listSessions(at: Ports, userId: UserId): Promise<ListedSession[]> {
  const rows = await at.db
    .selectFrom('sessions')
    .select(['uid', 'device', 'address', 'created_at', 'seen_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', at.clock.now())
    .orderBy('seen_at', 'desc')
    .orderBy('uid')
    .execute()
  return rows.map(({ created_at, seen_at, ...told }) => ({ ...told, createdAt: created_at, seenAt: seen_at }))
}

/** Ends one session of a person, and with it what is bound to it; false for another's, or one that is over (attack 58). */
export async function endSessionByUid(at: Ports, tx: Tx, userId: UserId, uid: string): Promise<boolean> {
  const mine = tx.deleteFrom('sessions').where('user_id', '=', userId).where('uid', '=', uid)
  return (await finish(at, tx, userId, await mine.returning(['hash', 'sealed']).execute())) > 0
}

/** Ends every session of a person but the one to keep; all of them where none is named. Answers how many. */
export async function endOtherSessions(at: Ports, tx: Tx, userId: UserId, keepUid?: string): Promise<number> {
  const all = tx.deleteFrom('sessions').where('user_id', '=', userId)
  const others = keepUid === undefined ? all : all.where('uid', '!=', keepUid)
  return finish(at, tx, userId, await others.returning(['hash', 'sealed']).execute())
}

/** Says that sessions of a person which were removed are over. */
export async function finish(
  at: Ports,
  tx: Tx,
  userId: UserId,
  rows: { hash: string; sealed: string }[],
): Promise<number> {
  if (rows.length === 0) return 0
  await recordEvent(at, tx, { kind: 'session.ended', userId, facts: { sessions: rows.length } })
  await tellAppsOfLogout(
    at,
    tx,
    rows.map((row) => openSession(at, row)),
  )
  return rows.length
}
