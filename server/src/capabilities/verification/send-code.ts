import {
  type Contact,
  type Language,
  type Mobile,
  networkOf,
  originOf,
  type Ports,
  refuse,
  seconds,
  takesTexts,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { type Charge, type Purse, spendTogether } from '../limits/index.ts'
import { enqueue, quoteName } from '../messages/index.ts'
import type { Budget } from '../settings/index.ts'
import { chargeOf, checkCountry } from '../spending/index.ts'
import { type CodePolicy, type CodeTerms, codeTerms, issueCode, longDigits } from './code.ts'
import { verificationSettings } from './settings.ts'
import { findPause } from './streak.ts'
import { tally } from './tally.ts'

export interface SendWish {
  /** What the code is for; one that was sent for something else does not fit. */
  readonly purpose: CodePurpose
  readonly contact: Contact
  readonly language: Language
  readonly policy?: CodePolicy
  /** By another gateway than the code before, which did not arrive. */
  readonly otherWay?: boolean
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
export type CodePurpose = 'sign-in' | 'invitation' | 'add-contact' | 'mobile' | 'merge'

/**
 * Sends a code to a contact, known or not, all the same (rule 4). The code before it dies; the one that was sent keeps
 * working when this one is refused.
 *
 * @returns what the code is like, and how long it is good for
 * @throws `verification.country-closed` for numbers of a country that is not served; `verification.textless` for those
 *   that no text message reaches; `verification.too-soon` within the
 *   pause between two codes; `limits.exhausted` past a budget; `server.texts-stopped` when the day's money is spent
 */
export async function sendCode(at: Ports, app: App, wish: SendWish): Promise<CodeTerms> {
  const { purpose, contact, language, otherWay = false } = wish
  if (contact.kind === 'mobile') {
    await checkCountry(at, contact.value)
    if (!takesTexts(contact.value)) refuse('verification.textless')
  }
  await spendSending(at, app, wish)
  const terms = await termsOf(at, wish)
  await transact(at, async (tx) => {
    const code = await issueCode(at, tx, { purpose, contact, appId: app.id }, terms)
    await enqueue(at, tx, {
      kind: 'code',
      to: contact,
      language,
      facts: { app: quoteName(app.name), code, minutes: Math.ceil(terms.lifeSeconds / 60), otherWay },
      appId: app.id,
      expiresAt: at.clock.now() + seconds(terms.lifeSeconds),
    })
    await recordEvent(at, tx, { kind: 'verification.code-sent', appId: app.id, facts: { kind: contact.kind, purpose } })
  })
  if (contact.kind === 'mobile') tally(at, contact.value, 'sent')
  return terms
}

/** While the contact's codes are paused, one that cannot be guessed; but where a document fixes their length. */
async function termsOf(at: Ports, { contact, policy = 'standard' }: SendWish): Promise<CodeTerms> {
  const terms = await codeTerms(at, policy)
  const isLong = policy === 'standard' && (await findPause(at, contact)) !== undefined
  return isLong ? { ...terms, digits: longDigits } : terms
}

/**
 * Spends what a code costs: what the app, the asker, the whole house and the day's money have, then the contact's pause
 * and day. All are looked at first, so that who has used up one takes nothing from the others.
 */
async function spendSending(at: Ports, app: App, { purpose, contact, by = {} }: SendWish): Promise<void> {
  const budgets = await verificationSettings.read(at)
  const of = [purpose, contact.kind, contact.value]
  const charge = (name: PurseName, of: Purse['of'], budget: Budget = budgets[name]): Charge => ({
    purse: { budget: `verification.${name}`, of },
    budget,
  })
  await spendTogether(at, [
    charge('codesPerApp', [app.id]),
    ...(by.address === undefined ? [] : [charge('codesPerAddress', [networkOf(by.address)])]),
    ...(by.userId === undefined ? [] : [charge('codesPerPerson', [by.userId])]),
    charge('codesInAll', []),
    ...(contact.kind === 'mobile' ? await textCharges(at, contact.value) : []),
    {
      purse: { budget: 'verification.codePause', of },
      budget: { limit: 1, seconds: budgets.codePauseSeconds },
      refuse: (retryAfterSeconds) => refuse('verification.too-soon', { retryAfterSeconds }),
    },
    charge('codesPerContact', of),
  ])
}

type PurseName = 'codesPerApp' | 'codesPerAddress' | 'codesPerPerson' | 'codesPerContact' | 'codesInAll'

/** What a text message takes besides: from its calling code, from each prefix that has a budget, and in money. */
async function textCharges(at: Ports, mobile: Mobile): Promise<Charge[]> {
  const { codesPerCallingCode, codesPerPrefix } = await verificationSettings.read(at)
  const money = await chargeOf(at, mobile)
  const prefixes = new Map(codesPerPrefix.map((one) => [one.prefix, one]))
  return [
    {
      purse: { budget: 'verification.codesPerCallingCode', of: [originOf(mobile).callingCode] },
      budget: codesPerCallingCode,
    },
    ...[...prefixes.values()]
      .filter(({ prefix }) => mobile.startsWith(prefix))
      .map(({ prefix, ...budget }) => ({ purse: { budget: 'verification.codesPerPrefix', of: [prefix] }, budget })),
    ...(money ? [money] : []),
  ]
}

/**
 * As {@link spendSending}, for a code to an account under a name: the name has a pause and a day of its own, whether or
 * not anybody stands under it; text messages cost what they cost elsewhere.
 */
export async function spendAccountSending(
  at: Ports,
  app: App,
  wish: {
    readonly of: string[]
    readonly targets: readonly { readonly kind: string; readonly value: string }[]
    readonly pauseSeconds: number
    readonly by?: Asker
  },
): Promise<void> {
  const { of, targets, pauseSeconds, by = {} } = wish
  const budgets = await verificationSettings.read(at)
  const day = (of: Purse['of']): Charge => ({
    purse: { budget: 'verification.codesPerLogin', of },
    budget: budgets.codesPerLogin,
  })
  const mobiles = targets.filter((one) => one.kind === 'mobile').map((one) => one.value as Mobile)
  for (const mobile of mobiles) await checkCountry(at, mobile)
  const texts = await Promise.all(mobiles.map((mobile) => textCharges(at, mobile)))
  await spendTogether(at, [
    { purse: { budget: 'verification.codesPerApp', of: [app.id] }, budget: budgets.codesPerApp },
    ...(by.address === undefined
      ? []
      : [
          {
            purse: { budget: 'verification.codesPerAddress', of: [networkOf(by.address)] },
            budget: budgets.codesPerAddress,
          },
        ]),
    { purse: { budget: 'verification.codesInAll', of: [] }, budget: budgets.codesInAll },
    ...texts.flat(),
    {
      purse: { budget: 'verification.codePause', of: ['login', ...of] },
      budget: { limit: 1, seconds: pauseSeconds },
      refuse: (retryAfterSeconds) => refuse('verification.too-soon', { retryAfterSeconds }),
    },
    day(['login', ...of]),
    ...targets.filter((one) => one.kind === 'email').map(({ kind, value }) => day([kind, value])),
    ...mobiles.map((mobile) => ({
      purse: { budget: 'verification.codesPerContact', of: ['account', 'mobile', mobile] },
      budget: budgets.codesPerContact,
    })),
  ])
}
