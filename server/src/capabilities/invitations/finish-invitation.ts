import { type Contact, type Language, type Ports, refuse, type Tx, transact, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { prepareSignUp } from '../registration/index.ts'
import { findHolder, findUser } from '../users/index.ts'
import type { InvitedProfile } from './fields.ts'
import { type OpenInvitation, readOpenInvitation } from './invitation.ts'
import { findReturnUrl, type ReturnUrl } from './return-url.ts'

/** What the person brings to the end of an invitation. */
export interface Claim {
  /** The contact whose code was shown in this browser: nothing is given away without it (attack 29). */
  readonly proven: Contact | undefined
  /** As the person looked it through. */
  readonly profile: InvitedProfile
  readonly password: string
  readonly language: Language
}

export interface Finished {
  readonly userId: UserId
  /** Absent where the app has taken its address back since it invited. */
  readonly returnUrl: ReturnUrl | undefined
}

/**
 * Makes the account, active and with its proven e-mail, and spends the invitation, or neither. Of any number of parallel
 * callers one succeeds (attack 7). The phone that the app named stays unproven and identifies nobody (attack 33); other
 * accounts that waited for the e-mail are deleted, with their links (attack 34).
 *
 * @throws `invitations.unknown`, `invitations.over`, `apps.not-live`; `verification.failed` without the proof;
 * `passwords.*` by the app's policy; `users.contact-taken` when the e-mail got an account meanwhile; `server.overloaded`
 */
export async function finishInvitation(at: Ports, secret: string, claim: Claim): Promise<Finished> {
  const { proven, ...wish } = claim
  const invitation = await readOpenInvitation(at, secret)
  const contact = checkProof(invitation, proven)
  const make = await prepareSignUp(at, invitation.app, { ...wish, contact })
  const userId = await transact(at, async (tx) => {
    const id = await make(tx)
    await spendInvitation(at, tx, invitation, id)
    return id
  })
  return { userId, returnUrl: findReturnUrl(at, invitation.app, invitation.wish.returnUrl) }
}

/**
 * Spends the invitation of somebody who has an account already, and proved the e-mail just now. Nothing of what the app
 * said is written anywhere (attack 28).
 *
 * @returns undefined where the e-mail has no account
 * @throws `invitations.unknown`, `invitations.over`, `apps.not-live`, `verification.failed`, `users.suspended`
 */
export async function enterByInvitation(
  at: Ports,
  secret: string,
  proven: Contact | undefined,
): Promise<Finished | undefined> {
  const invitation = await readOpenInvitation(at, secret)
  const email = checkProof(invitation, proven)
  const userId = await findHolder(at.db, email)
  if (userId === undefined) return undefined
  if ((await findUser(at, at.db, userId))?.state !== 'active') refuse('users.suspended')
  await transact(at, (tx) => spendInvitation(at, tx, invitation, userId))
  return { userId, returnUrl: findReturnUrl(at, invitation.app, invitation.wish.returnUrl) }
}

function checkProof({ wish }: OpenInvitation, proven: Contact | undefined): Contact {
  const email: Contact = { kind: 'email', value: wish.email }
  return proven?.kind === 'email' && proven.value === wish.email ? email : refuse('verification.failed')
}

/** One guarded statement, and the box is gone with it (rule 1). */
async function spendInvitation(at: Ports, tx: Tx, { id, app }: OpenInvitation, userId: UserId): Promise<void> {
  const now = at.clock.now()
  const spent = await tx
    .updateTable('invitations')
    .set({ state: 'finished', sealed: null, user_id: userId, finished_at: now })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst()
  if (!spent) refuse('invitations.over')
  await recordEvent(at, tx, { kind: 'invitation.finished', userId, appId: app.id, facts: { invitation: id } })
}
