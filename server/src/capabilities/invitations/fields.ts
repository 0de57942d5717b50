import { findLine, type Ports, Refusal } from '../../kernel/index.ts'
import { checkProfile, type Profile, type ProfileField } from '../users/index.ts'

/** What an app may know of a person beforehand, in the order in which the person looks it through. */
export const invitedFields = [
  'firstName',
  'lastName',
  'userName',
  'mobile',
  'nationalCode',
  'birthDate',
  'iban',
  'address',
  'postalCode',
  'localPhone',
] as const
export type InvitedField = (typeof invitedFields)[number]
export type InvitedProfile = Pick<Profile, InvitedField>

/** Longest user name; it may be one that the app invented (contracts/payping.md, 2). */
const longestUserName = 100

/** Texts by field; an absent or blank one says nothing. */
export type Texts<F extends string> = Readonly<Partial<Record<F, string | undefined>>>

export interface CheckedInvited {
  readonly profile: InvitedProfile
  /** What is wrong, by our own names of the fields. */
  readonly problems: readonly Refusal<'input.missing' | 'input.invalid'>[]
}

/** Reads what is said of a person: by the app at first, by the person at the end. */
export async function checkInvited(at: Ports, texts: Texts<InvitedField>): Promise<CheckedInvited> {
  const asked = invitedFields.filter((field): field is Exclude<InvitedField, 'userName'> => field !== 'userName')
  const typed = (field: ProfileField) => (field === 'birthDate' ? dayOf(texts.birthDate) : texts[field as InvitedField])
  const { profile, problems } = await checkProfile(
    at,
    asked.map((field) => ({ field, required: false })),
    typed,
  )
  const text = texts.userName ?? ''
  const userName = findLine(text, longestUserName)
  const wrong = text.trim() !== '' && userName === undefined
  return {
    profile: { ...profile, ...(userName !== undefined && { userName }) },
    problems: wrong ? [...problems, new Refusal('input.invalid', { field: 'userName', rule: 'text' })] : problems,
  }
}

/** Clients of .NET send a day as an instant, `2000-02-02T00:00:00` (contracts/payping.md, 2). */
const dayOf = (text: string | undefined): string | undefined =>
  text?.trim().replace(/T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/, '')
