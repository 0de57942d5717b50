import { html } from 'ghtml'
import { changeJourney } from '../../../capabilities/journeys/index.ts'
import { recognize } from '../../../capabilities/registration/index.ts'
import { reviveNumber } from '../../../capabilities/users/index.ts'
import type { Answer } from '../../../http/index.ts'
import { type Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, isolate, sayNumber } from '../../../views/index.ts'
import { phoneTexts } from '../texts/phone.ts'
import { type Door, enter, journeyOf } from './door.ts'
import { beside, onlyFields, orShow, problemsOf, showLeaf, textsOf } from './frame.ts'
import { beginProven, type Facts, leadTo, type Stand, sendByMail } from './journey.ts'

/**
 * Asks who showed a number that lay idle for one more proof, since it may have come to somebody else (codes.md, decision
 * 0021): the password, or a code to the account's e-mail. Whoever has neither makes an account of their own.
 */
export function showStillYou(door: Door, { facts, more }: Stand, refusal?: Refusal): Answer {
  const { visit } = door
  const texts = textsOf(door)
  const phone = phoneTexts[visit.language]
  const problems = problemsOf(door, refusal, fieldOf, phone.stillPassword)
  const password = drawField({
    name: 'password',
    label: phone.stillPassword,
    type: 'password',
    autocomplete: 'current-password',
    enterKeyHint: 'go',
    direction: 'ltr',
    problem: beside(problems, 'password'),
  })
  const { token } = visit
  const byPassword = drawForm({ token, fields: password, buttons: [{ label: texts.confirm, action: 'password' }] })
  const byMail = drawForm({ token, buttons: [{ label: phone.stillMail, action: 'mail', quiet: !!more?.password }] })
  const newcomer = drawForm({ token, buttons: [{ label: phone.newcomer, action: 'newcomer', quiet: true }] })
  const only = more?.password || more?.email ? '' : html`<p>${phone.newcomerOnly}</p>`
  const body = html`<p>${phone.stillHelp(isolate(sayNumber(visit.language, facts.proven?.value ?? '')))}</p>
!${more?.password ? byPassword : ''}!${more?.email ? byMail : ''}
<section><h2>${phone.newcomerTitle}</h2>!${only}<p>${phone.newcomerHelp}</p>!${newcomer}</section>`
  return showLeaf(door, { title: phone.stillTitle, body, refusal, problems })
}

const fieldOf = ({ code, family }: Refusal): string | undefined =>
  family === 'passwords' || code === 'input.missing' ? 'password' : undefined

/** Takes the second proof, and the number is in use again; or remembers that somebody else has it now. */
export function actStillYou(door: Door, stand: Stand): Promise<Answer> {
  return orShow(
    async () => {
      const { form, at } = door.visit
      onlyFields(form, ['password'])
      const action = form.get('do')
      const { facts, holder, more } = stand
      const { proven } = facts
      if (!holder || !proven || !more) return leadTo(door, 'start')
      if (action === 'password' && more.password) return byPassword(door, stand)
      if (action === 'mail' && more.email) return sendByMail(door, proven, facts)
      if (action !== 'newcomer') return refuse('input.unknown-verb')
      await changeJourney<Facts>(at, journeyOf(door), (now) => ({ ...now, newcomer: holder.id }))
      return leadTo(door, 'details')
    },
    (refusal) => showStillYou(door, stand, refusal),
  )
}

async function byPassword(door: Door, { holder, facts: { proven, errand } }: Stand): Promise<Answer> {
  const { at, form } = door.visit
  if (!holder || !proven) return refuse('verification.failed')
  const password = form.get('password') || refuse('input.missing', { field: 'password' })
  const { user, login } = await recognize(at, door.app, { kind: 'id', value: holder.id }, password)
  await reviveNumber(at.db, user.id, proven, at.clock.now())
  return login.mustChange || errand === 'forgot'
    ? beginProven(door, proven, 'forgot')
    : enter(door, user.id, ['pwd', 'otp'])
}
