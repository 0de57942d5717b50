import {
  type CalendarDate,
  findBirthDate,
  findIban,
  findLine,
  findLines,
  findNationalCode,
  findPhone,
  findPostalCode,
  type InputRule,
  type Ports,
  Refusal,
} from '../../kernel/index.ts'
import { houseSettings } from '../settings/index.ts'
import type { Profile } from '../users/index.ts'

interface Here {
  readonly region: string
  readonly today: CalendarDate
}

interface Field {
  readonly rule: InputRule
  /** The value a text means; undefined says that the rule was not met. */
  readonly find: (text: string, here: Here) => string | undefined
}

const line = (longest: number): Field => ({ rule: 'text', find: (text) => findLine(text, longest) })

/** Clients of .NET send a day as an instant, `2000-02-02T00:00:00` (contracts/payping.md, 2). */
const dayOf = (text: string): string => text.trim().replace(/T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/, '')

/** What an app may know of a person beforehand, in the order in which the person looks it through. */
const fields = {
  firstName: line(100),
  lastName: line(100),
  userName: line(100),
  mobile: { rule: 'mobile', find: (text, { region }) => findPhone(text, region) },
  nationalCode: { rule: 'national-code', find: findNationalCode },
  birthDate: { rule: 'date', find: (text, { today }) => findBirthDate(dayOf(text), today) },
  iban: { rule: 'iban', find: findIban },
  address: { rule: 'text', find: (text) => findLines(text, 500) },
  postalCode: { rule: 'postal-code', find: findPostalCode },
  localPhone: { rule: 'phone', find: (text, { region }) => findPhone(text, region) },
} satisfies Partial<Record<keyof Profile, Field>>

export type InvitedField = keyof typeof fields
export type InvitedProfile = Pick<Profile, InvitedField>
export const invitedFields = Object.keys(fields) as readonly InvitedField[]

/** Texts by field; an absent or blank one says nothing. */
export type Texts<F extends string> = Readonly<Partial<Record<F, string | undefined>>>

export interface CheckedInvited {
  readonly profile: InvitedProfile
  /** What is wrong, in the order of the fields. */
  readonly problems: readonly Refusal<'input.invalid'>[]
}

/**
 * Reads what is said of a person: by the app at first, by the person at the end.
 *
 * @param names how the caller's wire names each field
 */
export async function checkInvited(
  at: Ports,
  texts: Texts<InvitedField>,
  names: Readonly<Record<InvitedField, string>>,
): Promise<CheckedInvited> {
  const { region } = await houseSettings.read(at)
  const here: Here = { region, today: new Date(at.clock.now()).toISOString().slice(0, 10) as CalendarDate }
  const profile: Partial<Record<InvitedField, string>> = {}
  const problems: Refusal<'input.invalid'>[] = []
  for (const field of invitedFields) {
    const text = texts[field]
    if (text === undefined || text.trim() === '') continue
    const { rule, find }: Field = fields[field]
    const value = find(text, here)
    if (value === undefined) problems.push(new Refusal('input.invalid', { field: names[field], rule }))
    else profile[field] = value
  }
  return { profile: profile as InvitedProfile, problems }
}
