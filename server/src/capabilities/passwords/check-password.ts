import type { Selectable } from 'kysely'
import { hashToken, type Ports, refuse, sameSecret, type Tables, transact, type UserId } from '../../kernel/index.ts'
import { listApps } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { checkBudgets, clearSpent, type Purse, spend } from '../limits/index.ts'
import { hashPassword, normalizePassword } from './set-password.ts'
import { passwordSettings } from './settings.ts'
import './table.ts'

/** A hash of nobody's password, at today's costs: unknown people cost the same as known ones (rule 4). */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

export interface Login {
  readonly userId: UserId
  /** True after a mailed password was used, until the person sets one of their own. */
  readonly mustChange: boolean
  /** What the password is kept as, for replacing this one and no other. */
  readonly hash: string
}

/** Whom a password is tried for: the person, where there is one, and what was typed to name them. */
export interface Claim {
  readonly userId: UserId | undefined
  readonly named: string
  readonly appId: string
}

/**
 * Checks a password against the person's, in exactly one argon2 computation whoever is asked for.
 *
 * A failure is counted by a guarded statement after the comparison, and a success looks at the same budgets after its
 * own comparison: so of any number of parallel guesses at most `limit` learn that they were wrong, a success among them
 * counts only while the budget lasts, and a success writes nothing (decision 0004). A mailed password is a fresh proof
 * of the e-mail: it asks no budget and ends the count, so that guesses cannot lock the owner out (attack 22).
 *
 * @throws `passwords.wrong`; `limits.exhausted` once the budget of failures is spent; `server.overloaded`
 */
export async function checkPassword(at: Ports, claim: Claim, password: string): Promise<Login> {
  const row = claim.userId && (await readRow(at, claim.userId))
  if (row && usesMailed(at, row, password)) return adoptMailed(at, claim, row, password)
  const purses = await pursesOf(at, claim)
  await checkBudgets(at, ...purses)
  const login = await compare(at, row, password)
  if (!login) {
    for (const [purse, budget] of purses) await spend(at, purse, budget)
    await recordEvent(at, at.db, { kind: 'password.refused', userId: claim.userId, appId: claim.appId })
    return refuse('passwords.wrong')
  }
  await checkBudgets(at, ...purses)
  return login
}

type Row = Selectable<Tables['passwords']>

const readRow = (at: Ports, userId: UserId): Promise<Row | undefined> =>
  at.db.selectFrom('passwords').selectAll().where('user_id', '=', userId).executeTakeFirst()

async function compare(at: Ports, row: Row | undefined, password: string): Promise<Login | undefined> {
  const right = await at.hasher.verify(row?.hash ?? nobody, normalizePassword(password))
  if (!row || !right) return undefined
  const hash = at.hasher.isStale(row.hash) ? await rehash(at, row, password) : row.hash
  return { userId: row.user_id as UserId, mustChange: row.must_change === 1, hash }
}

function usesMailed(at: Ports, row: Row, password: string): boolean {
  const alive = row.mailed_hash !== null && (row.mailed_until ?? 0) > at.clock.now()
  return alive && sameSecret(row.mailed_hash ?? '', hashToken(password))
}

/**
 * The first use of a mailed password: it becomes the password, and the old one stops. Of parallel uses one writes; the
 * others are compared with whatever stands there then.
 */
async function adoptMailed(at: Ports, claim: Claim, row: Row, password: string): Promise<Login> {
  const userId = row.user_id as UserId
  const hash = await hashPassword(at, password)
  const adopted = await transact(at, async (tx) => {
    const changed = await tx
      .updateTable('passwords')
      .set({ hash, must_change: 1, published: 0, changed_at: at.clock.now(), mailed_hash: null, mailed_until: null })
      .where('user_id', '=', userId)
      .where('mailed_hash', '=', row.mailed_hash)
      .returning('user_id')
      .executeTakeFirst()
    if (changed) await recordEvent(at, tx, { kind: 'password.mailed-first-used', userId })
    return changed !== undefined
  })
  if (!adopted) return (await compare(at, await readRow(at, userId), password)) ?? refuse('passwords.wrong')
  await forgive(at, claim)
  return { userId, mustChange: true, hash }
}

/** Brings a hash of older costs up to today's, unless the password changed meanwhile; answers the new one. */
async function rehash(at: Ports, row: Row, password: string): Promise<string> {
  const hash = await hashPassword(at, password)
  await at.db
    .updateTable('passwords')
    .set({ hash })
    .where('user_id', '=', row.user_id)
    .where('hash', '=', row.hash)
    .execute()
  return hash
}

/** Forgets the person's wrong passwords, through every app: an operator's word. */
export async function forgiveFailures(at: Ports, userId: UserId): Promise<void> {
  for (const app of await listApps(at.db)) await forgive(at, { userId, named: '', appId: app.id })
}

async function forgive(at: Ports, claim: Claim): Promise<void> {
  for (const [purse] of await pursesOf(at, claim)) await clearSpent(at, purse)
}

type Purses = [Purse, { limit: number; seconds: number }][]

async function pursesOf(at: Ports, claim: Claim): Promise<Purses> {
  const settings = await passwordSettings.read(at)
  const whom = claim.userId ?? claim.named
  return [
    [{ budget: 'passwords.failuresPerMemberAndApp', of: [whom, claim.appId] }, settings.failuresPerMemberAndApp],
    [{ budget: 'passwords.failuresPerMember', of: [whom] }, settings.failuresPerMember],
  ]
}
