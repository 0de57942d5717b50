import {
  afterCommit,
  type Contact,
  type Db,
  type Language,
  newRowId,
  type Ports,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import { spend } from '../limits/index.ts'
import type { MessageFacts, MessageKind } from './letter.ts'
import { messageSettings } from './settings.ts'
import './table.ts'

export interface Message<K extends MessageKind = MessageKind> {
  kind: K
  to: Contact
  language: Language
  facts: MessageFacts[K]
  appId?: string | undefined
  userId?: UserId | undefined
  /** Epoch ms: past it the message is worth nothing and is not sent any more. */
  expiresAt: number
}

/** Which channel carries messages to a kind of contact. */
const channelOf = { email: 'email', mobile: 'sms' } as const

const wakers = new WeakMap<Db, () => void>()

/** Tells this process's worker whenever a message was committed. */
export const onEnqueued = (at: Pick<Ports, 'db'>, wake: () => void): void => void wakers.set(at.db, wake)

/** What a message's sealed facts are bound to. */
export const sealName = (id: string): string => `message:${id}`

/** Writes a message in the transaction of the fact that caused it (rule 2); its facts are sealed until it is sent. */
export async function enqueue<K extends MessageKind>(at: Ports, tx: Tx, message: Message<K>): Promise<void> {
  const id = newRowId(at)
  const now = at.clock.now()
  await tx
    .insertInto('messages')
    .values({
      id,
      channel: channelOf[message.to.kind],
      kind: message.kind,
      recipient: message.to.value,
      language: message.language,
      app_id: message.appId ?? null,
      user_id: message.userId ?? null,
      sealed: at.keyring.seal(JSON.stringify(message.facts), sealName(id)),
      state: 'pending',
      attempts: 0,
      due_at: now,
      leased_until: 0,
      created_at: now,
      expires_at: message.expiresAt,
      finished_at: null,
      problem: null,
    })
    .execute()
  afterCommit(tx, () => wakers.get(at.db)?.())
}

/**
 * Spends the budgets of one asked-for message, before anything else is done for it: by contact in a short time and in a
 * day, and by app. The same for known and unknown contacts.
 *
 * @throws `limits.exhausted`
 */
export async function spendSend(at: Ports, to: Contact, appId: string): Promise<void> {
  const budgets = await messageSettings.read(at)
  await spend(at, { budget: 'messages.perContactBurst', of: [to.kind, to.value] }, budgets.perContactBurst)
  await spend(at, { budget: 'messages.perContactDay', of: [to.kind, to.value] }, budgets.perContactDay)
  await spend(at, { budget: 'messages.perApp', of: [appId] }, budgets.perApp)
}
