import type { Selectable } from 'kysely'
import {
  type ContactKind,
  type Db,
  keepStatement,
  type Language,
  type Ports,
  type Tables,
  type UserId,
} from '../../kernel/index.ts'
import type { Profile } from './profile.ts'
import './table.ts'

/** `pending` until a contact is proven (rule 6), then `active`; an operator may make it `suspended`. */
export type UserState = 'pending' | 'active' | 'suspended'

export interface UserContact {
  readonly kind: ContactKind
  readonly value: string
  /** When its holder proved it; undefined while unproven, and then it identifies nobody. */
  readonly provenAt: number | undefined
}

export interface User {
  readonly id: UserId
  readonly state: UserState
  readonly language: Language | undefined
  /** The app that registered the person. */
  readonly appId: string | undefined
  readonly profile: Profile
  readonly contacts: readonly UserContact[]
  readonly createdAt: number
}

type UserRow = Selectable<Tables['users']>
type ContactRow = Pick<Selectable<Tables['contacts']>, 'kind' | 'value' | 'proven_at' | 'preferred_at'>
/** The person with all contacts: proven ones before the others, of each the one preferred last first, then the oldest. */
export async function findUser(at: Pick<Ports, 'keyring'>, db: Db, id: UserId): Promise<User | undefined> {
  const rows = await readWithContacts(db, { id })
  return rows[0] && userOf(at, rows[0], rows.flatMap(contactIn))
}

/** One statement, drawn once: every surface asks it with most of its requests. */
const readWithContacts = keepStatement((db, given: { id: UserId }) =>
  db
    .selectFrom('users')
    .leftJoin('contacts', 'contacts.user_id', 'users.id')
    .selectAll('users')
    .select(['contacts.kind as contact_kind', 'contacts.value as contact_value'])
    .select(['contacts.proven_at as contact_proven_at', 'contacts.preferred_at as contact_preferred_at'])
    .where('users.id', '=', given.id)
    .orderBy('contacts.created_at'),
)

/** A person beside one contact, if there is any. */
type JoinedRow = Awaited<ReturnType<typeof readWithContacts>>[number]

const contactIn = (row: JoinedRow): ContactRow[] =>
  row.contact_kind === null || row.contact_value === null
    ? []
    : [
        {
          kind: row.contact_kind,
          value: row.contact_value,
          proven_at: row.contact_proven_at,
          preferred_at: row.contact_preferred_at,
        },
      ]

function userOf(at: Pick<Ports, 'keyring'>, row: UserRow, contacts: readonly ContactRow[]): User {
  const secret: Profile = row.sealed ? JSON.parse(at.keyring.open(row.sealed, sealName(row.id))) : {}
  const rank = (one: ContactRow): number => (one.proven_at === null ? 1 : -(one.preferred_at ?? 0))
  return {
    id: row.id as UserId,
    state: row.state as UserState,
    language: (row.language as Language | null) ?? undefined,
    appId: row.app_id ?? undefined,
    profile: { ...JSON.parse(row.profile), ...secret },
    contacts: contacts
      .toSorted((a, b) => rank(a) - rank(b))
      .map((contact) => ({
        kind: contact.kind as ContactKind,
        value: contact.value,
        provenAt: contact.proven_at ?? undefined,
      })),
    createdAt: row.created_at,
  }
}

/** What sealed profile fields are bound to: a row's box opens in no other row. */
export const sealName = (id: number): string => `user:${id}`

/** The person's e-mail: the first proven one, else the first. */
export const emailOf = (user: User): UserContact | undefined =>
  user.contacts.find((contact) => contact.kind === 'email')
