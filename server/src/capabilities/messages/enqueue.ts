import {
  afterCommit,
  browserReceiver,
  type Contact,
  type Db,
  keepStatement,
  type Language,
  newRowId,
  type Ports,
  Refusal,
  type Tables,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import { checkBudget, spend } from '../limits/index.ts'
import type { MessageFacts, MessageKind } from './letter.ts'
import { messageSettings } from './settings.ts'
import './table.ts'

/** An installed app that has asked for pushes; `value` is the token by which its push service knows it. */
export interface Device {
  kind: 'device'
  value: string
}

/** A browser that asked for pushes; `value` is the id of its subscription. */
export interface Browser {
  kind: 'browser'
  value: string
}

export interface Message<K extends MessageKind = MessageKind> {
  kind: K
  to: Contact | Device | Browser
  language: Language
  facts: MessageFacts[K]
  appId?: string | undefined
  userId?: UserId | undefined
  /** Epoch ms: past it the message is worth nothing and is not sent any more. */
  expiresAt: number
}

/** Which channel carries messages to a kind of receiver. */
const channelOf = { email: 'email', mobile: 'sms', device: 'push', browser: 'push' } as const

const wakers = new WeakMap<Db, (channel: string) => void>()

/** Tells this process's worker whenever a message was committed, and for which channel. */
export const onEnqueued = (at: Pick<Ports, 'db'>, wake: (channel: string) => void): void => void wakers.set(at.db, wake)

/** What a message's sealed facts are bound to. */
export const sealName = (id: string): string => `message:${id}`

type Fresh = Pick<
  Tables['messages'],
  'id' | 'channel' | 'kind' | 'recipient' | 'language' | 'app_id' | 'user_id' | 'sealed' | 'expires_at'
> & { readonly now: number }

const insertMessage = keepStatement((db, row: Fresh) =>
  db.insertInto('messages').values({
    id: row.id,
    channel: row.channel,
    kind: row.kind,
    recipient: row.recipient,
    language: row.language,
    app_id: row.app_id,
    user_id: row.user_id,
    sealed: row.sealed,
    state: 'pending',
    attempts: 0,
    due_at: row.now,
    leased_until: 0,
    created_at: row.now,
    expires_at: row.expires_at,
    finished_at: null,
    problem: null,
    gateway: null,
    gateway_ref: null,
    receipt: null,
    receipt_at: null,
  }),
)

/** Writes a message in the transaction of the fact that caused it (rule 2); its facts are sealed until it is sent. */
export const enqueue = <K extends MessageKind>(at: Ports, tx: Tx, message: Message<K>): Promise<void> =>
  write(at, tx, { ...message, channel: channelOf[message.to.kind], recipient: recipientOf(message.to) })

const recipientOf = ({ kind, value }: Message['to']): string => (kind === 'browser' ? browserReceiver(value) : value)

/** Something an app's server is told, without words: the channel `app` carries its facts as JSON. */
export interface Notice {
  kind: 'logout'
  appId: string
  facts: object
  /** Epoch ms. */
  expiresAt: number
}

/** Writes a notice to an app in the transaction of the fact that caused it (rule 2). */
export const enqueueNotice = (at: Ports, tx: Tx, notice: Notice): Promise<void> =>
  write(at, tx, { ...notice, channel: appChannel, recipient: notice.appId, language: 'en' })

/** The channel that carries notices. */
export const appChannel = 'app'

interface Row {
  channel: string
  kind: string
  recipient: string
  language: Language
  facts: object
  appId?: string | undefined
  userId?: UserId | undefined
  expiresAt: number
}

async function write(at: Ports, tx: Tx, message: Row): Promise<void> {
  const id = newRowId(at)
  const now = at.clock.now()
  await insertMessage(tx, {
    id,
    channel: message.channel,
    kind: message.kind,
    recipient: message.recipient,
    language: message.language,
    app_id: message.appId ?? null,
    user_id: message.userId ?? null,
    sealed: at.keyring.seal(JSON.stringify(message.facts), sealName(id)),
    now,
    expires_at: message.expiresAt,
  })
  afterCommit(tx, () => wakers.get(at.db)?.(message.channel))
}

/** What a message is asked for. Each has purses of its own: asking for one thing shuts no other (attack 22). */
export type AskedFor = 'activation' | 'activation-again' | 'reset'

/**
 * Spends the budgets of one asked-for message: by contact in a short time and in a day, and by app. The same for known
 * and unknown contacts. A contact whose day is spent still gets one message an hour, so that nobody can keep the mail
 * from its owner by asking often.
 *
 * @param known whether a message will leave; what is asked for nobody is counted apart, and stops no real one
 * @throws `limits.exhausted`
 */
export async function spendSend(at: Ports, what: AskedFor, to: Contact, appId: string, known: boolean): Promise<void> {
  const budgets = await messageSettings.read(at)
  const of = [what, to.kind, to.value]
  await spend(at, { budget: 'messages.perContactBurst', of }, budgets.perContactBurst)
  try {
    await spend(at, { budget: 'messages.perContactDay', of }, budgets.perContactDay)
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'limits.exhausted')) throw error
    await spend(at, { budget: 'messages.perContactFloor', of }, budgets.perContactFloor)
  }
  await spend(at, { budget: 'messages.perApp', of: [appId, known ? 'sent' : 'for nobody'] }, budgets.perApp)
}

/**
 * Refuses where {@link spendSend} would for the contact's short time, and spends nothing: before slow work.
 *
 * @throws `limits.exhausted`
 */
export async function checkSend(at: Ports, what: AskedFor, to: Contact): Promise<void> {
  const { perContactBurst } = await messageSettings.read(at)
  await checkBudget(at, { budget: 'messages.perContactBurst', of: [what, to.kind, to.value] }, perContactBurst)
}
