/** What tells the time. Everything but the adapter asks this port; instants are epoch milliseconds. */
export interface Clock {
  now(): number
}

/** Seconds as milliseconds, for adding to an instant. */
export const seconds = (count: number): number => count * 1000

/** Spells an instant as `yyyy-mm-dd hh:mm:ss` in UTC. */
export function spellInstant(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}
