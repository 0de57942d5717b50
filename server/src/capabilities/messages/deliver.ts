import {
  type Channel,
  type Db,
  type Delivery,
  keepStatement,
  type Language,
  type Ports,
  seconds,
  type Taken,
  transact,
  Undeliverable,
  type UserId,
} from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { payNotice } from '../spending/index.ts'
import { compose } from './compose.ts'
import { appChannel, sealName } from './enqueue.ts'
import { type Leased, pending } from './lease.ts'
import type { MessageFacts, MessageKind } from './letter.ts'
import { countText } from './note-receipt.ts'
import { messageSettings } from './settings.ts'
import { composeShort } from './short.ts'
import './table.ts'

type Policy = Awaited<ReturnType<typeof messageSettings.read>>
/** Sends a message that was leased, and writes what came of it. */
export async function deliver(at: Ports, channel: Channel, message: Leased): Promise<void> {
  if (message.expires_at <= at.clock.now()) {
    // The look that found it too late was no attempt.
    return finish(at, { ...message, attempts: message.attempts - 1 }, 'expired', message.problem)
  }
  if (await waitForMoney(at, channel, message)) return
  const policy = await messageSettings.read(at)
  const outcome = await send(at, channel, message, policy).then(
    (taken) => ({ taken }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) await recordFailure(at, message, outcome.error, policy)
  else await recordSent(at, message, outcome.taken)
}

const paidWhenAsked: readonly string[] = ['code', 'account-code'] satisfies MessageKind[]

/**
 * Spends what a text message costs that was not paid for when it was asked for, as codes are; where the day's money is
 * gone it waits for the next day's.
 */
async function waitForMoney(at: Ports, channel: Channel, message: Leased): Promise<boolean> {
  if (channel.name !== 'sms' || paidWhenAsked.includes(message.kind) || message.attempts > 1) return false
  const wait = await payNotice(at, message.recipient)
  if (wait === undefined) return false
  const dueAt = Math.min(at.clock.now() + seconds(wait), message.expires_at)
  await at.db
    .updateTable('messages')
    .set({ due_at: dueAt, leased_until: 0, attempts: 0, problem: 'the day’s money is spent' })
    .where('id', '=', message.id)
    .where('leased_until', '=', message.leased_until)
    .execute()
  return true
}

async function send(at: Ports, channel: Channel, message: Leased, policy: Policy): Promise<Taken | undefined> {
  const [kind, language] = [message.kind as MessageKind, message.language as Language]
  const facts: MessageFacts[MessageKind] = JSON.parse(at.keyring.open(message.sealed ?? '', sealName(message.id)))
  const letter = draw(channel, kind, language, facts, at.publicUrl)
  const delivery = {
    idempotencyKey: message.id,
    to: message.recipient,
    kind,
    language,
    ...letter,
    attempt: message.attempts,
    ...(await findAfter(at, channel, message, 'otherWay' in facts && facts.otherWay === true)),
    expiresAt: message.expires_at,
  }
  const left = message.expires_at - at.clock.now()
  const bound = Math.min(seconds(policy.leaseSeconds) * 0.75, Math.max(left, 0))
  return within(bound, (signal) => channel.deliver(delivery, signal))
}

function draw(channel: Channel, kind: MessageKind, language: Language, facts: MessageFacts[MessageKind], url: string) {
  if (channel.name === appChannel) return { subject: '', text: JSON.stringify(facts) }
  if (channel.name === 'email') return compose(kind, language, facts)
  return composeShort(channel.name, kind, language, facts, url)
}

/** How far back the message before decides which gateway is asked first, ms. */
const lately = seconds(3600)

/** The gateway that took the message before to this receiver, where another is wished or that one did not arrive. */
async function findAfter(
  at: Ports,
  { name, receipts = [] }: Channel,
  { recipient }: Leased,
  otherWay: boolean,
): Promise<Pick<Delivery, 'after'>> {
  if (!otherWay && receipts.length === 0) return {}
  const last = await at.db
    .selectFrom('messages')
    .select(['gateway', 'receipt'])
    .where('recipient', '=', recipient)
    .where('channel', '=', name)
    .where('gateway', 'is not', null)
    .where('created_at', '>', at.clock.now() - lately)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.gateway && (otherWay || last.receipt === 'failed') ? { after: last.gateway } : {}
}

/** Bounds a delivery by less than its lease, so that a channel that hangs cannot make two workers send at once. */
async function within<T>(milliseconds: number, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController()
  const late = new Promise<never>((_, reject) => {
    end.signal.addEventListener('abort', () => reject(end.signal.reason))
  })
  const timer = setTimeout(() => end.abort(new Error('the channel did not answer in time')), milliseconds)
  const work = start(end.signal)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    work.catch(() => undefined)
  }
}

