import { html } from 'ghtml'
import type { Answer } from '../../../http/index.ts'
import { type Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm } from '../../../views/index.ts'
import { addressOf, type Door } from './door.ts'
import { beside, onlyFields, orShow, problemsOf, showLeaf, textsOf } from './frame.ts'
import { beginByCode, type Errand } from './journey.ts'
import { isAboutContact, readContact } from './start.ts'

type Asking = Exclude<Errand, 'sign-in'>

/** Asks for an address or a number and nothing else, to make an account or to set a new password. */
export async function showAddress(door: Door, errand: Asking, refusal?: Refusal): Promise<Answer> {
  const { visit, again } = door
  const texts = textsOf(door)
  const own = again && (await readContact(door)).value
  const problems = problemsOf(door, refusal, (one) => (isAboutContact(one) ? 'email' : undefined), texts.contact)
  const field = drawField({
    name: 'email',
    label: texts.contact,
    help: texts.addressHelp,
    value: own ?? visit.form.get('email') ?? door.interaction?.loginHint,
    readOnly: again !== undefined,
    autocomplete: 'username',
    inputMode: 'email',
    enterKeyHint: 'send',
    direction: 'ltr',
    problem: beside(problems, 'email'),
  })
  const form = drawForm({ token: visit.token, fields: field, buttons: [{ label: texts.sendCode, action: 'code' }] })
  const back = html`<nav><a href="${addressOf(door)}">${texts.haveAccount}</a></nav>`
  const title = errand === 'sign-up' ? texts.signUpTitle : texts.forgotTitle
  return showLeaf(door, { title, step: texts.steps[0], body: html`!${form}!${back}`, refusal, problems })
}

/** The same for every address, known or not (rule 4). */
export function actAddress(door: Door, errand: Asking): Promise<Answer> {
  return orShow(
    async () => {
      const { form } = door.visit
      if (form.get('do') !== 'code') refuse('input.unknown-verb')
      onlyFields(form, ['email'])
      return beginByCode(door, await readContact(door), { errand })
    },
    (refusal) => showAddress(door, errand, refusal),
  )
}
