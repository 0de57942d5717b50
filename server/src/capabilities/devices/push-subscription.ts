import { ECDH } from 'node:crypto'
import {
  type Db,
  hashToken,
  newRowId,
  type Ports,
  type PushSubscription,
  refuse,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import './table.ts'

/** Browsers of one person; the one that subscribed longest ago makes room. */
const mostPerPerson = 10

const sealName = (id: string): string => `push:${id}`

/**
 * Keeps where a person's browser receives pushes (W3C Push API §8). A browser that subscribes again, for another person
 * even, has one row. Whoever knows the address can knock at it, so it is kept sealed.
 *
 * @returns the id by which messages are addressed to it
 * @throws `input.invalid` for an address that is not https, and for keys that no browser makes (RFC 8291 §3.1, §3.2)
 */
export async function subscribe(
  at: Ports,
  who: { userId: UserId; appId: string },
  subscription: PushSubscription,
): Promise<string> {
  const { endpoint, keys } = subscription
  const url = URL.parse(endpoint)
  if (url?.protocol !== 'https:') return refuse('input.invalid', { field: 'endpoint', rule: 'url' })
  if (!isPoint(keys.p256dh)) refuse('input.invalid', { field: 'keys.p256dh', rule: 'text' })
  if (Buffer.from(keys.auth, 'base64url').length !== 16) refuse('input.invalid', { field: 'keys.auth', rule: 'text' })
  const id = newRowId(at)
  const row = {
    id,
    user_id: who.userId,
    app_id: who.appId,
    host: url.host,
    endpoint_hash: hashToken(endpoint),
    sealed: at.keyring.seal(JSON.stringify({ endpoint, keys }), sealName(id)),
    created_at: at.clock.now(),
  }
  await transact(at, async (tx) => {
    await tx
      .insertInto('push_subscriptions')
      .values(row)
      .onConflict((on) => on.column('endpoint_hash').doUpdateSet(row))
      .execute()
    const newest = tx
      .selectFrom('push_subscriptions')
      .select('id')
      .where('user_id', '=', who.userId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(mostPerPerson)
    await tx.deleteFrom('push_subscriptions').where('user_id', '=', who.userId).where('id', 'not in', newest).execute()
  })
  return id
}

/** An uncompressed point of P-256 that lies on the curve. */
function isPoint(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== 4) return false
  try {
    ECDH.convertKey(bytes, 'prime256v1')
    return true
  } catch {
    return false
  }
}

/** A person's own browser is told nothing any more; another's stays as it is. */
export async function unsubscribe({ db }: Pick<Ports, 'db'>, userId: UserId, id: string): Promise<void> {
  await db.deleteFrom('push_subscriptions').where('user_id', '=', userId).where('id', '=', id).execute()
}

/** For a subscription that its push service knows no more. */
export async function dropSubscription({ db }: Pick<Ports, 'db'>, id: string): Promise<void> {
  await db.deleteFrom('push_subscriptions').where('id', '=', id).execute()
}

/** The ids of a person's subscriptions, for messages to each. */
export async function listSubscriptions(db: Db, userId: UserId): Promise<string[]> {
  const rows = await db.selectFrom('push_subscriptions').select('id').where('user_id', '=', userId).execute()
  return rows.map(({ id }) => id)
}

export async function findSubscription(
  { db, keyring }: Pick<Ports, 'db' | 'keyring'>,
  id: string,
): Promise<PushSubscription | undefined> {
  const row = await db.selectFrom('push_subscriptions').select('sealed').where('id', '=', id).executeTakeFirst()
  return row && (JSON.parse(keyring.open(row.sealed, sealName(id))) as PushSubscription)
}
