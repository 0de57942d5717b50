import { findInvitation } from '../../../capabilities/invitations/index.ts'
import { type Answer, type Asked, seeOther, setCookie } from '../../../http/index.ts'
import { seconds } from '../../../kernel/index.ts'
import { type Visit, visiting } from '../visit.ts'
import type { World } from '../world.ts'
import { showOver } from './over.ts'

/** Where an invitation is walked through: its name opens nothing, the cookie does. */
export const pathOf = (handle: string): string => `/invitation/${handle}`

/** One cookie for each invitation, so that two tabs with two of them keep apart. */
export const cookieOf = (handle: string): string => `invitation-${handle}`

/**
 * Lets a browser in that has an invitation's secret in its address: the secret moves into a cookie, and the browser to a
 * clean address, before anything is shown (attacks 37, 68). Nothing is spent or bound by it (attacks 30, 69).
 */
export async function openDoor(visit: Visit, secret: string): Promise<Answer> {
  const { at, asked } = visit
  const found = await findInvitation(at, secret)
  if (found?.state !== 'open') return showOver(visit, found)
  const lifeSeconds = Math.ceil((found.expiresAt - at.clock.now()) / seconds(1))
  setCookie(at, asked, { name: cookieOf(found.id), value: secret, lifeSeconds })
  return seeOther(pathOf(found.id))
}

/** The door for links of other dialects, which have names of their own for what the address carries. */
export const invitationDoor =
  (world: World) =>
  (asked: Asked, secret: string): Promise<Answer> =>
    visiting(world, (visit) => openDoor(visit, secret))(asked)
