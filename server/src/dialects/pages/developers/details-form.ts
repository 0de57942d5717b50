import { html } from 'ghtml'
import { categories, type Typed } from '../../../capabilities/apps/index.ts'
import { type Form, formTokenField, shorten } from '../../../http/index.ts'
import { Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawSelect, type Field, type Problem } from '../../../views/index.ts'
import { problemOf } from '../show.ts'
import type { Visit } from '../visit.ts'
import { type DeveloperTexts, developerTexts } from './texts/index.ts'

const plain: Typed = {
  name: '',
  description: '',
  category: '',
  logo: '',
  domain: '',
  redirectUrls: [],
  returnUrls: [],
  activationUrl: '',
  resetUrl: '',
  backchannelLogoutUrl: '',
}

export const nothingTyped: Typed = plain
const names = Object.keys(plain) as (keyof Typed)[]

/**
 * What a form says of an app; a field that is not there is empty, or as `standing` has it.
 *
 * @throws `input.unknown` for anything else, such as a state or a permission (attack 57)
 */
export function readTyped(form: Form, standing: Readonly<Record<string, string>> = {}): Typed {
  const known: readonly string[] = [...names, 'server', 'do', formTokenField]
  for (const name of form.keys()) if (!known.includes(name)) refuse('input.unknown', { field: shorten(name) })
  const read = (name: keyof Typed) => (form.get(name) ?? standing[name] ?? '').trim()
  const lines = (name: keyof Typed) => read(name).split(/\s+/).filter(Boolean)
  const values = names.map((name) => [name, Array.isArray(plain[name]) ? lines(name) : read(name)])
  return Object.fromEntries(values) as typeof plain
}

/** What is wrong, each with its field in words. */
export function problemsOf({ language }: Visit, refusals: readonly Refusal[]): Problem[] {
  const texts = developerTexts[language]
  return refusals.map((refusal) => {
    if (refusal.code === 'apps.conflict') return { text: texts.nameTaken, field: 'name' }
    const field = 'field' in refusal.facts ? (refusal.facts.field as keyof Typed | 'server') : undefined
    if (field === 'server') return { text: texts.server.unsaid, field }
    const label = field && texts.fields[field]?.label
    return problemOf(language, label ? new Refusal(refusal.code, { ...refusal.facts, field: label }) : refusal, field)
  })
}

type Shape = Pick<Field, 'type' | 'long' | 'direction' | 'maxLength' | 'inputMode'>
const address: Shape = { type: 'url', inputMode: 'url', direction: 'ltr', maxLength: 2000 }
const shapes: Record<Exclude<keyof Typed, 'category'>, Shape & { required?: boolean }> = {
  name: { maxLength: 80, required: true },
  description: { maxLength: 200, required: true, long: true },
  logo: address,
  domain: { direction: 'ltr', inputMode: 'url', maxLength: 253 },
  redirectUrls: { long: true, direction: 'ltr' },
  returnUrls: { long: true, direction: 'ltr' },
  activationUrl: address,
  resetUrl: address,
  backchannelLogoutUrl: address,
}

/** The fields of an app's details. @param fixed those that were approved, and are shown but not asked for */
export function drawDetails(
  { language }: Visit,
  typed: Typed,
  problems: readonly Problem[] = [],
  fixed: readonly string[] = [],
): string {
  const texts = developerTexts[language]
  const problemAt = (name: keyof Typed) => problems.find(({ field }) => field === name)?.text
  const draw = (name: keyof Typed): string => {
    const { label, help } = texts.fields[name]
    const problem = problemAt(name)
    if (name === 'category') return drawCategory(texts, typed.category, problem)
    if (fixed.includes(name)) return drawFixed(texts, label, String(typed[name]))
    const shape = shapes[name]
    const value = typeof typed[name] === 'string' ? typed[name] : typed[name].join('\n')
    const asked = { required: false, ...shape, name, help, value, problem }
    return drawField({ ...asked, label: shape.required ? label : texts.optional(label) })
  }
  return names.map(draw).join('\n')
}

function drawCategory(texts: DeveloperTexts, value: string, problem: string | undefined): string {
  const options = categories.map((one) => ({ value: one, label: texts.categories[one] }))
  return drawSelect({ name: 'category', ...texts.fields.category, options, value, problem })
}

function drawFixed(texts: DeveloperTexts, label: string, value: string): string {
  return html`<div class="field"><strong>${label}</strong><span class="help">${texts.approvedHelp}</span><bdi>${value || '–'}</bdi></div>`
}
