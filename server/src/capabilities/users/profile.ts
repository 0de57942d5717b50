import type { CalendarDate } from '../../kernel/index.ts'

/** What a person says of themselves; every field may be absent. Covers all surfaces. */
export interface Profile {
  name?: string
  firstName?: string
  lastName?: string
  userName?: string
  gender?: Gender
  birthDate?: CalendarDate
  /** The mobile as it was given; it becomes a contact only when it parses as a number. */
  mobile?: string
  localPhone?: string
  address?: string
  postalCode?: string
  picture?: string
  cover?: string
  relationship?: string
  biography?: string
  website?: string
  /** Sealed at rest (rule 3). */
  nationalCode?: string
  /** Sealed at rest (rule 3). ISO 13616. */
  iban?: string
}

export const genders = ['other', 'male', 'female'] as const
export type Gender = (typeof genders)[number]

const sensitive = ['nationalCode', 'iban'] as const

/** Parts a profile into what is kept in clear and what is sealed. */
export function partProfile(profile: Profile): { clear: Profile; secret: Profile | undefined } {
  const clear: Profile = { ...profile }
  const secret: Profile = {}
  for (const field of sensitive) {
    if (clear[field] !== undefined) secret[field] = clear[field]
    delete clear[field]
  }
  return { clear, secret: Object.keys(secret).length > 0 ? secret : undefined }
}

/** The first name; where the person said a whole name and no parts of it, that. Names cannot be taken apart by rule. */
export const firstNameOf = ({ firstName, lastName, name }: Profile): string | undefined =>
  firstName === undefined && lastName === undefined ? name : firstName
