import {
  hashToken,
  keepStatement,
  newToken,
  type Ports,
  seconds,
  type Tables,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import './table.ts'
import { passwordSettings } from './settings.ts'

/** One text for one password, however a keyboard composes it (RFC 8265 §4.2.2). */
export const normalizePassword = (password: string): string => password.normalize('NFC')

/** Hashes a password for {@link setPassword}: slow work, done before the transaction. */
export const hashPassword = (at: Ports, password: string): Promise<string> =>
  at.hasher.hash(normalizePassword(password))

/** Makes `hash` the person's only password: a mailed one dies with the old. `published` marks one from an applied file. */
export async function setPassword(
  at: Ports,
  tx: Tx,
  userId: UserId,
  hash: string,
  { published = false } = {},
): Promise<void> {
  await replace(tx, { user_id: userId, hash, published: published ? 1 : 0, changed_at: at.clock.now() })
}

type Fresh = Pick<Tables['passwords'], 'user_id' | 'hash' | 'published' | 'changed_at'>

const replace = keepStatement((db, row: Fresh) => {
  const fresh = {
    hash: row.hash,
    must_change: 0,
    published: row.published,
    changed_at: row.changed_at,
    mailed_hash: null,
    mailed_until: null,
  }
  return db
    .insertInto('passwords')
    .values({ user_id: row.user_id, ...fresh })
    .onConflict((on) => on.column('user_id').doUpdateSet(fresh))
})

/**
 * Puts `hash` in the place of the password that was shown, and of that one only: of parallel changes with one old
 * password the first wins. Answers false for the others.
 */
export async function replacePassword(
  at: Ports,
  tx: Tx,
  shown: { userId: UserId; hash: string },
  hash: string,
): Promise<boolean> {
  const row = { hash, must_change: 0, published: 0, changed_at: at.clock.now(), mailed_hash: null, mailed_until: null }
  const replaced = await tx
    .updateTable('passwords')
    .set(row)
    .where('user_id', '=', shown.userId)
    .where('hash', '=', shown.hash)
    .returning('user_id')
    .executeTakeFirst()
  return replaced !== undefined
}

/**
 * Draws a password of 128 random bits (22 characters) to be mailed. The old one works until this one is first used,
 * so that whoever merely opens a link harms nobody; being a random token, it is kept as a SHA-256 until then (rule 3).
 *
 * @returns the password, and how many hours it lives
 */
export async function mailPassword(at: Ports, tx: Tx, userId: UserId, hours: number): Promise<string> {
  const password = newToken(at, 128)
  await tx
    .updateTable('passwords')
    .set({ mailed_hash: hashToken(password), mailed_until: at.clock.now() + seconds(hours * 3600) })
    .where('user_id', '=', userId)
    .execute()
  return password
}

/** Ends a mailed password that was not used yet: the address it went to is the person's no more. */
export async function cancelMailed(tx: Tx, userId: UserId): Promise<void> {
  await tx
    .updateTable('passwords')
    .set({ mailed_hash: null, mailed_until: null })
    .where('user_id', '=', userId)
    .execute()
}

/** When the person's password was last set, epoch ms; undefined for somebody who has none. */
export async function findPasswordInstant(at: Pick<Ports, 'db'>, userId: UserId): Promise<number | undefined> {
  const row = await at.db.selectFrom('passwords').select('changed_at').where('user_id', '=', userId).executeTakeFirst()
  return row?.changed_at
}

/** How long a mailed password lives, hours. */
export const mailedHours = async (at: Ports): Promise<number> => (await passwordSettings.read(at)).mailedHours

/** True while some password that an example file published still opens an account. */
export async function hasPublishedPassword(at: Pick<Ports, 'db'>): Promise<boolean> {
  return !!(await at.db
    .selectFrom('passwords')
    .select('user_id')
    .where('published', '=', 1)
    .limit(1)
    .executeTakeFirst())
}
