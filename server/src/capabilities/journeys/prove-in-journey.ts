import { type Contact, type Ports, refuse, transact } from '../../kernel/index.ts'
import { type CodePurpose, checkCode, redeemProof } from '../verification/index.ts'
import { changeJourneyIn, type JourneyKey } from './journey.ts'

/** What a journey remembers of a contact. */
export interface ContactFacts {
  /** The contact a code was sent to, and not yet shown. */
  asked?: Contact | undefined
  /** The contact whose code was shown on this journey. */
  proven?: Contact
  /** When it was, epoch ms: a proof is not for ever. */
  provenAt?: number
}

/**
 * Spends a code and writes on the journey that its contact is proven, together or not at all. The contact is the one the
 * journey asked for, never one that the form names (attack 39).
 *
 * @throws `verification.failed`, `verification.paused`
 */
export async function proveInJourney(
  at: Ports,
  key: JourneyKey,
  wish: { purpose: CodePurpose; appId: string; asked: Contact | undefined },
  typed: string,
): Promise<void> {
  const contact = wish.asked ?? refuse('verification.failed')
  const proof = await checkCode(at, { purpose: wish.purpose, contact, appId: wish.appId }, typed)
  await transact(at, async (tx) => {
    const found = { asked: undefined, proven: contact, provenAt: at.clock.now() }
    await changeJourneyIn<ContactFacts>(at, tx, key, (facts) => ({ ...facts, ...found }))
    if (!(await redeemProof(tx, proof))) refuse('verification.failed')
  })
}
