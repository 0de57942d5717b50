import {
  type CalendarDate,
  findBirthDate,
  findIban,
  findLine,
  findLines,
  findMobile,
  findNationalCode,
  findPhone,
  findPostalCode,
  findWebAddress,
  type InputRule,
  type Ports,
  Refusal,
} from '../../kernel/index.ts'
import { houseSettings } from '../settings/index.ts'
import { genders, type Profile } from './profile.ts'

interface Place {
  readonly region: string
  readonly today: CalendarDate
}

interface FieldRule {
  /** What a refusal names. */
  readonly rule: InputRule
  /** What a text means, in the form it is kept in. */
  readonly find: (text: string, place: Place) => string | undefined
}

const line = (longest: number): FieldRule => ({ rule: 'text', find: (text) => findLine(text, longest) })

/** What a person may be asked for of their profile, each read by its own rule. */
const rules = {
  name: line(100),
  firstName: line(60),
  lastName: line(60),
  userName: line(60),
  birthDate: { rule: 'date', find: (text, { today }) => findBirthDate(text, today) },
  gender: { rule: 'choice', find: (text) => genders.find((one) => one === text) },
  mobile: { rule: 'mobile', find: (text, { region }) => findMobile(text, region) },
  localPhone: { rule: 'phone', find: (text, { region }) => findPhone(text, region) },
  address: { rule: 'text', find: (text) => findLines(text, 500) },
  postalCode: { rule: 'postal-code', find: findPostalCode },
  nationalCode: { rule: 'national-code', find: findNationalCode },
  iban: { rule: 'iban', find: findIban },
  relationship: line(60),
  biography: { rule: 'text', find: (text) => findLines(text, 1000) },
  website: { rule: 'url', find: findWebAddress },
  picture: { rule: 'url', find: findWebAddress },
  cover: { rule: 'url', find: findWebAddress },
} satisfies Partial<Record<keyof Profile, FieldRule>>

export type ProfileField = keyof typeof rules
export const profileFields = Object.keys(rules) as ProfileField[]

/** A field that a form asks for. */
export interface AskedField {
  readonly field: ProfileField
  readonly required: boolean
}

export interface CheckedProfile {
  readonly profile: Profile
  /** What is wrong, in the order of the fields: a form shows all of it at once. */
  readonly problems: readonly Refusal<'input.missing' | 'input.invalid'>[]
}

/**
 * Reads the fields that are asked for, and no other (attack 57); what is left empty and not required is absent.
 * Phone numbers are read by the region of the house.
 */
export async function checkProfile(
  at: Ports,
  asked: readonly AskedField[],
  typed: (field: ProfileField) => string | undefined,
): Promise<CheckedProfile> {
  const { region } = await houseSettings.read(at)
  const place = { region, today: new Date(at.clock.now()).toISOString().slice(0, 10) as CalendarDate }
  const profile: Record<string, string> = {}
  const problems: Refusal<'input.missing' | 'input.invalid'>[] = []
  for (const { field, required } of asked) {
    const { rule, find }: FieldRule = rules[field]
    const text = typed(field)?.trim() ?? ''
    const value = text === '' ? undefined : find(text, place)
    if (value !== undefined) profile[field] = value
    else if (text !== '') problems.push(new Refusal('input.invalid', { field, rule }))
    else if (required) problems.push(new Refusal('input.missing', { field }))
  }
  return { profile: profile as Profile, problems }
}
