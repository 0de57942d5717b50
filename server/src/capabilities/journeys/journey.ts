import { type Db, hashToken, hold, type Ports, seconds, type Tx, transact } from '../../kernel/index.ts'
import './table.ts'

/**
 * One browser's way through pages that belong together. Its key is drawn from the browser's own name and the door it
 * came in by, so that another browser with the same link walks a way of its own (attack 30), two tabs of one door share
 * one, and two doors never meet. What was found out on the way is kept sealed.
 */
export interface JourneyKey {
  /** The browser's name (http/visitor.ts). */
  readonly visitor: string
  /** Where it came in: the path of an interaction, of an invitation, of the sign-in page. */
  readonly door: string
}

const hashOf = (at: Ports, { visitor, door }: JourneyKey): string =>
  hashToken(at.keyring.mac('index', 'journey', visitor, door))

const sealName = (hash: string): string => `journey:${hash}`

/** The facts found so far; undefined before the first, and when the journey is over. */
export async function readJourney<F extends object>(at: Ports, key: JourneyKey): Promise<F | undefined> {
  return readFacts<F>(at, at.db, hashOf(at, key))
}

async function readFacts<F extends object>(at: Ports, db: Db, hash: string): Promise<F | undefined> {
  const row = await db
    .selectFrom('journeys')
    .select('sealed')
    .where('hash', '=', hash)
    .where('expires_at', '>', at.clock.now())
    .executeTakeFirst()
  return row && JSON.parse(at.keyring.open(row.sealed, sealName(hash)))
}

/**
 * Adds facts; changes of one journey wait for each other, so that two tabs lose none.
 *
 * @param change what becomes of the facts; nothing is written when it answers undefined
 */
export function changeJourney<F extends object>(
  at: Ports,
  key: JourneyKey,
  change: (facts: Partial<F>) => Partial<F> | undefined,
): Promise<Partial<F>> {
  return transact(at, (tx) => changeJourneyIn(at, tx, key, change))
}

/** {@link changeJourney} in the caller's transaction, whose first statement it should be. */
export async function changeJourneyIn<F extends object>(
  at: Ports,
  tx: Tx,
  key: JourneyKey,
  change: (facts: Partial<F>) => Partial<F> | undefined,
): Promise<Partial<F>> {
  const hash = hashOf(at, key)
  await hold(tx, `journey:${hash}`)
  const facts = (await readFacts<Partial<F>>(at, tx, hash)) ?? {}
  const changed = change(facts)
  if (changed === undefined) return facts
  const now = at.clock.now()
  const row = {
    sealed: at.keyring.seal(JSON.stringify(changed), sealName(hash)),
    changed_at: now,
    expires_at: now + seconds(journeySeconds),
  }
  await tx
    .insertInto('journeys')
    .values({ hash, ...row })
    .onConflict((on) => on.column('hash').doUpdateSet(row))
    .execute()
  return changed
}

/** Forgets a journey: it reached its end, or the person began anew. */
export async function endJourney(at: Ports, db: Db, key: JourneyKey): Promise<void> {
  await db.deleteFrom('journeys').where('hash', '=', hashOf(at, key)).execute()
}

/** How long a journey waits for its next step, seconds: as long as the protocol's interaction. */
const journeySeconds = 3600

/** Removes journeys that nobody goes on with. */
export async function sweepJourneys(at: Ports): Promise<void> {
  await at.db.deleteFrom('journeys').where('expires_at', '<=', at.clock.now()).execute()
}
