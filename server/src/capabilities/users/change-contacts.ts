import { type Contact, hold, type Ports, refuse, type Tx, type UserId } from '../../kernel/index.ts'
import { findHolder, proveContact } from './prove-contact.ts'
import { findUser, type User } from './user.ts'

/** The person as they are once nobody else is changing them; the first statement of a change, or the one after a claim. */
export async function holdUser(at: Ports, tx: Tx, userId: UserId): Promise<User> {
  await hold(tx, `user:${userId}`)
  return (await findUser(at, tx, userId)) ?? refuse('sessions.not-signed-in')
}

/**
 * Gives a person a contact that was proven just now. `claimContact` comes before it. Answers false, and changes nothing,
 * where somebody else holds it; their proof stands (rule 6).
 */
export async function addContact(at: Ports, tx: Tx, userId: UserId, contact: Contact): Promise<boolean> {
  const holder = await findHolder(tx, contact)
  if (holder !== undefined) return holder === userId
  const row = { kind: contact.kind, value: contact.value, proven_at: null, created_at: at.clock.now() }
  await tx
    .insertInto('contacts')
    .values({ user_id: userId, ...row })
    .onConflict((on) => on.columns(['user_id', 'kind', 'value']).doNothing())
    .execute()
  return proveContact(at, tx, userId, contact)
}

/** Makes a proven contact the one that stands for the person among those of its kind; false where it is not theirs. */
export async function preferContact(at: Ports, tx: Tx, userId: UserId, contact: Contact): Promise<boolean> {
  const row = await tx
    .updateTable('contacts')
    .set({ preferred_at: at.clock.now() })
    .where('user_id', '=', userId)
    .where('kind', '=', contact.kind)
    .where('value', '=', contact.value)
    .where('proven_at', 'is not', null)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Takes a contact from a person, who is held. Answers whether it was a proven one; undefined where it is not theirs.
 *
 * @throws `users.last-way-in` for the last proven contact: without it nobody could sign in, or make a new password
 */
export async function removeContact(tx: Tx, user: User, contact: Contact): Promise<boolean | undefined> {
  const same = (one: { kind: string; value: string }) => one.kind === contact.kind && one.value === contact.value
  const found = user.contacts.find(same)
  if (!found) return undefined
  const ways = user.contacts.filter((one) => one.provenAt !== undefined)
  if (ways.every(same) && ways.length > 0) refuse('users.last-way-in')
  await tx
    .deleteFrom('contacts')
    .where('user_id', '=', user.id)
    .where('kind', '=', contact.kind)
    .where('value', '=', contact.value)
    .execute()
  return found.provenAt !== undefined
}
