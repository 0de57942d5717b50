import { html } from 'ghtml'
import { passwordSettings } from '../../../capabilities/passwords/index.ts'
import { passwordIsOptional, readSignUpFields, signUp } from '../../../capabilities/registration/index.ts'
import { type AskedField, checkProfile } from '../../../capabilities/users/index.ts'
import type { Answer } from '../../../http/index.ts'
import { type Contact, localeOf, Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, isolate, type Problem, sayNumber, sayRefusal } from '../../../views/index.ts'
import { drawProfileField, labelOf } from '../profile-field.ts'
import { phoneTexts } from '../texts/phone.ts'
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
  const asked = await readSignUpFields(visit.at, facts.proven?.kind)
  const own = asked.map((one) => drawProfileField(visit.language, one, (name) => visit.form.get(name), problems))
  const form = drawForm({
    token: visit.token,
    fields: [
      drawWho(door, facts.proven),
      ...own,
      await drawPassword(door, facts.proven, problems),
      drawTerms(door),
    ].join('\n'),
    buttons: [{ label: texts.createIt, action: 'create' }],
  })
  const who = isolate(sayNumber(visit.language, facts.proven?.value ?? ''))
  const help = facts.errand === 'sign-up' || facts.newcomer ? '' : html`<p>${texts.newHere(who)}</p>`
  return showLeaf(door, {
    title: texts.detailsTitle,
    step: facts.errand === 'sign-up' ? texts.steps[2] : undefined,
    body: html`!${help}!${form}`,
    problems,
    refusal,
  })
}

/** The contact that was proven: for the person to see, and for the browser to remember the password by. */
export const drawWho = (door: Door, contact: Contact | undefined): string =>
  drawField({
    name: 'email',
    label: contact?.kind === 'mobile' ? phoneTexts[door.visit.language].mobile : textsOf(door).email,
    value: contact?.value,
    readOnly: true,
    autocomplete: 'username',
    direction: 'ltr',
  })

/** Asks for a password; who came by a number may do without one, where the settings allow it. */
async function drawPassword(door: Door, by: Contact | undefined, problems: readonly Problem[]): Promise<string> {
  const optional = by !== undefined && (await passwordIsOptional(door.visit.at, by.kind))
  return drawNewPassword(door, problems, optional ? phoneTexts[door.visit.language].passwordOptional : undefined)
}

/** @param optional says what becomes of who leaves it empty */
export async function drawNewPassword(
  door: Door,
  problems: readonly Problem[],
  optional?: string | undefined,
): Promise<string> {
  const texts = textsOf(door)
  const house = await passwordSettings.read(door.visit.at)
  const least = door.app.policy.passwordMinimumLength ?? house.minimumLength
  return drawField({
    name: 'password',
    label: texts.newPassword,
    help: [optional, texts.passwordHelp(new Intl.NumberFormat(localeOf(door.visit.language)).format(least))]
      .filter(Boolean)
      .join(' '),
    required: optional === undefined,
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
    const asked = await readSignUpFields(visit.at, contact.kind)
    readForm(door, asked)
    const { profile, problems } = await checkProfile(visit.at, asked, (name) => visit.form.get(name))
    const password = visit.form.get('password') || undefined
    const bare = password === undefined && (await passwordIsOptional(visit.at, contact.kind))
    const all = [...problems.map((one) => sayField(door, one)), ...(bare ? [] : missingPassword(door, password ?? ''))]
    if (all.length > 0) return showDetails(door, stand, all)
    try {
      const from = stand.facts.newcomer
      const id = await signUp(visit.at, app, { contact, password, profile, language: visit.language, from })
      return await enter(door, id, bare ? ['otp'] : ['pwd', 'otp'])
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'users.contact-taken')) throw error
      // The winner may have ended the journey; what this request read of it still stands.
      const { newcomer: _, ...facts } = stand.facts
      return comeIn(door, await readStand(door, facts))
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
