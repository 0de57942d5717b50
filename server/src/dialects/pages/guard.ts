import { freshSeconds } from '../../capabilities/sessions/index.ts'
import { findUser, type User } from '../../capabilities/users/index.ts'
import { type Answer, seeOther } from '../../http/index.ts'
import { refuse, type SignedIn, seconds } from '../../kernel/index.ts'
import type { Answering, Visit } from './visit.ts'

/** A visit of somebody who is signed in. */
export interface OwnVisit extends Visit {
  readonly signedIn: SignedIn
  readonly user: User
}

/** Pages for the signed-in person only; anybody else signs in first and comes back. */
export function own(answering: (visit: OwnVisit) => Promise<Answer>): Answering {
  return async (visit) => {
    const { signedIn } = visit
    const user = signedIn && (await findUser(visit.at, visit.at.db, signedIn.userId))
    if (!signedIn || user?.state !== 'active') {
      if (visit.asked.method === 'POST') refuse('sessions.not-signed-in')
      return seeOther(signInPath(visit))
    }
    return answering({ ...visit, signedIn, user })
  }
}

/** Whether somebody proved lately that it is them. */
export const isFresh = ({ at, signedIn }: OwnVisit): boolean =>
  at.clock.now() - signedIn.signedInAt <= seconds(freshSeconds)

/** As {@link own}, for what needs a sign-in of the last ten minutes (attack 38: the POST asks as the page did). */
export function fresh(answering: (visit: OwnVisit) => Promise<Answer>): Answering {
  return own(async (visit) => {
    if (isFresh(visit)) return answering(visit)
    if (visit.asked.method === 'POST') refuse('sessions.not-fresh')
    return seeOther(signInPath(visit, true))
  })
}

function signInPath({ asked }: Visit, again = false): string {
  const next = asked.query ? `${asked.path}?${asked.query}` : asked.path
  return `/sign-in?${new URLSearchParams({ ...(again && { again: '1' }), next })}`
}

/** A path of ours that a page may lead on to; anything else is the account page (attack 43). */
export function safeNext(visit: Pick<Visit, 'at'>, next: string | undefined): string {
  if (!next || !/^\/(?![/\\])[^\\\s]*$/.test(next)) return '/account'
  const url = URL.parse(next, visit.at.publicUrl)
  // Dots that climb may leave two slashes at the start, and what follows them would be another host.
  const isOurs = url?.origin === new URL(visit.at.publicUrl).origin && !url.pathname.startsWith('//')
  return url && isOurs ? `${url.pathname}${url.search}` : '/account'
}
