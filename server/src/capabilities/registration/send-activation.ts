import { type Contact, type Language, type Ports, seconds, type Tx, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, type Frame, frameOf, spendSend } from '../messages/index.ts'
import { claimContact, findHolder, findPending } from '../users/index.ts'
import { issueLink, verificationSettings } from '../verification/index.ts'

/** How a surface spells a link to its own page: the wire's names stay in the dialect. */
export type LinkOf = (userId: UserId, code: string) => string

export interface Activation {
  userId: UserId
  contact: Contact
  language: Language
  linkOf: LinkOf
}

/** What an activation mail needs besides the person; read before the transaction. */
export async function readActivationTerms(
  at: Ports,
  app: App,
  language: Language,
): Promise<{ frame: Frame; hours: number }> {
  const { activationHours } = await verificationSettings.read(at)
  return { frame: await frameOf(at, app, language), hours: activationHours }
}

/** Draws the activation link (the one before it dies) and writes its mail, in the caller's transaction. */
export async function enqueueActivation(
  at: Ports,
  tx: Tx,
  app: App,
  { userId, contact, language, linkOf }: Activation,
  { frame, hours }: { frame: Frame; hours: number },
): Promise<void> {
  const lifeSeconds = hours * 3600
  const code = await issueLink(at, tx, { purpose: 'activate', userId, contact, appId: app.id, lifeSeconds })
  await enqueue(at, tx, {
    kind: 'activation-link',
    to: contact,
    language,
    facts: { ...frame, link: linkOf(userId, code), hours },
    appId: app.id,
    userId,
    expiresAt: at.clock.now() + seconds(lifeSeconds),
  })
}

/**
 * Sends the activation mail again, with a new link in place of the old, where an account of this address waits for it;
 * otherwise does as much for nobody. The caller learns nothing (rule 4). Past the budget it keeps silent and sends
 * nothing.
 */
export async function resendActivation(at: Ports, app: App, wish: Omit<Activation, 'userId'>): Promise<void> {
  await spendSend(at, wish.contact, app.id)
  const terms = await readActivationTerms(at, app, wish.language)
  await transact(at, async (tx) => {
    // An activation of the address deletes the rivals: without waiting for it a link would be drawn for nobody.
    await claimContact(tx, wish.contact)
    const held = await findHolder(tx, wish.contact)
    const userId = await findPending(tx, wish.contact, app.id)
    if (userId === undefined || held !== undefined) {
      await recordEvent(at, tx, { kind: 'user.activation-resent-for-nobody', appId: app.id })
      return
    }
    await enqueueActivation(at, tx, app, { ...wish, userId }, terms)
    await recordEvent(at, tx, { kind: 'user.activation-resent', userId, appId: app.id })
  })
}
