import { type Contact, hold, type Ports, type Tx, type UserId } from '../../kernel/index.ts'
import { preferContact } from './change-contacts.ts'
import { writeProfile } from './save-user.ts'
import { findUser, type User } from './user.ts'

/** Two people as they are once nobody else is changing either; held in the order of their numbers (no deadlock). */
export async function holdUsers(at: Ports, tx: Tx, one: UserId, other: UserId): Promise<(User | undefined)[]> {
  for (const id of [one, other].toSorted((a, b) => a - b)) await hold(tx, `user:${id}`)
  return [await findUser(at, tx, one), await findUser(at, tx, other)]
}

/** Of two accounts the one that stays: the older `sub` (rule 6). */
export const olderFirst = (one: User, other: User): readonly [User, User] =>
  one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.id < other.id)
    ? [one, other]
    : [other, one]

/**
 * Moves contacts and profile of one held person to another; what stood first among the other's contacts stays first.
 * Fields that both have are taken from `preferred`, the rest from whoever has them.
 */
export async function foldUser(
  at: Ports,
  tx: Tx,
  { stays, goes, preferred }: { stays: User; goes: User; preferred: User },
): Promise<void> {
  for (const one of goes.contacts) {
    const twin = stays.contacts.find((own) => own.kind === one.kind && own.value === one.value)
    if (!twin) continue
    const loser = one.provenAt === undefined ? goes.id : stays.id
    await tx
      .deleteFrom('contacts')
      .where('user_id', '=', loser)
      .where('kind', '=', one.kind)
      .where('value', '=', one.value)
      .execute()
  }
  await tx
    .updateTable('contacts')
    .set({ user_id: stays.id, preferred_at: null })
    .where('user_id', '=', goes.id)
    .execute()
  for (const kind of ['email', 'mobile'] as const) {
    const first = stays.contacts.find((one) => one.kind === kind && one.provenAt !== undefined)
    if (first) await preferContact(at, tx, stays.id, { kind, value: first.value } as Contact)
  }
  const other = preferred.id === stays.id ? goes : stays
  await writeProfile(at, tx, stays.id, { ...other.profile, ...preferred.profile })
  const language = stays.language ?? goes.language
  if (language) await tx.updateTable('users').set({ language }).where('id', '=', stays.id).execute()
}
