import { html } from 'ghtml'
import { passwordSettings } from '../../../capabilities/passwords/index.ts'
import { readSignUpFields, signUp } from '../../../capabilities/registration/index.ts'
import { type AskedField, checkProfile } from '../../../capabilities/users/index.ts'
import type { Answer } from '../../../http/index.ts'
import { localeOf, Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, isolate, type Problem, sayRefusal } from '../../../views/index.ts'
import { drawProfileField, labelOf } from '../profile-field.ts'
import { type Door, enter } from './door.ts'
import { beside, onlyFields, orShow, showLeaf, textsOf } from './frame.ts'
import { comeIn, readStand, type Stand } from './journey.ts'

/** Asks for what an account is made of, once nobody is found under the proven address. */
export async function showDetails(
  door: Door,
  { facts }: Stand,
  problems: readonly Problem[] = [],
  refusal?: Refusal,
): Promise<Answer> {
  const { visit } = door
  const texts = textsOf(door)
  const asked = await readSignUpFields(visit.at)
  const own = asked.map((one) => drawProfileField(visit.language, one, (name) => visit.form.get(name), problems))
  const email = facts.proven?.value ?? ''
  const form = drawForm({
    token: visit.token,
    fields: [drawWho(door, email), ...own, await drawNewPassword(door, problems), drawTerms(door)].join('\n'),
    buttons: [{ label: texts.createIt, action: 'create' }],
  })
  const help = facts.errand === 'sign-up' ? '' : html`<p>${texts.newHere(isolate(email))}</p>`
  return showLeaf(door, {
    title: texts.detailsTitle,
    step: facts.errand === 'sign-up' ? texts.steps[2] : undefined,
    body: html`!${help}!${form}`,
    problems,
    refusal,
  })
}

/** The address that was proven: for the person to see, and for the browser to remember the password by. */
export const drawWho = (door: Door, email: string): string =>
  drawField({
    name: 'email',
    label: textsOf(door).email,
    type: 'email',
    value: email,
    readOnly: true,
    autocomplete: 'username',
    direction: 'ltr',
  })

export async function drawNewPassword(door: Door, problems: readonly Problem[]): Promise<string> {
  const texts = textsOf(door)
  const house = await passwordSettings.read(door.visit.at)
  const least = door.app.policy.passwordMinimumLength ?? house.minimumLength
  return drawField({
    name: 'password',
    label: texts.newPassword,
    help: texts.passwordHelp(new Intl.NumberFormat(localeOf(door.visit.language)).format(least)),
    type: 'password',
    autocomplete: 'new-password',
    enterKeyHint: 'done',
    direction: 'ltr',
    problem: beside(problems, 'password'),
  })
}

/** What somebody agrees to by making an account, where the house has such. */
function drawTerms(door: Door): string {
  const { theme } = door.visit
  const texts = textsOf(door)
  if (!theme.termsUrl) return ''
  const terms = html`<a href="${theme.termsUrl}">${texts.terms}</a>`
  const privacy = theme.privacyUrl ? html` · <a href="${theme.privacyUrl}">${texts.privacy}</a>` : ''
  return html`<p class="help">${texts.agree} !${terms}!${privacy}</p>`
}

/** Makes the account, and signs in; whoever lost a race for the address has proven it too, and comes in as well. */
export function actDetails(door: Door, stand: Stand): Promise<Answer> {
  const { visit, app } = door
  const again = (refusal: Refusal) =>
    showDetails(door, stand, [{ text: sayRefusal(visit.language, refusal), field: fieldOf(refusal) }], refusal)
  return orShow(async () => {
    const contact = stand.facts.proven ?? refuse('verification.failed')
    const asked = await readSignUpFields(visit.at)
    readForm(door, asked)
    const { profile, problems } = await checkProfile(visit.at, asked, (name) => visit.form.get(name))
    const password = visit.form.get('password') ?? ''
    const all = [...problems.map((one) => sayField(door, one)), ...missingPassword(door, password)]
    if (all.length > 0) return showDetails(door, stand, all)
    try {
      const id = await signUp(visit.at, app, { contact, password, profile, language: visit.language })
      return await enter(door, id, ['pwd', 'otp'])
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'users.contact-taken')) throw error
      // The winner may have ended the journey; what this request read of it still stands.
      return comeIn(door, await readStand(door, stand.facts))
    }
  }, again)
}

function readForm({ visit: { form } }: Door, asked: readonly AskedField[]): void {
  onlyFields(form, ['email', 'password', ...asked.map(({ field }) => field)])
  if (form.get('do') !== 'create') refuse('input.unknown-verb')
}

const fieldOf = ({ family }: Refusal): string | undefined => (family === 'passwords' ? 'password' : undefined)

/** A refused field by the name that stands above it. */
function sayField({ visit: { language } }: Door, refusal: Refusal<'input.missing' | 'input.invalid'>): Problem {
  const { field } = refusal.facts
  const said = new Refusal(refusal.code, { ...refusal.facts, field: labelOf(language, field) } as typeof refusal.facts)
  return { text: sayRefusal(language, said), field }
}

export function missingPassword(door: Door, password: string): Problem[] {
  if (password !== '') return []
  const missing = new Refusal('input.missing', { field: textsOf(door).password })
  return [{ text: sayRefusal(door.visit.language, missing), field: 'password' }]
}
