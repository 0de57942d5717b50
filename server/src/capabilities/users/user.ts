import { type Selectable, sql } from 'kysely'
import type { ContactKind, Db, Language, Ports, Tables, UserId } from '../../kernel/index.ts'
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
/** A person beside one contact, if there is any. */
type JoinedRow = UserRow & {
  contact_kind: string | null
  contact_value: string
  contact_proven_at: number | null
  contact_preferred_at: number | null
}

/** The person with all contacts: proven ones before the others, of each the one preferred last first, then the oldest. */
export async function findUser(at: Pick<Ports, 'keyring'>, db: Db, id: UserId): Promise<User | undefined> {
  // One statement, its text written out: every surface asks this with most of its requests.
  const { rows } = await sql<JoinedRow>`
    SELECT users.*, contacts.kind AS contact_kind, contacts.value AS contact_value,
      contacts.proven_at AS contact_proven_at, contacts.preferred_at AS contact_preferred_at
    FROM users LEFT JOIN contacts ON contacts.user_id = users.id
    WHERE users.id = ${id} ORDER BY contacts.created_at`.execute(db)
  return rows[0] && userOf(at, rows[0], rows.flatMap(contactIn))
}

const contactIn = (row: JoinedRow): ContactRow[] =>
  row.contact_kind === null
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
