import type { Answer } from '../../../http/index.ts'
import type { PageRoute } from '../visit.ts'
import { actAddress, showAddress } from './address.ts'
import { actCode, showCode } from './code.ts'
import { actDetails, showDetails } from './details.ts'
import { appDoor, type Door, houseDoor, type OpenDoor } from './door.ts'
import { showOver } from './frame.ts'
import { actGoOn, showGoOn } from './go-on.ts'
import { type JourneyPage, leadTo, pageOf, readStand, type Stand } from './journey.ts'
import { actNewPassword, showNewPassword } from './new-password.ts'
import { actFirst, showFirst } from './start.ts'
import { actStillYou, showStillYou } from './still-you.ts'

type Side = (door: Door) => Promise<Answer> | Answer

interface Leaf {
  readonly path: '' | `/${string}`
  readonly show: Side
  readonly act: Side
}

type Later = (door: Door, stand: Stand) => Promise<Answer> | Answer

/** A page of a journey: shown, and acted on, only when its turn has come (attacks 38, 40); else the one whose turn it is. */
function later(page: JourneyPage, show: Later, act: Later): Leaf {
  const inTurn =
    (side: Later): Side =>
    async (door) => {
      const stand = await readStand(door)
      const turn = pageOf(stand)
      return turn === page ? side(door, stand) : leadTo(door, turn)
    }
  return { path: `/${page}`, show: inTurn(show), act: inTurn(act) }
}

const leaves: readonly Leaf[] = [
  { path: '', show: showFirst, act: actFirst },
  { path: '/sign-up', show: (door) => showAddress(door, 'sign-up'), act: (door) => actAddress(door, 'sign-up') },
  { path: '/forgot', show: (door) => showAddress(door, 'forgot'), act: (door) => actAddress(door, 'forgot') },
  later('code', showCode, actCode),
  later('still-you', showStillYou, actStillYou),
  later('details', showDetails, actDetails),
  later('new-password', showNewPassword, actNewPassword),
  later('go-on', showGoOn, actGoOn),
]

/** Every page behind a door, under the door's path. */
const behind = (path: `/${string}`, open: OpenDoor): PageRoute[] =>
  leaves.map((leaf) => {
    const side =
      (answer: Side): NonNullable<PageRoute['show']> =>
      async (visit) => {
        const door = await open(visit)
        return door ? answer(door) : showOver(visit)
      }
    return { path: `${path}${leaf.path}`, show: side(leaf.show), act: side(leaf.act) }
  })

/** The pages where people sign in, make an account, set a new password and allow: one set, behind two doors. */
export const signInPages: readonly PageRoute[] = [
  ...behind('/interaction/:uid', appDoor),
  ...behind('/sign-in', houseDoor),
]
