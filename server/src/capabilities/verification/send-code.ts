import {
  type Contact,
  type Language,
  networkOf,
  type Ports,
  Refusal,
  refuse,
  seconds,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { checkBudgets, type Purse, spend } from '../limits/index.ts'
import { enqueue, frameOf } from '../messages/index.ts'
import type { Budget } from '../settings/index.ts'
import { type CodePolicy, type CodeTerms, codeTerms, issueCode } from './code.ts'
import { verificationSettings } from './settings.ts'

export interface SendWish {
  /** What the code is for; one that was sent for something else does not fit. */
  readonly purpose: CodePurpose
  readonly contact: Contact
  readonly language: Language
  readonly policy?: CodePolicy
  /** Who asks, as far as they are counted besides the contact. */
  readonly by?: Asker
}

/** Where a wish for a code comes from: budgets stand on each part that is given (codes.md). */
export interface Asker {
  /** The address of a person's own device; never that of an app's server, which asks for everybody. */
  readonly address?: string | undefined
  readonly userId?: UserId | undefined
}

/**
 * What a code is asked for. `mobile` is the single purpose of the surface that knows none (codes.md): such a code lets a
 * guest in or changes the mobile of a profile, whichever comes first.
 */
export type CodePurpose = 'sign-in' | 'invitation' | 'add-contact' | 'mobile'

/**
 * Sends a code to a contact, known or not, all the same (rule 4). The code before it dies; the one that was sent keeps
 * working when this one is refused.
 *
 * @returns what the code is like, and how long it is good for
 * @throws `verification.too-soon` within the pause between two codes; `limits.exhausted` past the day's
 */
export async function sendCode(at: Ports, app: App, wish: SendWish): Promise<CodeTerms> {
  const { purpose, contact, language } = wish
  await spendSending(at, app, wish)
  const terms = await codeTerms(at, wish.policy)
  const frame = await frameOf(at, app, language)
  await transact(at, async (tx) => {
    const code = await issueCode(at, tx, { purpose, contact, appId: app.id }, terms)
    await enqueue(at, tx, {
      kind: 'code',
      to: contact,
      language,
      facts: { app: frame.app, code, minutes: Math.ceil(terms.lifeSeconds / 60) },
      appId: app.id,
      expiresAt: at.clock.now() + seconds(terms.lifeSeconds),
    })
    await recordEvent(at, tx, { kind: 'verification.code-sent', appId: app.id, facts: { kind: contact.kind, purpose } })
  })
  return terms
}

/**
 * Spends what a code costs: the contact's pause and day, then the app's, the address's and the person's. Those are
 * looked at first, so that who has used up theirs takes nothing from the contact, and who comes too soon nothing from
 * the app.
 */
async function spendSending(at: Ports, app: App, { purpose, contact, by = {} }: SendWish): Promise<void> {
  const budgets = await verificationSettings.read(at)
  const of = [purpose, contact.kind, contact.value]
  const others: [Purse, Budget][] = [[{ budget: 'verification.codesPerApp', of: [app.id] }, budgets.codesPerApp]]
  if (by.address !== undefined) {
    const purse = { budget: 'verification.codesPerAddress', of: [networkOf(by.address)] }
    others.push([purse, budgets.codesPerAddress])
  }
  if (by.userId !== undefined) {
    others.push([{ budget: 'verification.codesPerPerson', of: [by.userId] }, budgets.codesPerPerson])
  }
  await checkBudgets(at, ...others)
  await spendPause(at, { budget: 'verification.codePause', of }, budgets.codePauseSeconds)
  await spend(at, { budget: 'verification.codesPerContact', of }, budgets.codesPerContact)
  for (const [purse, budget] of others) await spend(at, purse, budget)
}

async function spendPause(at: Ports, purse: Parameters<typeof spend>[1], pauseSeconds: number): Promise<void> {
  try {
    await spend(at, purse, { limit: 1, seconds: pauseSeconds })
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'limits.exhausted')) throw error
    refuse('verification.too-soon', { retryAfterSeconds: error.retryAfterSeconds ?? pauseSeconds })
  }
}
