import { type Contact, type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { checkPassword, type Login } from '../passwords/index.ts'
import { findHolder, findUser, listPending, type User } from '../users/index.ts'
import { cancelLink, clearStreaksOf, hasLink } from '../verification/index.ts'

export interface LoggedIn {
  user: User
  login: Login
}

/** How the person is named: by a contact (the account that proved it, else the newest that waits for it) or by number. */
export type Named = Contact | { kind: 'id'; value: UserId }

/**
 * Checks a person's password, as {@link recognize}, and lets in.
 *
 * @throws as {@link recognize}; `registration.not-active` unless the app lets people in before
 */
export async function logIn(at: Ports, app: App, named: Named, password: string): Promise<LoggedIn> {
  const known = await recognize(at, app, named, password)
  if (known.user.state === 'pending' && !app.policy.loginBeforeActivation) refuse('registration.not-active')
  return known
}

/**
 * Checks a person's password, whether or not the account is open yet; a success ends an open link to a new one, since it
 * is not needed any more, and the pauses of the person's codes (codes.md). What the account's state means is said only to who knows the password.
 *
 * @throws `passwords.wrong`, also for unknown people; `limits.exhausted`; `users.suspended`
 */
export async function recognize(at: Ports, app: App, named: Named, password: string): Promise<LoggedIn> {
  const userId = named.kind === 'id' ? named.value : await findMeant(at, app, named)
  const name = `${named.kind}:${named.value}`
  const login = await checkPassword(at, { userId, named: name, appId: app.id }, password)
  const user = (await findUser(at, at.db, login.userId)) ?? refuse('passwords.wrong')
  if (user.state === 'suspended') refuse('users.suspended')
  if (await hasLink(at, 'reset', user.id)) await transact(at, (tx) => cancelLink(tx, 'reset', user.id))
  await clearStreaksOf(at, user.id)
  return { user, login }
}

const findMeant = async (at: Ports, app: App, contact: Contact): Promise<UserId | undefined> =>
  (await findHolder(at.db, contact)) ?? (await listPending(at.db, contact, app.id))[0]
