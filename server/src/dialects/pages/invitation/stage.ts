import {
  findInvitation,
  type InvitedProfile,
  type OpenInvitation,
  readOpenInvitation,
} from '../../../capabilities/invitations/index.ts'
import {
  type ContactFacts,
  firstUnmet,
  type JourneyKey,
  type Requirement,
  readJourney,
} from '../../../capabilities/journeys/index.ts'
import { findHolder } from '../../../capabilities/users/index.ts'
import { type Answer, readCookie } from '../../../http/index.ts'
import type { Contact } from '../../../kernel/index.ts'
import type { Visit } from '../visit.ts'
import { cookieOf, pathOf } from './door.ts'
import { showOver } from './over.ts'

/** What was found out on the way. */
export interface Facts extends ContactFacts {
  /** When another code may be asked for, epoch ms. */
  resendAt?: number
  /** What the person let stand of what the app said, and added. */
  reviewed?: InvitedProfile
}

export type Page = 'prove' | 'enter' | 'review' | 'password'

interface Policy {
  readonly email: string
  /** The e-mail got an account since the app was told that it has none. */
  readonly taken: boolean
}

/** What an invitation needs, in order; the last is its end, and always unmet. */
const requirements: readonly Requirement<Page, Facts, Policy>[] = [
  { page: 'prove', met: ({ proven }, { email }) => proven?.value === email },
  { page: 'enter', met: (_, { taken }) => !taken },
  { page: 'review', met: ({ reviewed }) => reviewed !== undefined },
  { page: 'password', met: () => false },
]

/** What a page of an invitation is drawn and answered from. */
export interface Stage {
  readonly visit: Visit
  readonly invitation: OpenInvitation
  /** What this browser's cookie carries. */
  readonly secret: string
  readonly key: JourneyKey
  readonly facts: Facts
  readonly contact: Contact
  readonly page: Page
}

/**
 * Where this browser stands with an invitation; a page that says so, where it is over, or where the browser has the
 * address without the secret (attack 30).
 *
 * @throws `apps.not-live`
 */
export async function findStage(visit: Visit): Promise<{ stage: Stage } | { answer: Answer }> {
  const { at, asked, visitor } = visit
  const handle = visit.part(2)
  const secret = /^[\w-]{1,60}$/.test(handle) ? readCookie(at, asked, cookieOf(handle)) : undefined
  const found = secret === undefined ? undefined : await findInvitation(at, secret)
  if (secret === undefined || found?.id !== handle) return { answer: showOver(visit, undefined) }
  if (found.state !== 'open') return { answer: showOver(visit, found) }
  const invitation = await readOpenInvitation(at, secret)
  const key = { visitor, door: pathOf(handle) }
  const facts = (await readJourney<Facts>(at, key)) ?? {}
  const contact: Contact = { kind: 'email', value: invitation.wish.email }
  // Whether there is an account is told to who proved the e-mail, and to nobody else (attack 24).
  const taken = facts.proven?.value === contact.value && (await findHolder(at.db, contact)) !== undefined
  const page = firstUnmet(requirements, facts, { email: contact.value, taken }) ?? 'password'
  return { stage: { visit, invitation, secret, key, facts, contact, page } }
}
