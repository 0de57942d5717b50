import { html } from 'ghtml'
import { type Answer, type Form, formTokenField, shorten } from '../../../http/index.ts'
import { Refusal, refuse } from '../../../kernel/index.ts'
import { drawForm, drawProblems, isolate, type Problem, sayRefusal } from '../../../views/index.ts'
import { type Drawing, show, statusOf } from '../show.ts'
import { type PageTexts, pageTexts } from '../texts/index.ts'
import type { Visit } from '../visit.ts'
import type { Door } from './door.ts'

export interface Leaf extends Pick<Drawing, 'title' | 'step' | 'body'> {
  /** The refusal that the page is shown again for. */
  readonly refusal?: Refusal | undefined
  readonly problems?: readonly Problem[]
  /** What the way back to the app says. */
  readonly back?: string
}

export const textsOf = ({ visit }: Door): PageTexts => pageTexts[visit.language]
export const nameOf = ({ app }: Door): string => isolate(app.name)

/** A page behind a door: on whose behalf, what went wrong, the page itself, and the way back. */
export function showLeaf(door: Door, { refusal, problems = [], body, back, ...leaf }: Leaf): Answer {
  const { visit, app, interaction } = door
  const all = html`!${drawProblems(visit.language, problems)}!${body}!${interaction ? drawCancel(door, back) : ''}`
  const drawing = { ...leaf, body: all, above: app.name, logo: app.logo }
  const answer = show(
    visit,
    interaction
      ? { ...drawing, leadsTo: [interaction.leadsTo] }
      : { ...drawing, home: '/', ...(door.leadsTo && { leadsTo: [door.leadsTo] }) },
    refusal ? statusOf(refusal) : problems.length > 0 ? 400 : 200,
  )
  const wait = refusal?.retryAfterSeconds
  return wait === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } }
}

/** "No" as plainly as "yes", on every page: the way back to the app. */
function drawCancel(door: Door, label = textsOf(door).backTo(nameOf(door))): string {
  const button = { label, action: 'cancel', quiet: true }
  return drawForm({ token: door.visit.token, action: door.path, buttons: [button] })
}

/** Which field of a page a refusal is about. */
type FieldOf = (refusal: Refusal) => string | undefined

/** What a refusal says on a page: a refused field by the name that stands above it, not by that of the wire. */
export function problemsOf(door: Door, refusal: Refusal | undefined, fieldOf: FieldOf, label?: string): Problem[] {
  if (!refusal) return []
  const said =
    label && 'field' in refusal.facts ? new Refusal(refusal.code, { ...refusal.facts, field: label }) : refusal
  return [{ text: sayRefusal(door.visit.language, said), field: fieldOf(refusal) }]
}

/** What a field says beside itself. */
export const beside = (problems: readonly Problem[], field: string): string | undefined =>
  problems.find((one) => one.field === field)?.text

/** Runs what a form asks for; what can be mended in the form is shown with it again. */
export async function orShow(act: () => Promise<Answer>, again: (refusal: Refusal) => Promise<Answer> | Answer) {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refusal) || !mendable.includes(error.family)) throw error
    return again(error)
  }
}

const mendable: readonly string[] = ['input', 'passwords', 'verification', 'forms', 'files', 'limits', 'server']

/**
 * What a form may carry besides its token and its button (attack 57).
 *
 * @throws `input.unknown`
 */
export function onlyFields(form: Form, names: readonly string[]): void {
  for (const name of form.keys()) {
    if (name !== formTokenField && name !== 'do' && !names.includes(name))
      refuse('input.unknown', { field: shorten(name) })
  }
}

/** For a link or a form whose time is over; nothing is consumed by looking. */
export function showOver(visit: Visit): Answer {
  const texts = pageTexts[visit.language]
  return show(visit, { title: texts.over, body: html`<p>${texts.overHelp}</p>`, home: '/' }, 404)
}
