import { html } from 'ghtml'
import type { ProfileField } from '../../../capabilities/users/index.ts'
import type { Problem } from '../../../views/index.ts'
import type { OwnVisit } from '../guard.ts'
import { drawProfileField, labelOf } from '../profile-field.ts'
import { textsOf } from './section.ts'
import type { ProfilePart } from './texts/index.ts'

/** What a person edits here; the mobile is a contact, and stands with the contacts. */
export type PersonField = Exclude<ProfileField, 'mobile'>
export type PersonPart = Exclude<ProfilePart, 'language'>

/** What each part of a profile holds, in the order of its form. */
export const fieldsOf: Readonly<Record<PersonPart, readonly PersonField[]>> = {
  about: ['name', 'firstName', 'lastName', 'userName', 'gender', 'birthDate', 'relationship', 'biography'],
  links: ['website', 'picture', 'cover'],
  home: ['address', 'postalCode', 'localPhone'],
  numbers: ['nationalCode', 'iban'],
}
export const partNames = Object.keys(fieldsOf) as PersonPart[]

/** What is never written into a page in full, not for its owner either: somebody may look over the shoulder. */
export const isMasked = (field: PersonField): boolean => field === 'nationalCode' || field === 'iban'

/** The last four signs tell a number from another. */
export const mask = (value: string): string => `••••${value.slice(-4)}`

/** The fields of one part, with what is typed in them and what is wrong with it. */
export function drawFields(
  visit: OwnVisit,
  part: PersonPart,
  draft: Readonly<Partial<Record<ProfileField, string>>>,
  problems: readonly Problem[],
): string {
  const { help, kept } = textsOf(visit)
  const draw = (field: PersonField): string => {
    const value = visit.user.profile[field]
    const told = isMasked(field) && value !== undefined ? { help: kept(`\u2068${mask(value)}\u2069`) } : {}
    const label = labelOf(visit.language, field)
    const asked = { field, required: false }
    return drawProfileField(visit.language, asked, (name) => draft[name], problems, { label, ...told })
  }
  const above = part === 'links' || part === 'numbers' ? html`<p>${help[part]}</p>` : ''
  return html`!${above}!${fieldsOf[part].map(draw).join('\n')}`
}
