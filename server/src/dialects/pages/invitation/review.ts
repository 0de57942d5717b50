import {
  checkInvited,
  type InvitedField,
  type InvitedProfile,
  invitedFields,
} from '../../../capabilities/invitations/index.ts'
import { type Language, localeOf, Refusal } from '../../../kernel/index.ts'
import { type Problem, sayRefusal } from '../../../views/index.ts'
import { labelOf } from '../profile-field.ts'
import type { Stage } from './stage.ts'
import { invitationTexts } from './texts/index.ts'

/** Shown by their last characters alone; an empty box leaves them as they are. */
export const masked: readonly InvitedField[] = ['nationalCode', 'iban']

/** Asked for even where the app did not know them. */
const always: readonly InvitedField[] = ['firstName', 'lastName']

/** What there is to look through: all that the app said, and the name. */
export const fieldsOf = ({ invitation }: Stage): InvitedField[] =>
  invitedFields.filter((field) => invitation.wish.profile[field] !== undefined || always.includes(field))

/** What stands there: as the person left it, before that as the app said it. */
export const valuesOf = ({ invitation, facts }: Stage): InvitedProfile => facts.reviewed ?? invitation.wish.profile

/** The name of the box by which a masked field is dropped. */
export const dropName = (field: InvitedField): string => `drop-${field}`

/** Reads the form of the review: only fields that were shown, each by its own rule (attack 57). */
export async function readReview(stage: Stage): Promise<{ profile: InvitedProfile; problems: Problem[] }> {
  const { at, form, language } = stage.visit
  const shown = fieldsOf(stage)
  const standing: InvitedProfile = { ...stage.invitation.wish.profile, ...stage.facts.reviewed }
  const texts = shown.map((field): [InvitedField, string | undefined] => {
    const typed = form.get(field)?.trim() ?? ''
    const kept = masked.includes(field) && typed === '' && !form.has(dropName(field))
    return [field, kept ? standing[field] : typed]
  })
  const { profile, problems } = await checkInvited(at, Object.fromEntries(texts))
  return {
    profile,
    problems: problems.map(({ code, facts }) => {
      const named = { ...facts, field: nameOf(language, facts.field) } as typeof facts
      return { field: facts.field, text: sayRefusal(language, new Refusal(code, named)) }
    }),
  }
}

/** What stands above a field. */
export const nameOf = (language: Language, field: string): string =>
  field === 'userName' ? invitationTexts[language].userName : labelOf(language, field)

/** The last four characters, in the language's own digits where they are digits alone. */
export function maskEnd(text: string, language: Language): string {
  const end = /^\d+$/.test(text)
    ? [...text.slice(-4)].map((digit) => inDigits(language, Number(digit)))
    : [text.slice(-4)]
  return `••••••${end.join('')}`
}

const inDigits = (language: Language, digit: number): string => new Intl.NumberFormat(localeOf(language)).format(digit)

/** A day as the language's own calendar and digits have it, in the order in which it is typed back. */
export function spellDay(day: string, language: Language): string {
  if (language !== 'fa') return day
  const parts = new Intl.DateTimeFormat(localeOf(language), {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: 'UTC',
  }).formatToParts(new Date(`${day}T00:00:00Z`))
  return ['year', 'month', 'day'].map((type) => parts.find((one) => one.type === type)?.value ?? '').join('/')
}
