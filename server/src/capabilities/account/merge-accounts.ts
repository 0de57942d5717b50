import { sql } from 'kysely'
import {
  type Contact,
  type Language,
  type Ports,
  refuse,
  seconds,
  type Tx,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import { houseApp } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { cancelMailed, checkPassword, findPasswordInstant } from '../passwords/index.ts'
import { endOtherSessions, endTokensOf } from '../sessions/index.ts'
import {
  claimContact,
  findHolder,
  findLogin,
  findUser,
  foldUser,
  holdUsers,
  isIdle,
  olderFirst,
  type User,
} from '../users/index.ts'
import { checkCode, redeemProof } from '../verification/index.ts'
import { type Holding, holdings } from './holdings.ts'
import { readNotice, tellPerson } from './tell-person.ts'
import './table.ts'

/** How long a proof of the other account is good for, seconds; the sign-in to this one is as fresh. */
const proofLife = 600

/** That somebody has shown to be the person of another account; good for one merge. */
export interface OtherProof {
  readonly contact: Contact
  readonly otherId: UserId
  /** Since when its password stands, so that a change of it undoes the proof; undefined where it has none. */
  readonly passwordSince: number | undefined
  readonly provenAt: number
  readonly code: Awaited<ReturnType<typeof checkCode>>
}

/** Two accounts, and which of them stays. */
export interface Pair {
  readonly stays: User
  readonly goes: User
}

/**
 * Proves another account by the code that was sent to a contact of it (purpose `merge`), and by its password where it has
 * one: a number may have got another owner since, who has the code and not the password (decision 0022). Consumes nothing.
 *
 * @throws `verification.failed`, `verification.paused`; `passwords.wrong`, `limits.exhausted`, `server.overloaded`;
 * `users.not-mergeable` for a contact of nobody's or of one's own, and for a number that lay idle where there is no password, which only who controls it learns (rule 4)
 */
export async function proveOther(
  at: Ports,
  { userId, contact }: { userId: UserId; contact: Contact },
  { code, password }: { code: string; password: string },
): Promise<OtherProof> {
  const app = await houseApp(at)
  const proof = await checkCode(at, { purpose: 'merge', contact, appId: app.id }, code)
  const otherId = await findHolder(at.db, contact)
  if (otherId === undefined || otherId === userId) return refuse('users.not-mergeable')
  if ((await findPasswordInstant(at, otherId)) === undefined) {
    if (await isIdle(at.db, otherId, contact, proof.idleBefore)) refuse('users.not-mergeable')
  } else await checkPassword(at, { userId: otherId, named: contact.value, appId: app.id }, password)
  // After the check: the first use of a mailed password makes it the password.
  const passwordSince = await findPasswordInstant(at, otherId)
  return { contact, otherId, passwordSince, provenAt: at.clock.now(), code: proof }
}

/**
 * Which of the two would stay: the older (rule 6).
 *
 * @throws `users.not-mergeable`, `users.suspended`
 */
export async function weighMerge(at: Ports, userId: UserId, { otherId }: OtherProof): Promise<Pair> {
  return pairOf(await findUser(at, at.db, userId), await findUser(at, at.db, otherId))
}

function pairOf(own: User | undefined, other: User | undefined): Pair {
  if (!own) return refuse('sessions.not-signed-in')
  if (!other) return refuse('users.not-mergeable')
  if ([own, other].some((one) => one.state !== 'active')) refuse('users.suspended')
  const [stays, goes] = olderFirst(own, other)
  return { stays, goes }
}

/**
 * Makes two accounts of one person one, all at once: the older stays, what {@link holdings} says of the younger moves or
 * goes, and its number is retired for ever. Its sessions, consents and tokens end, and its apps hear of it. Both are told.
 *
 * @param fields whose profile goes before where both filled in a field
 * @returns who stays
 * @throws `users.not-mergeable` where either changed meanwhile, or the younger has a login of a provider; `users.suspended`;
 * `verification.failed` for a proof that was used or is too old; `sessions.not-signed-in`
 */
export async function mergeAccounts(
  at: Ports,
  { userId, proof, language }: { userId: UserId; proof: OtherProof; language: Language },
  fields: 'older' | 'younger' = 'older',
): Promise<UserId> {
  if (at.clock.now() > proof.provenAt + seconds(proofLife)) refuse('verification.failed')
  const before = await weighMerge(at, userId, proof)
  const notice = await readNotice(at, before.stays, language)
  return transact(at, async (tx) => {
    await claimContact(tx, proof.contact)
    const [own, other] = await holdUsers(at, tx, userId, proof.otherId)
    const pair = pairOf(own, other)
    const { stays, goes } = pair
    await checkStands(tx, proof, goes.id)
    if (!(await redeemProof(tx, proof.code))) refuse('verification.failed')
    await endOtherSessions(at, tx, goes.id)
    await endTokensOf(at, tx, goes.id)
    await cancelMailed(tx, goes.id)
    await foldUser(at, tx, { ...pair, preferred: fields === 'older' ? stays : goes })
    for (const [table, holding] of Object.entries(holdings)) await fold(tx, table, holding, pair)
    const claimed = tx.updateTable('files').set({ holder: `user ${stays.id}` })
    await claimed.where('user_id', '=', stays.id).where('holder', '=', `user ${goes.id}`).execute()
    const row = { retired_id: goes.id, user_id: stays.id, merged_at: at.clock.now() }
    await tx.insertInto('merged_accounts').values(row).execute()
    await tellPerson(at, tx, { notice, to: firstProven(stays), userId: stays.id }, { kind: 'accounts-merged' })
    await tellPerson(at, tx, { notice, to: firstProven(goes) }, { kind: 'accounts-merged' })
    await recordEvent(at, tx, { kind: 'user.merged', userId: stays.id })
    return stays.id
  })
}

/** What was proven still holds: the contact and the password are whose they were; a provider's login is not lost. */
async function checkStands(tx: Tx, proof: OtherProof, goes: UserId): Promise<void> {
  if ((await findHolder(tx, proof.contact)) !== proof.otherId) refuse('users.not-mergeable')
  const since = await tx
    .selectFrom('passwords')
    .select('changed_at')
    .where('user_id', '=', proof.otherId)
    .executeTakeFirst()
  if (since?.changed_at !== proof.passwordSince) refuse('users.not-mergeable')
  if (await findLogin(tx, goes)) refuse('users.not-mergeable')
}

async function fold(tx: Tx, table: string, { column, merged }: Holding, { stays, goes }: Pair): Promise<void> {
  const [place, name] = [sql.table(table), sql.ref(column)]
  if (merged === 'moves') await sql`UPDATE ${place} SET ${name} = ${stays.id} WHERE ${name} = ${goes.id}`.execute(tx)
  if (merged === 'fills')
    await sql`UPDATE ${place} SET ${name} = ${stays.id} WHERE ${name} = ${goes.id}
      AND NOT EXISTS (SELECT 1 FROM ${place} AS own WHERE ${sql.ref(`own.${column}`)} = ${stays.id})`.execute(tx)
  if (merged !== 'moves') await sql`DELETE FROM ${place} WHERE ${name} = ${goes.id}`.execute(tx)
}

const firstProven = (user: User): Contact | undefined =>
  user.contacts.find((one) => one.provenAt !== undefined) as Contact | undefined
