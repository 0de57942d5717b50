import {
  addGuests,
  changeEvent,
  createEvent,
  findEvent,
  type GuestEvent,
  readNumbers,
} from '../../capabilities/guests/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { OperatorError } from './read-file.ts'
import type { AppliedEvent } from './schema.ts'

/** An event with its guests, as often as it is asked; guests that are on the list already stay, and none is removed. */
export async function applyEvent(at: Ports, wanted: AppliedEvent): Promise<void> {
  const { id, name, state, guests = [] } = wanted
  const findNumber = await readNumbers(at)
  const mobiles = guests.map((text) => findNumber(text) ?? fail(`events.${id}.guests: not a phone number`))
  const { appId } = await findOrCreate(at, wanted)
  const event = await changeEvent(at, appId, id, { ...(name !== undefined && { name }), ...(state && { state }) })
  await addGuests(at, event, mobiles)
}

/** A rival that applies the same file may be first. */
async function findOrCreate(at: Ports, { id, app, name = String(id) }: AppliedEvent): Promise<GuestEvent> {
  const standing = await findEvent(at.db, id)
  if (standing) return standing
  if (app === undefined) return fail(`events.${id}.app: a new event belongs to an app`)
  try {
    return await createEvent(at, app, { id, name })
  } catch (error) {
    const made = await findEvent(at.db, id)
    if (made) return made
    throw error
  }
}

function fail(line: string): never {
  throw new OperatorError(line)
}
