import { recordEvent } from '../../../capabilities/audit/index.ts'
import {
  type ContactFacts,
  changeJourney,
  firstUnmet,
  proveInJourney,
  type Requirement,
  readJourney,
} from '../../../capabilities/journeys/index.ts'
import { findOtherProofs, type OtherProofs, openPending } from '../../../capabilities/registration/index.ts'
import { findHolder, findUser, reviveNumber, type User } from '../../../capabilities/users/index.ts'
import { sendCode, verificationSettings } from '../../../capabilities/verification/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type Contact, Refusal, refuse, seconds, type UserId } from '../../../kernel/index.ts'
import { addressOf, type Door, enter, journeyOf } from './door.ts'

/** What somebody came for; what they get depends on what is found once the address is proven. */
export type Errand = 'sign-in' | 'sign-up' | 'forgot'

/** What is found out on the way. */
export interface Facts extends ContactFacts {
  errand: Errand
  /** An account that waits for its address, whose password was shown (rule 6). */
  pending?: UserId
  /** From when on another code may be asked for, epoch ms. */
  resendAt?: number
  /** Codes that were sent on this journey. */
  sends?: number
  /** A number in whose place the e-mail of its account is asked, whose address is not told (rule 4). */
  number?: Contact | undefined
  /** That number, where its code was shown before. */
  shown?: Contact | undefined
  /** The account from which the number is to be taken: its holder of today is somebody else. */
  newcomer?: UserId
}

/** A journey as it stands: the facts, and who the proven address belongs to. */
export interface Stand {
  readonly facts: Partial<Facts>
  readonly holder: User | undefined
  readonly pending: UserId | undefined
  /** What has to be shown besides the code, where the number lay idle. */
  readonly more: OtherProofs | undefined
}

export type JourneyPage = 'start' | 'code' | 'still-you' | 'details' | 'new-password' | 'go-on'

/** Whether an address has an account is looked at only once it is proven (rule 4, attack 24). */
const requirements: readonly Requirement<JourneyPage, Stand>[] = [
  { page: 'start', met: ({ facts }) => facts.asked !== undefined || facts.proven !== undefined },
  { page: 'code', met: ({ facts }) => facts.proven !== undefined },
  { page: 'still-you', met: ({ facts, more, holder }) => more === undefined || facts.newcomer === holder?.id },
  { page: 'details', met: ({ more, holder, pending }) => (holder && more === undefined) || pending !== undefined },
  { page: 'new-password', met: ({ facts, holder }) => facts.errand !== 'forgot' || holder === undefined },
]

/** The page to show; `go-on` when nothing is missing but the person's word. */
export const pageOf = (stand: Stand): JourneyPage => firstUnmet(requirements, stand, undefined) ?? 'go-on'

/** Reads the journey; with `known` facts, only what has become of them. */
export async function readStand(door: Door, known?: Partial<Facts>): Promise<Stand> {
  const { at } = door.visit
  const facts = lasting(door, known ?? (await readJourney<Facts>(at, journeyOf(door))) ?? {})
  const { proven } = facts
  const holderId = proven && (await findHolder(at.db, proven))
  const holder = holderId && (await findUser(at, at.db, holderId))
  const waiting = facts.pending && (await findUser(at, at.db, facts.pending))
  const waits = waiting && waiting.state === 'pending' && waiting.contacts.some((one) => one.value === proven?.value)
  const more = holder && proven && (await findOtherProofs(at, holder, proven))
  return { facts, holder: holder || undefined, pending: waits ? waiting.id : undefined, more: more || undefined }
}

/** How long a shown code opens what it leads to, seconds: time to fill in a form, but a fresh sign-in wants a fresh proof. */
const proofLife = { usual: 1800, again: 600 }

/** The facts without a proof that is too old. */
function lasting(door: Door, facts: Partial<Facts>): Partial<Facts> {
  const life = door.again ? proofLife.again : proofLife.usual
  if (facts.proven === undefined || door.visit.at.clock.now() - (facts.provenAt ?? 0) <= seconds(life)) return facts
  const { proven: _old, ...rest } = facts
  return rest
}

const placeOf = {
  start: '',
  code: '/code',
  'still-you': '/still-you',
  details: '/details',
  'new-password': '/new-password',
  'go-on': '/go-on',
}

export const leadTo = (door: Door, page: JourneyPage): Answer => seeOther(addressOf(door, placeOf[page]))

/**
 * Begins a journey that a code proves: the same for every address, known or not (rule 4, attacks 24, 25). Where a code
 * was sent a moment ago, that one is waited for.
 *
 * @throws `limits.exhausted`
 */
