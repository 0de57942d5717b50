import { html } from 'ghtml'
import { changeProfile, type Profile } from '../../../capabilities/users/index.ts'
import { type Answer, seeOther, setCookie } from '../../../http/index.ts'
import { languages, refuse } from '../../../kernel/index.ts'
import { drawChoice, drawForm, layoutTexts } from '../../../views/index.ts'
import { type OwnVisit, own } from '../guard.ts'
import { labelOf } from '../profile-field.ts'
import { fieldTexts } from '../texts/fields.ts'
import type { PageRoute } from '../visit.ts'
import { checkPart, draftOf } from './check-part.ts'
import { drawFields, fieldsOf, isMasked, mask, type PersonField, type PersonPart, partNames } from './profile-fields.ts'
import { drawDate } from './say-time.ts'
import { doneOf, type Part, showPart, textsOf } from './section.ts'

const path = '/account/profile'

/** What a person says of themselves: read as a whole, changed part by part. */
export const profilePages: readonly PageRoute[] = [
  { path, show: own(async (visit) => showProfile(visit)) },
  { path: `${path}/language`, show: own(async (visit) => showLanguage(visit)), act: own(saveLanguage) },
  { path: `${path}/:part`, show: own(async (visit) => showForm(visit, partOf(visit))), act: own(savePart) },
]

const partOf = (visit: OwnVisit): PersonPart =>
  partNames.find((one) => one === visit.part(3)) ?? refuse('pages.not-found')

function showProfile(visit: OwnVisit): Answer {
  const texts = textsOf(visit)
  const { user } = visit
  const parts = partNames.map((part) => {
    const given = fieldsOf[part].filter((field) => user.profile[field] !== undefined)
    const lines = given.map(
      (field) => html`<dt>${labelOf(visit.language, field)}</dt><dd>!${drawValue(visit, field)}</dd>`,
    )
    const list = html`<dl class="stacked">!${lines.join('\n')}</dl>`
    return drawPart(visit, part, given.length > 0 ? list : html`<p class="help">${texts.unsaid}</p>`)
  })
  const tongue = html`<p><bdi>${layoutTexts[user.language ?? visit.language].name}</bdi></p>`
  const body = html`!${parts.join('\n')}!${drawPart(visit, 'language', tongue)}`
  const done = doneOf(visit, { saved: texts.saved })
  return showPart(visit, { section: 'profile', title: texts.sections.profile, body, done })
}

function drawPart(visit: OwnVisit, part: PersonPart | 'language', content: string): string {
  const texts = textsOf(visit)
  return html`<section><h2>${texts.parts[part]}</h2>!${content}
<a href="${path}/${part}" class="button quiet" aria-label="${texts.change}: ${texts.parts[part]}">${texts.change}</a></section>`
}

function drawValue(visit: OwnVisit, field: PersonField): string {
  const { birthDate, gender, [field]: value = '' } = visit.user.profile
  if (field === 'birthDate' && birthDate) return drawDate(visit.language, birthDate)
  if (field === 'gender' && gender) return html`${fieldTexts[visit.language].genders[gender]}`
  return isMasked(field) ? html`<bdi dir="ltr">${mask(value)}</bdi>` : html`<bdi>${value}</bdi>`
}

function showForm(
  visit: OwnVisit,
  part: PersonPart,
  draft: Readonly<Partial<Record<PersonField, string>>> = draftOf(visit, fieldsOf[part]),
  problems: Part['problems'] = [],
): Answer {
  const texts = textsOf(visit)
  const { token, user } = visit
  const fields = drawFields(visit, part, draft, problems)
  const kept = fieldsOf[part].filter((field) => isMasked(field) && user.profile[field] !== undefined)
  const removals = kept.map((field) =>
    drawForm({
      token,
      hidden: { field },
      buttons: [{ label: `${texts.remove}: ${labelOf(visit.language, field)}`, action: 'remove', quiet: true }],
    }),
  )
  const form = drawForm({ token, fields, buttons: [{ label: texts.save, action: 'save' }] })
  const body = html`!${form}!${removals.join('\n')}<p><a href="${path}">${texts.back}</a></p>`
  return showPart(
    visit,
    { section: 'profile', title: texts.parts[part], body, problems },
    problems.length > 0 ? 400 : 200,
  )
}

/** Writes the fields of this part that the form has, and no other (attack 57); an empty one is taken away. */
async function savePart(visit: OwnVisit): Promise<Answer> {
  const { at, user, form } = visit
  const part = partOf(visit)
  const { fields, problems, typed } =
    form.get('do') === 'remove' ? removal(visit, part) : await checkPart(visit, fieldsOf[part])
  if (problems.length > 0) return showForm(visit, part, typed, problems)
  if (Object.keys(fields).length > 0) await changeProfile(at, undefined, user.id, { fields })
  return seeOther(`${path}?done=saved`)
}

/** What is not shown cannot be emptied in its field: it has a button of its own. */
function removal({ form }: OwnVisit, part: PersonPart): Awaited<ReturnType<typeof checkPart>> {
  const field = fieldsOf[part].find((one) => isMasked(one) && one === form.get('field')) ?? refuse('pages.not-found')
  return { fields: { [field]: undefined } as Partial<Record<keyof Profile, undefined>>, problems: [], typed: {} }
}

function showLanguage(visit: OwnVisit): Answer {
  const texts = textsOf(visit)
  const options = languages.map((value) => ({ value, label: layoutTexts[value].name }))
  const choice = drawChoice({
    name: 'language',
    legend: texts.help.language,
    options,
    value: visit.user.language ?? visit.language,
  })
  const form = drawForm({ token: visit.token, fields: choice, buttons: [{ label: texts.save, action: 'save' }] })
  const body = html`!${form}<p><a href="${path}">${texts.back}</a></p>`
  return showPart(visit, { section: 'profile', title: texts.parts.language, body })
}

/** The pages of this browser turn to the language too. */
async function saveLanguage(visit: OwnVisit): Promise<Answer> {
  const { at, asked, user, form } = visit
  const language =
    languages.find((one) => one === form.get('language')) ??
    refuse('input.invalid', { field: 'language', rule: 'language' })
  await changeProfile(at, undefined, user.id, { fields: {}, language })
  setCookie(at, asked, { name: 'lang', value: language, lifeSeconds: 365 * 86_400 })
  return seeOther(`${path}?done=saved`)
}
