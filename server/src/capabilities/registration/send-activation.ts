import { type Contact, type Language, type Ports, seconds, type Tx, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, type Frame, frameOf, spendSend } from '../messages/index.ts'
import { claimContact, findHolder, findUser, listPending } from '../users/index.ts'
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
  registeredAt?: number,
): Promise<{ frame: Frame; hours: number }> {
  const { activationHours } = await verificationSettings.read(at)
  return { frame: await frameOf(at, app, language, registeredAt), hours: activationHours }
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

/** Accounts of one contact that one request sends mails for. */
const mostResent = 5

export interface ResendWish {
  contact: Contact
  /** The language of a mail, by the person's own where there is one. */
  languageOf: (own: Language | undefined) => Language
  linkOf: LinkOf
}

/**
 * Sends the activation mail again, with a new link in place of the old. Where several accounts wait for one address,
 * each gets its mail, which tells when that one was registered: whoever reads them opens their own, and not the one that
 * a stranger left there last (rule 6). Does as much for nobody where none waits; the caller learns nothing (rule 4).
 *
 * @throws `limits.exhausted` past the budget of messages to the contact, known or not
 */
export async function resendActivation(at: Ports, app: App, wish: ResendWish): Promise<void> {
  const held = await findHolder(at.db, wish.contact)
  const pending = held === undefined ? (await listPending(at.db, wish.contact, app.id)).slice(0, mostResent) : []
  await spendSend(at, 'activation-again', wish.contact, app.id, pending.length > 0)
  for (const userId of pending) await resendTo(at, app, userId, wish)
  if (pending.length === 0) await recordEvent(at, at.db, { kind: 'user.activation-resent-for-nobody', appId: app.id })
}

async function resendTo(at: Ports, app: App, userId: UserId, wish: ResendWish): Promise<void> {
  const user = await findUser(at, at.db, userId)
  const language = wish.languageOf(user?.language)
  const terms = await readActivationTerms(at, app, language, user?.createdAt)
  await transact(at, async (tx) => {
    await claimContact(tx, wish.contact)
    // The account may have been activated, or lost to a rival, since it was found.
    if ((await findUser(at, tx, userId))?.state !== 'pending') return
    await enqueueActivation(at, tx, app, { ...wish, userId, language }, terms)
    await recordEvent(at, tx, { kind: 'user.activation-resent', userId, appId: app.id })
  })
}
