import { type App, findApp, houseApp } from '../../../capabilities/apps/index.ts'
import { recordEvent } from '../../../capabilities/audit/index.ts'
import { endJourney, type JourneyKey } from '../../../capabilities/journeys/index.ts'
import { findUser, type User } from '../../../capabilities/users/index.ts'
import { clearStreaksOf } from '../../../capabilities/verification/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { findLanguage, type Interaction, type UserId } from '../../../kernel/index.ts'
import { safeNext } from '../guard.ts'
import type { Visit } from '../visit.ts'

/** Where somebody came in to sign in: sent by an app, or to a page of the house. The pages behind are the same. */
export interface Door {
  readonly visit: Visit
  /** On whose behalf we ask. */
  readonly app: App
  readonly path: string
  /** What every address behind the door keeps, with its question mark. */
  readonly query: string
  readonly interaction: Interaction | undefined
  /** Who is signed in, and has to prove it once more. */
  readonly again: User | undefined
  /** Origin that the browser ends at, where that is neither ours nor an authorization's. */
  readonly leadsTo?: string
  /** Where the browser goes when the person is known. */
  readonly leave: (userId: UserId, methods: readonly string[]) => Promise<string>
}

/** Opens the door of a visit; undefined when there is none any more. */
export type OpenDoor = (visit: Visit) => Promise<Door | undefined>

/** The address of a page behind the door. */
export const addressOf = ({ path, query }: Door, page = ''): string => `${path}${page}${query}`

/** The first page for somebody else than who is signed in. */
export function otherAddress({ path, query }: Pick<Door, 'path' | 'query'>): string {
  const all = new URLSearchParams(query)
  all.delete('again')
  all.set('other', '1')
  return `${path}?${all}`
}

/** Two tabs of one door share a journey; another browser has its own (attack 30). */
export const journeyOf = ({ visit, path }: Door): JourneyKey => ({ visitor: visit.visitor, door: path })

/** How somebody proved who they are, by the names of RFC 8176. */
export type Method = 'pwd' | 'otp'

/** Signs the person in, forgets the journey, and leads on. */
export async function enter(door: Door, userId: UserId, methods: readonly Method[]): Promise<Answer> {
  const { at } = door.visit
  const to = await door.leave(userId, methods)
  await endJourney(at, at.db, journeyOf(door))
  // A code to one contact is another proof for the others; a password is where it is checked.
  if (methods.includes('otp')) await clearStreaksOf(at, userId)
  const facts = { method: methods.join(' ') }
  await recordEvent(at, at.db, { kind: 'session.started', userId, appId: door.app.id, facts })
  return seeOther(to)
}

/** What the address says besides the page. */
const queryOf = ({ asked }: Visit): URLSearchParams => new URLSearchParams(asked.query)

/** The part of a query that is kept from page to page. */
function kept(query: URLSearchParams, names: readonly string[]): string {
  const pairs = names.flatMap((name) => (query.get(name) ? [[name, query.get(name) ?? '']] : []))
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}

/** Who is signed in with this browser, in whatever state. */
export const findSignedIn = async ({ at, signedIn }: Visit): Promise<User | undefined> =>
  signedIn && findUser(at, at.db, signedIn.userId)

/** The door of an app's authorization. Who is signed in by now may be another than whom the app was told of. */
export const appDoor: OpenDoor = async (visit) => {
  const interaction = await visit.interactions.read(visit.asked.wire, visit.part(2))
  const app = interaction && (await findApp(visit.at.db, interaction.appId))
  if (!interaction || !app) return undefined
  const query = queryOf(visit)
  const wanted = interaction.locales?.split(' ').map(findLanguage).find(Boolean)
  const isOther = query.has('other') || visit.signedIn?.userId !== interaction.userId
  return {
    visit: { ...visit, language: visit.chosen ?? wanted ?? visit.language },
    app,
    path: `/interaction/${interaction.uid}`,
    query: kept(query, ['other']),
    interaction: isOther ? { ...interaction, wants: 'login' } : interaction,
    again: interaction.again && !isOther ? await findSignedIn(visit) : undefined,
    leave: (userId, methods) => visit.interactions.finishLogin(visit.asked.wire, userId, methods),
  }
}

/** The door of the house itself: `/sign-in?next=…`, with `again=1` for a fresh proof. */
export const houseDoor: OpenDoor = async (visit) => {
  const query = queryOf(visit)
  return {
    visit,
    app: await houseApp(visit.at),
    path: '/sign-in',
    query: kept(query, ['next', 'again', 'other']),
    interaction: undefined,
    again: query.has('again') && !query.has('other') ? await findSignedIn(visit) : undefined,
    leave: async (userId, methods) => {
      await visit.sessions.start(visit.asked.wire, userId, methods)
      return safeNext(visit, query.get('next') ?? undefined)
    },
  }
}
