import type { TokenStorage } from './storage.ts'
import { page, type World } from './world.ts'

/** Runs work while nobody else does the same work of that name, in this tab or another. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>

/** After this time a holder is taken for dead, ms: longer than any request of ours takes. */
const longestHold = 60_000
/** How long a claim stands before it counts, ms: two tabs that claim at once see whose was written last. */
const settling = 40

interface Place {
  readonly world: World
  readonly name: string
  readonly storage: TokenStorage
  readonly shared: boolean
  /** False passes over the browser’s own locks. */
  readonly useLocks?: boolean
}

/** Web Locks where they are; else a claim in the shared storage; else a queue of this very tab or process. */
export function chooseLock(place: Place): Alone {
  const queued = queue()
  if (!place.shared) return queued
  const { locks } = page.navigator ?? {}
  if (locks && place.useLocks !== false) return (work) => queued(() => locks.request(place.name, work))
  return (work) => queued(() => withClaim(place, work))
}

/** One after another, in the order of asking. */
function queue(): Alone {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}

async function withClaim<T>(place: Place, work: () => Promise<T>): Promise<T> {
  const { storage, name, world } = place
  const mine = world.crypto.randomUUID()
  while (!(await claim(place, mine))) await pause(settling)
  try {
    return await work()
  } finally {
    if (ownerOf(await storage.get(name)) === mine) await storage.remove(name)
  }
}

/** Writes a claim where none stands, and looks after a while whose it is. */
async function claim({ storage, name, world }: Place, mine: string): Promise<boolean> {
  const standing = await storage.get(name)
  const [, until = '0'] = standing?.split(' ') ?? []
  if (standing && Number(until) > world.now() && Number(until) <= world.now() + longestHold) return false
  await storage.set(name, `${mine} ${world.now() + longestHold}`)
  await pause(settling)
  return ownerOf(await storage.get(name)) === mine
}

const ownerOf = (claim: string | null | undefined): string | undefined => claim?.split(' ')[0]
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms * (1 + Math.random())))
