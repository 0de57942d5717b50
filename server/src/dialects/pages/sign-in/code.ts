import { html } from 'ghtml'
import type { Answer } from '../../../http/index.ts'
import { type Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, drawNotice, maskEmail } from '../../../views/index.ts'
import { addressOf, type Door } from './door.ts'
import { beside, onlyFields, orShow, problemsOf, showLeaf, textsOf } from './frame.ts'
import { type Errand, type Stand, sendAgain, takeCode } from './journey.ts'

/** Where an address is typed anew. */
const backOf: Record<Errand, string> = { 'sign-in': '', 'sign-up': '/sign-up', forgot: '/forgot' }

/** Asks for the code; the same whether or not the address has an account (rule 4, attack 24). */
export function showCode(door: Door, { facts }: Stand, refusal?: Refusal): Answer {
  const { visit } = door
  const texts = textsOf(door)
  const { errand = 'sign-in', sends = 1, resendAt = 0 } = facts
  const isCode = (one: Refusal) => one.code === 'verification.failed' || one.code === 'input.missing'
  const problems = problemsOf(door, refusal, (one) => (isCode(one) ? 'code' : undefined))
  const field = drawField({
    name: 'code',
    label: texts.code,
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    enterKeyHint: 'go',
    direction: 'ltr',
    maxLength: 20,
    problem: beside(problems, 'code'),
  })
  const waitSeconds = Math.max(0, Math.ceil((resendAt - visit.at.clock.now()) / 1000))
  const again = { label: texts.resend, action: 'resend', quiet: true, waitSeconds }
  const form = drawForm({
    token: visit.token,
    fields: html`<div class="code-field">!${field}</div>`,
    buttons: [{ label: texts.goOn, action: 'check' }],
  })
  const resend = drawForm({ token: visit.token, buttons: [again] })
  const retype = html`<nav><a href="${addressOf(door, backOf[errand])}">${texts.wrongAddress}</a></nav>`
  const notice = facts.pending ? drawNotice(texts.pendingHelp) : sends > 1 && !refusal ? drawNotice(texts.resent) : ''
  return showLeaf(door, {
    title: texts.codeTitle,
    step: errand === 'sign-in' ? undefined : texts.steps[1],
    body: html`!${notice}<p>${texts.codeSent(maskEmail(facts.asked?.value ?? ''))}</p>!${form}!${resend}!${door.again ? '' : retype}`,
    refusal,
    problems,
  })
}

/** Spends a try, or sends another code. */
export function actCode(door: Door, stand: Stand): Promise<Answer> {
  return orShow(
    async () => {
      const { form } = door.visit
      onlyFields(form, ['code'])
      if (form.get('do') === 'resend') return sendAgain(door, stand)
      if (form.get('do') !== 'check') return refuse('input.unknown-verb')
      const typed = form.get('code')?.trim() || refuse('input.missing', { field: textsOf(door).code })
      return takeCode(door, stand, typed)
    },
    (refusal) => showCode(door, stand, refusal),
  )
}
