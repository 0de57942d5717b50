import {
  type Contact,
  type Language,
  type Ports,
  refuse,
  seconds,
  type Tx,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, frameOf } from '../messages/index.ts'
import { checkPolicy, hashPassword, setPassword } from '../passwords/index.ts'
import { claimContact, findHolder, insertUser, type Profile, proveContact } from '../users/index.ts'
import { cancelLink } from '../verification/index.ts'
import { prepareRelease } from './idle-number.ts'
import { passwordIsOptional } from './settings.ts'

export interface SignUpWish {
  /** A contact that the caller has seen proven just now: nothing else makes an account here (attack 29). */
  readonly contact: Contact
  /** Left out by who signs in by codes, where the settings allow it ({@link passwordIsOptional}). */
  readonly password?: string | undefined
  /** What the person says of themselves; a mobile in it becomes an unproven contact. */
  readonly profile: Profile
  readonly language: Language
  /** The account that has the number, which lay idle there: it is taken off in the same transaction. */
  readonly from?: UserId | undefined
}

/** How long a notice of a new account is worth sending, seconds. */
const noticeLife = 7 * 86_400

/**
 * Makes an active account with its proven contact, its password, the notice and the events together, or not at all; the
 * accounts that waited for the contact are deleted (rule 6). Of any number of parallel callers one makes it (attack 12).
 *
 * @throws `passwords.*` by the app's policy; `users.contact-taken`; `server.overloaded`
 */
export async function signUp(at: Ports, app: App, wish: SignUpWish): Promise<UserId> {
  const make = await prepareSignUp(at, app, wish)
  return transact(at, make)
}

/**
 * Does the slow part of {@link signUp}, and answers what is left for a transaction, of which it must be the first
 * statement: for an account that comes into being together with something else.
 *
 * @throws as {@link signUp}; what it answers throws `users.contact-taken`
 */
export async function prepareSignUp(at: Ports, app: App, wish: SignUpWish): Promise<(tx: Tx) => Promise<UserId>> {
  const { contact, profile, language, password } = wish
  if (password !== undefined) await checkPolicy(at, app.policy, password)
  else if (!(await passwordIsOptional(at, contact.kind))) refuse('input.missing', { field: 'password' })
  if (!canTake(await findHolder(at.db, contact), wish)) refuse('users.contact-taken')
  const hash = password === undefined ? undefined : await hashPassword(at, password)
  const facts = await frameOf(at, app, language)
  const release = wish.from === undefined ? undefined : await prepareRelease(at, app, wish.from, contact)
  return async (tx) => {
    await claimContact(tx, contact)
    if ((await findHolder(tx, contact)) !== undefined && !(await release?.(tx))) refuse('users.contact-taken')
    const mobile =
      profile.mobile === undefined || profile.mobile === contact.value
        ? []
        : [{ kind: 'mobile', value: profile.mobile } as Contact]
    const contacts = [contact, ...mobile]
    const userId = await insertUser(at, tx, { state: 'pending', language, appId: app.id, profile, contacts })
    if (hash !== undefined) await setPassword(at, tx, userId, hash)
    await proveContact(at, tx, userId, contact)
    const expiresAt = at.clock.now() + seconds(noticeLife)
    await enqueue(at, tx, { kind: 'welcome', to: contact, language, facts, appId: app.id, userId, expiresAt })
    await recordEvent(at, tx, { kind: 'user.registered', userId, appId: app.id })
    await recordEvent(at, tx, { kind: 'user.activated', userId, appId: app.id })
    return userId
  }
}

const canTake = (holder: UserId | undefined, { from }: SignUpWish): boolean => holder === undefined || holder === from

/**
 * Opens an account that waited for its contact, for a person who has just shown its password and proven the contact;
 * the others that waited are deleted (rule 6). False when somebody has the contact already, or the account is gone.
 */
export async function openPending(at: Ports, app: App, userId: UserId, contact: Contact): Promise<boolean> {
  return transact(at, async (tx) => {
    await claimContact(tx, contact)
    if (!(await proveContact(at, tx, userId, contact))) return false
    await cancelLink(tx, 'activate', userId)
    await recordEvent(at, tx, { kind: 'user.activated', userId, appId: app.id })
    return true
  })
}
