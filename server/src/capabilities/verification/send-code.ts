import { type Contact, type Language, type Ports, Refusal, refuse, seconds, transact } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { spend } from '../limits/index.ts'
import { enqueue, frameOf } from '../messages/index.ts'
import { type CodeWish, checkCode, codeTerms, issueCode, redeemProof } from './code.ts'
import { verificationSettings } from './settings.ts'

export interface SendWish {
  /** What the code is for; one that was sent for something else does not fit. */
  readonly purpose: CodePurpose
  readonly contact: Contact
  readonly language: Language
}

/** What hosted pages ask a code for. */
export type CodePurpose = 'sign-in' | 'invitation' | 'add-contact'

/**
 * Sends a code to a contact, known or not, all the same (rule 4). The code before it dies; the one that was sent keeps
 * working when this one is refused.
 *
 * @throws `verification.too-soon` within the pause between two codes; `limits.exhausted` past the day's
 */
export async function sendCode(at: Ports, app: App, { purpose, contact, language }: SendWish): Promise<void> {
  const { codePauseSeconds, codesPerContact } = await verificationSettings.read(at)
  const of = [purpose, contact.kind, contact.value]
  await spendPause(at, { budget: 'verification.codePause', of }, codePauseSeconds)
  await spend(at, { budget: 'verification.codesPerContact', of }, codesPerContact)
  const terms = await codeTerms(at)
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
}

async function spendPause(at: Ports, purse: Parameters<typeof spend>[1], pauseSeconds: number): Promise<void> {
  try {
    await spend(at, purse, { limit: 1, seconds: pauseSeconds })
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'limits.exhausted')) throw error
    refuse('verification.too-soon', { retryAfterSeconds: error.retryAfterSeconds ?? pauseSeconds })
  }
}

/**
 * Checks a code and spends it, for what needs no more than to know that the contact is controlled now.
 *
 * @throws `verification.failed`, `verification.paused`
 */
export async function proveByCode(at: Ports, wish: CodeWish, typed: string): Promise<void> {
  const proof = await checkCode(at, wish, typed)
  const redeemed = await transact(at, (tx) => redeemProof(tx, proof))
  if (!redeemed) refuse('verification.failed')
}
