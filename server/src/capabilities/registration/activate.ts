import { type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { claimContact, findUser, proveContact, type User } from '../users/index.ts'
import { findLinkContact, redeemLink, refuseLink } from '../verification/index.ts'

/**
 * Spends the activation link, proves the contact it was sent to, and opens the account; the other pending accounts of
 * that contact are deleted. Of any number of parallel callers one succeeds.
 *
 * @throws `verification.failed`; `registration.already-active`; `users.contact-taken` when another account proved the
 * contact meanwhile; `limits.exhausted` after too many wrong codes
 */
export async function activate(at: Ports, app: App, userId: UserId, code: string): Promise<User> {
  const contact = await findLinkContact(at, 'activate', userId, code)
  if (!contact) return refuseUnlinked(at, app, userId)
  const user = await transact(at, async (tx) => {
    await claimContact(tx, contact)
    if (!(await redeemLink(at, tx, 'activate', userId, code))) return undefined
    if (!(await proveContact(at, tx, userId, contact))) refuse('users.contact-taken')
    await recordEvent(at, tx, { kind: 'user.activated', userId, appId: app.id })
    return findUser(at, tx, userId)
  })
  return user ?? refuseUnlinked(at, app, userId)
}

/**
 * An active account needs no code any more, which its holder should hear; everything else is one and the same answer.
 * Each costs one of the wrong codes that the account has through the app.
 */
async function refuseUnlinked(at: Ports, app: App, userId: UserId): Promise<never> {
  const user = await findUser(at, at.db, userId)
  return refuseLink(at, userId, app.id, user?.state === 'active' ? 'registration.already-active' : undefined)
}
