import {
  type Contact,
  foldDigits,
  type Language,
  newRowId,
  type Ports,
  refuse,
  sameSecret,
  seconds,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { type Device, enqueue, type Frame, frameOf } from '../messages/index.ts'
import { type CodeTerms, replaceCode } from './code.ts'
import { drawCode } from './draw-code.ts'
import { type Asker, spendAccountSending } from './send-code.ts'
import { checkStreak, clearStreak, countFailure } from './streak.ts'
import { tally } from './tally.ts'
import './table.ts'

/** Where a code of an account goes. */
export type CodeTarget = Contact | Device

/** The name under which an account is asked for, known or not: what is counted is counted by it, so that nothing tells (rule 4). */
export interface AccountName {
  readonly appId: string
  /** Kept as a MAC. */
  readonly parts: readonly string[]
}

/** One account that stands under the name, with every way that a code of its own could have gone. */
export interface Candidate {
  readonly userId: UserId
  readonly targets: readonly CodeTarget[]
}

export interface AccountCodeWish {
  readonly name: AccountName
  /** Those who are sent a code; nobody, and the same is spent. */
  readonly accounts: readonly Reached[]
  /** Whether the codes open accounts that wait. */
  readonly opens: boolean
  readonly language: Language
  readonly terms: CodeTerms
  readonly pauseSeconds: number
  readonly by?: Asker
}

/** An account that a code is for. */
export interface Reached {
  readonly targets: readonly CodeTarget[]
  /** When it was registered, for its owner to tell it from a rival's; just now where nothing is said. */
  readonly registeredAt?: number
}

/** Shown control of one way to an account, good for one {@link redeemAccountProof}. */
export interface AccountProof {
  readonly userId: UserId
  /** The way that the code had gone. */
  readonly target: CodeTarget
  readonly subject: string
  readonly secretHash: string
  readonly streak: { readonly kind: 'login'; readonly value: string }
}

const purpose = 'account'

const streakOf = (at: Pick<Ports, 'keyring'>, { parts }: AccountName) =>
  ({ kind: 'login', value: at.keyring.mac('index', 'login', ...parts) }) as const

/** Ends the pause of a login's codes: whoever showed its password is no guesser (codes.md). */
export const clearLoginStreak = (at: Ports, name: AccountName): Promise<boolean> =>
  clearStreak(at.db, streakOf(at, name))

const accountSubject = ({ appId }: AccountName, userId: UserId): string => JSON.stringify(['account', appId, userId])
/** A code that nobody was sent: it counts tries for a name that has no account, as for one that has. */
const ghostSubject = (at: Pick<Ports, 'keyring'>, name: AccountName): string =>
  JSON.stringify(['nobody', name.appId, streakOf(at, name).value])

/** A code belongs to one way: it proves that one alone. Devices share theirs. */
const wayOf = (target: CodeTarget): string =>
  target.kind === 'device' ? 'device' : JSON.stringify([target.kind, target.value])

/**
 * Spends what codes to a name cost, the same whether or not anybody stands under it, and answers what is left for a
 * transaction: it draws a code for each way of each account, replaces those before, and writes the messages. Devices of
 * one account share a code.
 *
 * @returns `issue(tx, ids)`, the accounts' numbers in their order; without any it keeps a code that nobody is sent
 * @throws `verification.too-soon` within the pause; `limits.exhausted`; `verification.country-closed`; `server.texts-stopped`
 */
export async function prepareAccountCode(
  at: Ports,
  app: App,
  wish: AccountCodeWish,
): Promise<(tx: Tx, ids: readonly UserId[]) => Promise<void>> {
  const { name, accounts, language } = wish
  const targets = new Map(accounts.flatMap((one) => one.targets).map((one) => [`${one.kind} ${one.value}`, one]))
  await spendAccountSending(at, app, { ...wish, targets: [...targets.values()], of: [...name.parts] })
  const frames: Frame[] = []
  for (const { registeredAt } of accounts) frames.push(await frameOf(at, app, language, registeredAt))
  return async (tx, ids) => {
    if (ids.length === 0) await keepCode(at, tx, wish, undefined, [])
    for (const [i, userId] of ids.entries()) await issue(at, tx, wish, userId, accounts[i], frames[i])
  }
}

async function issue(
  at: Ports,
  tx: Tx,
  wish: AccountCodeWish,
  userId: UserId,
  { targets }: Reached = { targets: [] },
  frame: Frame = { app: '', website: '', at: '' },
): Promise<void> {
  const { name, terms, language } = wish
  const codes = await keepCode(at, tx, wish, userId, targets)
  const minutes = Math.ceil(terms.lifeSeconds / 60)
  const expiresAt = at.clock.now() + seconds(terms.lifeSeconds)
  for (const to of targets) {
    const code = codes.get(wayOf(to)) as string
    const message = { to, language, appId: name.appId, userId, expiresAt }
    // Who has an account knows of it; one that waits tells when it was made, and what to do if it was somebody else's.
    if (wish.opens) await enqueue(at, tx, { ...message, kind: 'account-code', facts: { ...frame, code, minutes } })
    else await enqueue(at, tx, { ...message, kind: 'code', facts: { app: frame.app, code, minutes } })
    if (to.kind === 'mobile') tally(at, to.value, 'sent')
  }
}

/** Writes the codes of one account, each as an HMAC with its way; answers them by their ways. */
async function keepCode(
  at: Ports,
  tx: Tx,
  { name, terms }: AccountCodeWish,
  userId: UserId | undefined,
  targets: readonly CodeTarget[],
): Promise<ReadonlyMap<string, string>> {
  const subject = userId === undefined ? ghostSubject(at, name) : accountSubject(name, userId)
  const salt = newRowId(at)
  const now = at.clock.now()
  const codes = new Map<string, string>()
  for (const target of targets) codes.set(wayOf(target), codes.get(wayOf(target)) ?? drawCode(at, terms))
  const macs = [...codes].map(([way, code]) => at.keyring.mac('code', salt, purpose, subject, way, code))
  await replaceCode(tx, {
    purpose,
    subject,
    method: 'code',
    secret_hash: [salt, ...macs].join('.'),
    contact_kind: targets[0]?.kind ?? 'none',
    contact_value: targets[0]?.value ?? '',
    user_id: userId ?? null,
    app_id: name.appId,
    tries_left: terms.tries,
    created_at: now,
    expires_at: now + seconds(terms.lifeSeconds),
  })
  await recordEvent(at, tx, { kind: 'verification.code-sent', userId, appId: name.appId, facts: { purpose } })
  return codes
}

/**
 * Spends one try of every live code under the name and compares; nothing is consumed. A right one gives its try back, so
 * that it may be checked, and then redeemed.
 *
 * @throws `verification.failed`, the same for a code that is absent, wrong, used or too old and for nobody's name;
 *   `limits.exhausted` with the last try (the codes are over then); `verification.paused`
 */
export async function checkAccountCode(
  at: Ports,
  name: AccountName,
  candidates: readonly Candidate[],
  typed: string,
): Promise<AccountProof> {
  const streak = streakOf(at, name)
  await checkStreak(at, streak)
  const bySubject = new Map(candidates.map((one) => [accountSubject(name, one.userId), one]))
  const rows = await at.db
    .updateTable('verifications')
    .set((one) => ({ tries_left: one('tries_left', '-', 1) }))
    .where('purpose', '=', purpose)
    .where('subject', 'in', [ghostSubject(at, name), ...bySubject.keys()])
    .where('method', '=', 'code')
    .where('tries_left', '>', 0)
    .where('expires_at', '>', at.clock.now())
    .returning(['subject', 'secret_hash', 'tries_left'])
    .execute()
  const code = foldDigits(typed.trim()).toUpperCase()
  for (const { subject, secret_hash } of rows) {
    const candidate = bySubject.get(subject)
    const target = candidate && findWay(at, subject, secret_hash, candidate, code)
    if (!candidate || !target) continue
    await giveBack(at, subject, secret_hash)
    if (target.kind === 'mobile') tally(at, target.value, 'verified')
    return { userId: candidate.userId, target, subject, secretHash: secret_hash, streak }
  }
  if (await isUsedCode(at, bySubject, code)) refuse('verification.failed')
  await countFailure(at, streak)
  const over = rows.length > 0 && rows.every((row) => row.tries_left === 0)
  return over ? refuse('limits.exhausted', { retryAfterSeconds: 30 }) : refuse('verification.failed')
}

/** Whether it is a right one that is used up: refused like a wrong one, and no guess (a form that is sent twice). */
async function isUsedCode(at: Ports, bySubject: ReadonlyMap<string, Candidate>, code: string): Promise<boolean> {
  if (bySubject.size === 0) return false
  const rows = await at.db
    .selectFrom('verifications')
    .select(['subject', 'secret_hash'])
    .where('purpose', '=', purpose)
    .where('subject', 'in', [...bySubject.keys()])
    .where('method', '=', 'used')
    .where('expires_at', '>', at.clock.now())
    .execute()
  return rows.some(({ subject, secret_hash }) => {
    const candidate = bySubject.get(subject)
    return candidate !== undefined && findWay(at, subject, secret_hash, candidate, code) !== undefined
  })
}

function findWay(
  at: Ports,
  subject: string,
  secretHash: string,
  { targets }: Candidate,
  code: string,
): CodeTarget | undefined {
  const [salt = '', ...kept] = secretHash.split('.')
  return targets.find((target) =>
    at.keyring
      .macs('code', salt, purpose, subject, wayOf(target), code)
      .some((mac) => kept.some((one) => sameSecret(one, mac))),
  )
}

const giveBack = (at: Ports, subject: string, secretHash: string) =>
  at.db
    .updateTable('verifications')
    .set((one) => ({ tries_left: one('tries_left', '+', 1) }))
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('secret_hash', '=', secretHash)
    .where('method', '=', 'code')
    .execute()

/** Spends the code the proof stands on; false for the loser of a race. A success ends the streak of failures. */
export async function redeemAccountProof(tx: Tx, proof: AccountProof): Promise<boolean> {
  const row = await tx
    .updateTable('verifications')
    .set({ method: 'used', tries_left: 0 })
    .where('purpose', '=', purpose)
    .where('subject', '=', proof.subject)
    .where('secret_hash', '=', proof.secretHash)
    .where('method', '=', 'code')
    .returning('subject')
    .executeTakeFirst()
  if (row) await clearStreak(tx, proof.streak)
  return row !== undefined
}