/** Tries to write down a delivery, while the lease lasts, ms: a message that left must not leave again. */
const pausesOfRecording = [0, 200, 1000, 3000]

/** Writes that a message has left. A database that stumbles is asked again, and never made a failed delivery of. */
async function recordSent(at: Ports, message: Leased, taken: Taken | undefined): Promise<void> {
  for (const [i, pause] of pausesOfRecording.entries()) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    try {
      return await finish(at, message, 'sent', null, taken)
    } catch (error) {
      if (i === pausesOfRecording.length - 1) throw error
    }
  }
}

/** Writes the end of a message. Its body is erased, but for a dead letter, which may be sent again until it expires. */
async function finish(
  at: Ports,
  message: Leased,
  state: 'sent' | 'expired' | 'dead',
  problem: string | null,
  taken?: Taken,
): Promise<void> {
  const end = async (db: Db) => {
    const given = {
      state,
      problem,
      now: at.clock.now(),
      gateway: taken?.gateway ?? null,
      reference: taken?.reference ?? null,
      sealed: state === 'dead' ? message.sealed : null,
      id: message.id,
      leasedUntil: message.leased_until,
    }
    return (await writeEnd(db, given)).length > 0
  }
  if (state === 'sent') await end(at.db)
  else {
    await transact(at, async (tx) => {
      if (!(await end(tx))) return
      const userId = (message.user_id as UserId | null) ?? undefined
      const facts = { kind: message.kind, attempts: message.attempts }
      await recordEvent(at, tx, { kind: `message.${state}`, userId, appId: message.app_id ?? undefined, facts })
    })
  }
  at.metrics.count('messages', { channel: message.channel, kind: message.kind, outcome: state })
  if (state === 'sent' && message.channel === 'sms') countText(at, message.recipient, 'sent')
}

interface End {
  state: string
  problem: string | null
  now: number
  gateway: string | null
  reference: string | null
  sealed: string | null
  id: string
  leasedUntil: number
}

const writeEnd = keepStatement((db, given: End) =>
  db
    .updateTable('messages')
    .set({
      state: given.state,
      problem: given.problem,
      finished_at: given.now,
      gateway: given.gateway,
      gateway_ref: given.reference,
      sealed: given.sealed,
    })
    .where('id', '=', given.id)
    .where('state', '=', pending)
    .where('leased_until', '=', given.leasedUntil)
    .returning('id'),
)

async function recordFailure(at: Ports, message: Leased, error: unknown, policy: Policy): Promise<void> {
  const problem = describe(error)
  at.log.warn(
    { message: message.id, channel: message.channel, attempt: message.attempts, problem },
    'a message could not be sent',
  )
  if (error instanceof Undeliverable || message.attempts >= policy.attempts) return finish(at, message, 'dead', problem)
  // No later than its end: whoever looks then drops it, with an event.
  const dueAt = Math.min(at.clock.now() + retryPause(at, message.attempts, policy), message.expires_at)
  await at.db
    .updateTable('messages')
    .set({ due_at: dueAt, leased_until: 0, problem })
    .where('id', '=', message.id)
    .where('leased_until', '=', message.leased_until)
    .execute()
  at.metrics.count('messages', { channel: message.channel, kind: message.kind, outcome: 'retried' })
}

/** Exponential backoff with jitter over its upper half, ms: a gateway that comes back is not met by everybody at once. */
function retryPause(at: Ports, attempts: number, policy: Policy): number {
  const whole = Math.min(policy.firstRetrySeconds * 2 ** (attempts - 1), policy.longestRetrySeconds)
  const jitter = at.random.bytes(2).readUInt16BE() / 0xffff
  return Math.round(seconds(whole) * (0.5 + jitter / 2))
}

/** What went wrong, without the answer's own words: a gateway may quote the message in them (rule 3). */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const parts = [error.name, 'code' in error ? error.code : '', 'responseCode' in error ? error.responseCode : '']
  return parts.filter(Boolean).join(' ').slice(0, 120)
}

/** When the next pending message of these channels is due, epoch ms; undefined when none is. */
export async function findNextDue(at: Ports, channels: readonly Channel[]): Promise<number | undefined> {
  // A look-up for each channel: one of them all would walk over whatever waits for a channel that is not here.
  const [first, ...others] = channels.map(({ name }) =>
    at.db
      .selectFrom('messages')
      .select((one) => one.fn.min('due_at').as('due_at'))
      .where('state', '=', 'pending')
      .where('channel', '=', name),
  )
  if (!first) return undefined
  const rows = await others.reduce((all, one) => all.unionAll(one), first).execute()
  const due = rows.map((row) => row.due_at as number | null).filter((one) => one !== null)
  return due.length > 0 ? Math.min(...due) : undefined
}
