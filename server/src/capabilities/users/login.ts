import {
  type Db,
  hold,
  keepStatement,
  type Ports,
  refuse,
  type Tables,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import './table.ts'

/** A name by which one auth provider knows a person; it says nothing at another. */
export interface LoginName {
  readonly providerId: string
  /** As it was given. */
  readonly login: string
}

/** A person's login, as it is kept. */
export interface Login extends LoginName {
  readonly userId: UserId
  /** When the account became active under it; undefined while it waits, and several may wait for one login (rule 6). */
  readonly claimedAt: number | undefined
  readonly createdAt: number
}

const longest = 254

/**
 * One line of at most 254 characters, trimmed and composed.
 *
 * @throws `input.invalid` naming `field`
 */
export function parseLogin(text: string, field: string): string {
  const login = text.trim().normalize('NFC')
  const plain = login !== '' && login.length <= longest && login.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(login)
  return plain ? login : refuse('input.invalid', { field, rule: 'text' })
}

/** What logins are compared by: case and compatibility forms tell nobody apart (RFC 8265 §3.3). */
const keyOf = (login: string): string => login.trim().normalize('NFKC').toLowerCase()

/** Waits until nobody else takes this login of the provider; the first statement of every transaction that does. */
export const holdLogin = (tx: Tx, { providerId, login }: LoginName): Promise<void> =>
  hold(tx, `login:${providerId}:${keyOf(login)}`)

/**
 * Gives a new person a login: one that waits or, where `claims` says so, one that is theirs at once; the others that
 * waited for it are deleted then (rule 6), and `holdLogin` and a look for its holder come before. A person has one.
 */
export async function addLogin(at: Ports, tx: Tx, userId: UserId, name: LoginName, claims = false): Promise<void> {
  const { providerId, login } = name
  const now = at.clock.now()
  const claimed_at = claims ? now : null
  await insertLogin(tx, {
    user_id: userId,
    provider_id: providerId,
    login,
    login_key: keyOf(login),
    claimed_at,
    created_at: now,
  })
  if (claims) await dropWaiting(tx, userId, name)
}

const insertLogin = keepStatement((db, row: Tables['logins']) =>
  db.insertInto('logins').values({
    user_id: row.user_id,
    provider_id: row.provider_id,
    login: row.login,
    login_key: row.login_key,
    claimed_at: row.claimed_at,
    created_at: row.created_at,
  }),
)

/**
 * Deletes the accounts that wait for a login which is another's now. There is hardly ever one, and to look costs a
 * fraction of what a deletion does that finds nobody.
 */
async function dropWaiting(tx: Tx, userId: UserId, { providerId, login }: LoginName): Promise<void> {
  const rivals = await findRivals(tx, { userId, providerId, key: keyOf(login) })
  if (rivals.length === 0) return
  const ids = rivals.map(({ user_id }) => user_id)
  await tx.deleteFrom('users').where('state', '=', 'pending').where('id', 'in', ids).execute()
}

const findRivals = keepStatement((db, given: { userId: UserId; providerId: string; key: string }) =>
  db
    .selectFrom('logins')
    .select('user_id')
    .where('provider_id', '=', given.providerId)
    .where('login_key', '=', given.key)
    .where('user_id', '!=', given.userId),
)

/** The person who is active under a login, or suspended. */
export async function findLoginHolder(db: Db, { providerId, login }: LoginName): Promise<UserId | undefined> {
  const [row] = await readHolder(db, { providerId, key: keyOf(login) })
  return row?.user_id as UserId | undefined
}

const readHolder = keepStatement((db, given: { providerId: string; key: string }) =>
  db
    .selectFrom('logins')
    .select('user_id')
    .where('provider_id', '=', given.providerId)
    .where('login_key', '=', given.key)
    .where('claimed_at', 'is not', null),
)

/** Accounts that wait for one login and are looked at, newest first; budgets let no more come up in a few days. */
const mostWaiting = 20

/** The accounts that wait for a login which nobody has, newest first. */
export async function listWaitingLogins(db: Db, { providerId, login }: LoginName): Promise<UserId[]> {
  const rows = await db
    .selectFrom('logins')
    .innerJoin('users', 'users.id', 'logins.user_id')
    .select('logins.user_id')
    .where('logins.provider_id', '=', providerId)
    .where('logins.login_key', '=', keyOf(login))
    .where('logins.claimed_at', 'is', null)
    .where('users.state', '=', 'pending')
    .orderBy('logins.user_id', 'desc')
    .limit(mostWaiting)
    .execute()
  return rows.map((row) => row.user_id as UserId)
}

/** A person's own login. */
export async function findLogin(db: Db, userId: UserId): Promise<Login | undefined> {
  const row = await db.selectFrom('logins').selectAll().where('user_id', '=', userId).executeTakeFirst()
  return (
    row && {
      userId: row.user_id as UserId,
      providerId: row.provider_id,
      login: row.login,
      claimedAt: row.claimed_at ?? undefined,
      createdAt: row.created_at,
    }
  )
}

/**
 * Makes the login the person's and the account active; the others that waited for it are deleted (rule 6). `holdLogin`
 * comes before it. False, and nothing changes, where somebody has it.
 */
export async function claimLogin(at: Ports, tx: Tx, userId: UserId, name: LoginName): Promise<boolean> {
  if ((await findLoginHolder(tx, name)) !== undefined) return false
  const now = at.clock.now()
  const claimed = await tx
    .updateTable('logins')
    .set({ claimed_at: now })
    .where('user_id', '=', userId)
    .where('provider_id', '=', name.providerId)
    .where('login_key', '=', keyOf(name.login))
    .where('claimed_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
  if (!claimed) return false
  await tx
    .updateTable('users')
    .set({ state: 'active', activated_at: now })
    .where('id', '=', userId)
    .where('state', '=', 'pending')
    .execute()
  await dropWaiting(tx, userId, name)
  return true
}

/** Gives an active person another login; `holdLogin` comes before it. False where somebody else has it. */
export async function changeLogin(tx: Tx, userId: UserId, name: LoginName): Promise<boolean> {
  const holder = await findLoginHolder(tx, name)
  if (holder !== undefined && holder !== userId) return false
  await tx
    .updateTable('logins')
    .set({ login: name.login, login_key: keyOf(name.login) })
    .where('user_id', '=', userId)
    .where('provider_id', '=', name.providerId)
    .execute()
  return true
}
