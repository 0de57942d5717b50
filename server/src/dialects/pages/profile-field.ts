import { type AskedField, genders, type ProfileField } from '../../capabilities/users/index.ts'
import type { Language } from '../../kernel/index.ts'
import { drawChoice, drawField, type Field, type Problem } from '../../views/index.ts'
import { fieldTexts } from './texts/fields.ts'

/** How each field of a profile is typed: its keyboard, and what the browser may fill in. */
const kinds: Readonly<Record<ProfileField, Partial<Field>>> = {
  name: { autocomplete: 'name', maxLength: 100 },
  firstName: { autocomplete: 'given-name', maxLength: 60 },
  lastName: { autocomplete: 'family-name', maxLength: 60 },
  userName: { autocomplete: 'nickname', maxLength: 60 },
  birthDate: { autocomplete: 'bday', inputMode: 'numeric', direction: 'ltr' },
  gender: {},
  mobile: { type: 'tel', autocomplete: 'tel', inputMode: 'tel', direction: 'ltr' },
  localPhone: { type: 'tel', autocomplete: 'home tel', inputMode: 'tel', direction: 'ltr' },
  address: { autocomplete: 'street-address', long: true, maxLength: 500 },
  postalCode: { autocomplete: 'postal-code', inputMode: 'numeric', direction: 'ltr' },
  nationalCode: { autocomplete: 'off', inputMode: 'numeric', direction: 'ltr' },
  iban: { autocomplete: 'off', direction: 'ltr' },
  relationship: { maxLength: 60 },
  biography: { long: true, maxLength: 1000 },
  website: { type: 'url', autocomplete: 'url', inputMode: 'url', direction: 'ltr' },
  picture: { type: 'url', inputMode: 'url', direction: 'ltr' },
  cover: { type: 'url', inputMode: 'url', direction: 'ltr' },
}

/** What stands above a field; for names that no profile has, the name itself. */
export const labelOf = (language: Language, field: string): string =>
  Object.hasOwn(fieldTexts[language].fields, field) ? fieldTexts[language].fields[field as ProfileField] : field

/**
 * A field of a profile, with what was typed and what is wrong with it.
 *
 * @param otherwise what a page has in other words
 */
export function drawProfileField(
  language: Language,
  { field, required }: AskedField,
  typed: (field: ProfileField) => string | undefined,
  problems: readonly Problem[],
  otherwise: Partial<Field> = {},
): string {
  const texts = fieldTexts[language]
  const label = required ? texts.fields[field] : texts.optional(texts.fields[field])
  const problem = problems.find((one) => one.field === field)?.text
  const common = { name: field, value: typed(field), required, problem }
  if (field === 'gender') {
    const options = genders.map((value) => ({ value, label: texts.genders[value] }))
    return drawChoice({ ...common, legend: otherwise.label ?? label, options })
  }
  const help = Object.hasOwn(texts.help, field) ? texts.help[field as keyof typeof texts.help] : undefined
  return drawField({ ...common, ...kinds[field], label, help, ...otherwise })
}
