import { type Db, type DeviceFacts, newRowId, newToken, type Ports, type Tx, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { addSession, openSession } from './browser-session.ts'
import { finish } from './list-sessions.ts'
import './table.ts'

/** A device that a person signed in with through an app's own client. */
export interface DeviceSession {
  readonly uid: string
  readonly provider: string
  readonly device: DeviceFacts
  /** Epoch ms. */
  readonly seenAt: number
}

export interface DeviceSignIn {
  readonly userId: UserId
  readonly appId: string
  /** The auth provider it came by. */
  readonly provider: string
  readonly device: DeviceFacts
  readonly address: string
  /** Epoch ms. */
  readonly expiresAt: number
}

/**
 * Writes that a person is signed in with a device, and answers the name that its tokens are bound to. It is a session as
 * a browser's is: the person sees and ends it on the account page. No cookie carries its secret.
 */
export async function openDeviceSession(at: Ports, tx: Tx, signIn: DeviceSignIn): Promise<string> {
  const { userId, appId, provider, device, address, expiresAt } = signIn
  const uid = newRowId(at)
  const session = { secret: newToken(at, 256), uid, userId, appId, payload: { provider, device }, expiresAt }
  await addSession(at, session, { device: `${device.browser} (${device.os})`, address }, tx)
  await recordEvent(at, tx, { kind: 'session.started', userId, appId })
  return uid
}

/** Lets a device session live on; false when it was ended meanwhile. */
export async function extendDeviceSession(
  at: Ports,
  tx: Tx,
  uid: string,
  { expiresAt, address }: Pick<DeviceSignIn, 'expiresAt' | 'address'>,
): Promise<boolean> {
  const row = await tx
    .updateTable('sessions')
    .set({ expires_at: expiresAt, seen_at: at.clock.now(), address })
    .where('uid', '=', uid)
    .where('expires_at', '>', at.clock.now())
    .returning('uid')
    .executeTakeFirst()
  return row !== undefined
}

/** The devices that a person is signed in with through one app, the latest seen first. */
export async function listDeviceSessions(
  at: Ports,
  userId: UserId,
  appId: string,
  db: Db = at.db,
): Promise<DeviceSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['uid', 'hash', 'sealed', 'seen_at'])
    .where('user_id', '=', userId)
    .where('app_id', '=', appId)
    .where('expires_at', '>', at.clock.now())
    .orderBy('seen_at', 'desc')
    .orderBy('uid')
    .execute()
  return rows.map((row) => {
    const { provider, device } = openSession(at, row) as Pick<DeviceSession, 'provider' | 'device'>
    return { uid: row.uid, provider, device, seenAt: row.seen_at }
  })
}

/** Signs a person out of an app on every device, and takes all tokens with it. Answers how many there were. */
export async function endDeviceSessions(at: Ports, tx: Tx, userId: UserId, appId: string): Promise<number> {
  const mine = tx.deleteFrom('sessions').where('user_id', '=', userId).where('app_id', '=', appId)
  return finish(at, tx, userId, await mine.returning(['hash', 'sealed']).execute())
}
