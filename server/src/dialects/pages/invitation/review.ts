import {
  checkInvited,
  type InvitedField,
  type InvitedProfile,
  invitedFields,
} from '../../../capabilities/invitations/index.ts'
import { type Language, Refusal } from '../../../kernel/index.ts'
import { type Problem, sayRefusal } from '../../../views/index.ts'
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
  const names = Object.fromEntries(invitedFields.map((field) => [field, field])) as Record<InvitedField, InvitedField>
  const { profile, problems } = await checkInvited(at, Object.fromEntries(texts), names)
  const { labels } = invitationTexts[language]
  return {
    profile,
    problems: problems.map(({ code, facts }) => ({
      field: facts.field,
      text: sayRefusal(language, new Refusal(code, { ...facts, field: labels[facts.field as InvitedField] })),
    })),
  }
}

/** The last four characters. */
export const maskEnd = (text: string): string => `••••••${text.slice(-4)}`

/** `s•••@example.com`: enough for its owner to know it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const [first = ''] = [...email]
  return `${first}•••${email.slice(at)}`
}

/** A day as the language's own calendar and digits have it, in the order in which it is typed back. */
export function spellDay(day: string, language: Language): string {
  if (language !== 'fa') return day
  const parts = new Intl.DateTimeFormat('fa-IR-u-ca-persian-nu-arabext', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: 'UTC',
  }).formatToParts(new Date(`${day}T00:00:00Z`))
  return ['year', 'month', 'day'].map((type) => parts.find((one) => one.type === type)?.value ?? '').join('/')
}
