import { checkProfile, type Profile } from '../../../capabilities/users/index.ts'
import { localeOf, Refusal } from '../../../kernel/index.ts'
import { type Problem, sayRefusal } from '../../../views/index.ts'
import type { OwnVisit } from '../guard.ts'
import { labelOf } from '../profile-field.ts'
import { isMasked, type PersonField } from './profile-fields.ts'

type Draft = Partial<Record<PersonField, string>>

/** What a form is about to change. */
export interface CheckedPart {
  /** Fields to set; undefined takes one away. */
  readonly fields: { readonly [F in keyof Profile]?: Profile[F] | undefined }
  readonly problems: readonly Problem[]
  /** What was typed, to be shown again where something is wrong. */
  readonly typed: Draft
}

/** Reads those of the fields that the form has; a number that is not shown and was left empty stays as it is. */
export async function checkPart(visit: OwnVisit, fields: readonly PersonField[]): Promise<CheckedPart> {
  const { at, form, language } = visit
  const typed = (field: PersonField): string => form.get(field)?.trim() ?? ''
  const present = fields.filter((field) => form.has(field) && !(isMasked(field) && typed(field) === ''))
  const asked = present.map((field) => ({ field, required: false }))
  const { profile, problems } = await checkProfile(at, asked, (field) => form.get(field))
  return {
    fields: Object.fromEntries(present.map((field) => [field, profile[field]])),
    typed: Object.fromEntries(fields.map((field) => [field, typed(field)])),
    problems: problems.map(({ code, facts }) => {
      const label = labelOf(language, facts.field)
      return { field: facts.field, text: sayRefusal(language, new Refusal(code, { ...facts, field: label })) }
    }),
  }
}

/** What stands in the fields before anything is typed; a day of birth in the reader's calendar. */
export function draftOf({ user, language }: OwnVisit, fields: readonly PersonField[]): Draft {
  const shown = fields.filter((field) => !isMasked(field))
  const draft: Draft = Object.fromEntries(shown.map((field) => [field, user.profile[field] ?? '']))
  return language === 'fa' && draft.birthDate ? { ...draft, birthDate: persian(draft.birthDate) } : draft
}

function persian(date: string): string {
  const form = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(localeOf('fa'), form).format(Date.parse(date))
}
