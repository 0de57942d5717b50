import { expressionBuilder, sql } from 'kysely'
import {
  type Contact,
  type ContactKind,
  type Db,
  hold,
  keepStatement,
  type Ports,
  type Tables,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'

/** The person a contact identifies: the one who proved it, whether the account is active or suspended (rule 6). */
export async function findHolder(db: Db, contact: Contact): Promise<UserId | undefined> {
  const [row] = await readHolder(db, contact)
  return row?.user_id as UserId | undefined
}

const readHolder = keepStatement((db, given: Contact) =>
  db
    .selectFrom('contacts')
    .select('user_id')
    .where('value', '=', given.value)
    .where('kind', '=', given.kind)
    .where('proven_at', 'is not', null),
)

/** Who gave an e-mail waits for that, and not for the mobile beside it. */
function hasNoEmail() {
  const one = expressionBuilder<Tables, 'contacts'>()
  const mails = one.selectFrom('contacts as mails').select('mails.value').where('mails.kind', '=', 'email')
  return one.not(one.exists(mails.whereRef('mails.user_id', '=', 'contacts.user_id')))
}

/** Rivals for one contact that are looked at, newest first; budgets let no more come up in a few days. */
const mostPending = 50

/**
 * The accounts that wait for a contact which none has proven, newest first: those of `appId` where it has any, else
 * those of every app.
 */
export async function listPending(db: Db, contact: Contact, appId: string): Promise<UserId[]> {
  const rows = await db
    .selectFrom('contacts')
    .innerJoin('users', 'users.id', 'contacts.user_id')
    .select(['users.id', 'users.app_id'])
    .where('contacts.value', '=', contact.value)
    .where('contacts.kind', '=', contact.kind)
    .where('contacts.proven_at', 'is', null)
    .where('users.state', '=', 'pending')
    // One that waits under a login of a provider is opened by that provider's own code, and by nothing else.
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('logins').select('logins.user_id').whereRef('logins.user_id', '=', 'users.id'))),
    )
    .$if(contact.kind === 'mobile', (all) => all.where(hasNoEmail))
    .orderBy('users.id', 'desc')
    .limit(mostPending)
    .execute()
  const own = rows.filter((row) => row.app_id === appId)
  return (own.length > 0 ? own : rows).map((row) => row.id as UserId)
}

/**
 * Waits until nobody else claims the contact. It is the first statement of every transaction that proves one, so that
 * rivals queue here and hold nothing else (no deadlock).
 */
export const claimContact = (tx: Tx, contact: Contact): Promise<void> =>
  hold(tx, `contact:${contact.kind}:${contact.value}`)

/**
 * Makes the contact the person's proven one and the account active; deletes the other pending accounts of that contact
 * (rule 6): those that wait for it. Who gave an e-mail waits for that, and the mobile beside it stays an unproven one.
 * Answers false when somebody has proven it already, and changes nothing then.
 */
export async function proveContact(at: Ports, tx: Tx, userId: UserId, contact: Contact): Promise<boolean> {
  const now = at.clock.now()
  if (await findHolder(tx, contact)) return false
  const proven = await tx
    .updateTable('contacts')
    .set({ proven_at: now })
    .where('user_id', '=', userId)
    .where('kind', '=', contact.kind)
    .where('value', '=', contact.value)
    .where('proven_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
  if (!proven) return false
  await tx
    .updateTable('users')
    .set({ state: 'active', activated_at: now })
    .where('id', '=', userId)
    .where('state', '=', 'pending')
    .execute()
  await dropRivals(tx, userId, contact)
  return true
}

/**
 * Deletes the pending accounts that wait for a contact which `userId` has proven (rule 6). There is hardly ever one, and
 * to look costs a fraction of what a deletion does that finds nobody.
 */
export async function dropRivals(tx: Tx, userId: UserId, contact: Contact): Promise<void> {
  const rivals = await findRivals[contact.kind](tx, { value: contact.value, userId })
  if (rivals.length === 0) return
  const ids = rivals.map(({ id }) => id)
  await tx.deleteFrom('users').where('state', '=', 'pending').where('id', 'in', ids).execute()
}

const drawRivals = (kind: ContactKind) =>
  keepStatement((db, given: { value: string; userId: UserId }) => {
    const waiting = db
      .selectFrom('contacts')
      .select('user_id')
      .where('value', '=', given.value)
      .where('kind', '=', kind)
      .where('user_id', '!=', given.userId)
      .$if(kind === 'mobile', (all) => all.where(hasNoEmail))
    return db.selectFrom('users').select('id').where('state', '=', sql.lit('pending')).where('id', 'in', waiting)
  })

const findRivals = { email: drawRivals('email'), mobile: drawRivals('mobile') }