export async function beginByCode(
  door: Door,
  contact: Contact,
  facts: Pick<Facts, 'errand' | 'pending'>,
): Promise<Answer> {
  const resendAt = await send(door, contact).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.code === 'verification.too-soon')) throw error
    return door.visit.at.clock.now() + seconds(error.retryAfterSeconds ?? 0)
  })
  await changeJourney<Facts>(door.visit.at, journeyOf(door), () => ({ ...facts, asked: contact, resendAt, sends: 1 }))
  return leadTo(door, 'code')
}

async function send(
  { visit: { at, asked, language }, app }: Door,
  contact: Contact,
  otherWay = false,
): Promise<number> {
  await sendCode(at, app, { purpose: 'sign-in', contact, language, by: { address: asked.address }, otherWay })
  return at.clock.now() + seconds((await verificationSettings.read(at)).codePauseSeconds)
}

/** Begins a journey whose contact was proven in another way: a mailed password came by that mail. */
export async function beginProven(door: Door, contact: Contact, errand: Errand): Promise<Answer> {
  await changeJourney<Facts>(door.visit.at, journeyOf(door), () => ({
    errand,
    proven: contact,
    provenAt: door.visit.at.clock.now(),
  }))
  return goOn(door)
}

/**
 * Sends another code, another way where that is wished.
 *
 * @throws `verification.too-soon`, `limits.exhausted`
 */
export async function sendAgain(door: Door, { facts }: Stand, otherWay = false): Promise<Answer> {
  if (facts.number) return sendByMail(door, facts.number, facts)
  const resendAt = await send(door, facts.asked ?? refuse('verification.failed'), otherWay)
  const { at } = door.visit
  await changeJourney<Facts>(at, journeyOf(door), (now) => ({ ...now, resendAt, sends: (now.sends ?? 0) + 1 }))
  return leadTo(door, 'code')
}

/**
 * Sends the code to the e-mail of the number's account instead, and tells neither the address nor whether there is one
 * (rule 4): where there is none, the journey waits for the code of an address that is nobody's. What the budgets say of
 * either is not told either.
 */
export async function sendByMail(door: Door, number: Contact, facts: Partial<Facts>): Promise<Answer> {
  const { errand = 'sign-in', sends = 0 } = facts
  const { at } = door.visit
  const holder = await findHolder(at.db, number)
  const user = holder && (await findUser(at, at.db, holder))
  const email = user?.contacts.find((one) => one.kind === 'email' && one.provenAt !== undefined)
  const nobody = `${at.keyring.mac('index', 'nobody', number.value).slice(0, 22).toLowerCase()}@nobody.invalid`
  const asked = { kind: 'email', value: email?.value ?? nobody } as Contact
  if (email) await send(door, asked).catch(orSilent)
  else await recordEvent(at, at.db, { kind: 'verification.code-sent-to-nobody', appId: door.app.id })
  const resendAt = at.clock.now() + seconds((await verificationSettings.read(at)).codePauseSeconds)
  const shown = facts.proven ?? facts.shown
  await changeJourney<Facts>(at, journeyOf(door), () => ({ errand, number, shown, asked, resendAt, sends: sends + 1 }))
  return leadTo(door, 'code')
}

function orSilent(error: unknown): void {
  const silent = error instanceof Refusal && (error.family === 'limits' || error.family === 'verification')
  if (!silent) throw error
}

/** Takes a code, and leads to what is still missing. @throws `verification.failed`, `verification.paused` */
export async function takeCode(door: Door, { facts }: Stand, typed: string): Promise<Answer> {
  const wish = { purpose: 'sign-in', appId: door.app.id, asked: facts.asked } as const
  await proveInJourney(door.visit.at, journeyOf(door), wish, typed)
  return goOn(door)
}

/**
 * Leads to what is missing, or in. Who came to make an account, and has one, is told before (go-on).
 *
 * @throws `users.suspended`, said only to who proved the address
 */
async function goOn(door: Door): Promise<Answer> {
  const stand = await readStand(door)
  const page = pageOf(stand)
  return page === 'go-on' && stand.facts.errand !== 'sign-up' ? comeIn(door, stand) : leadTo(door, page)
}

/** Signs in whom the proven address belongs to; an account that waited for it is opened first. */
export async function comeIn(door: Door, { facts, holder, pending, more }: Stand): Promise<Answer> {
  if (holder?.state === 'suspended') refuse('users.suspended')
  if (more) return leadTo(door, 'still-you')
  const { proven, shown } = facts
  if (holder && shown) await reviveNumber(door.visit.at.db, holder.id, shown, door.visit.at.clock.now())
  if (holder) return enter(door, holder.id, ['otp'])
  if (!proven || pending === undefined) return leadTo(door, 'start')
  const opened = await openPending(door.visit.at, door.app, pending, proven)
  return opened ? enter(door, pending, ['pwd', 'otp']) : goOn(door)
}
