import type { Db, Ports } from '../../kernel/index.ts'
import type { Setting, Slice, Values } from './setting.ts'
import './table.ts'

const known = new Map<string, Setting>()

/** How old the values in memory may be, ms: a change elsewhere is seen within it plus one request (two seconds at most). */
const freshFor = 1000

type Stored = ReadonlyMap<string, unknown>

interface Cache {
  readAt: number
  stored: Stored
  reading?: Promise<void> | undefined
}
const caches = new WeakMap<Db, Cache>()

/**
 * Declares a capability's slice of the settings, named `family.name` (without `family` for the house's own).
 * Reading asks the database only when somebody needs a value and the last look is over a second old: an idle server
 * asks nothing.
 */
export function slice<S extends Slice>(family: string, settings: S) {
  const nameOf = (key: string) => (family ? `${family}.${key}` : key)
  for (const [key, one] of Object.entries(settings)) known.set(nameOf(key), one)
  const spelt = new WeakMap<Stored, Values<S>>()
  const valuesOf = (stored: Stored) =>
    Object.freeze(
      Object.fromEntries(Object.entries(settings).map(([key, one]) => [key, stored.get(nameOf(key)) ?? one.initial])),
    ) as Values<S>
  return {
    async read(at: Pick<Ports, 'db' | 'clock'>): Promise<Values<S>> {
      const stored = await storedValues(at)
      const values = spelt.get(stored) ?? valuesOf(stored)
      spelt.set(stored, values)
      return values
    },
  }
}

/** Every setting of the house by its name, in the order of the names. */
export function allSettings(): [name: string, setting: Setting][] {
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1))
}

export const findSetting = (name: string): Setting | undefined => known.get(name)

/** One value by its full name, for who looks at the whole house. */
export async function readSetting(at: Pick<Ports, 'db' | 'clock'>, name: string): Promise<unknown> {
  return (await storedValues(at)).get(name) ?? known.get(name)?.initial
}

/** Forgets what was read, so that the next reader sees a change made by this process at once. */
export const forgetCached = (db: Db): boolean => caches.delete(db)

async function storedValues(at: Pick<Ports, 'db' | 'clock'>): Promise<Stored> {
  const cache: Cache = caches.get(at.db) ?? { readAt: Number.NEGATIVE_INFINITY, stored: new Map() }
  caches.set(at.db, cache)
  const now = at.clock.now()
  if (now >= cache.readAt && now - cache.readAt < freshFor) return cache.stored
  cache.reading ??= refresh(at, cache, now).finally(() => {
    cache.reading = undefined
  })
  await cache.reading
  return cache.stored
}

async function refresh(at: Pick<Ports, 'db'>, cache: Cache, now: number): Promise<void> {
  const rows = await at.db.selectFrom('settings').select(['name', 'value']).execute()
  cache.stored = new Map(rows.map((row) => [row.name, JSON.parse(row.value)]))
  cache.readAt = now
}
