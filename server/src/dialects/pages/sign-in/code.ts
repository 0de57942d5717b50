import { html } from 'ghtml'
import { hasMissed } from '../../../capabilities/messages/index.ts'
import type { Answer } from '../../../http/index.ts'
import { type Contact, type Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, drawNotice, maskContact } from '../../../views/index.ts'
import { phoneTexts } from '../texts/phone.ts'
import { drawWait } from '../wait.ts'
import { addressOf, type Door } from './door.ts'
import { beside, onlyFields, orShow, problemsOf, showLeaf, textsOf } from './frame.ts'
import { type Errand, type Facts, type Stand, sendAgain, sendByMail, takeCode } from './journey.ts'

/** Where an address is typed anew. */
const backOf: Record<Errand, string> = { 'sign-in': '', 'sign-up': '/sign-up', forgot: '/forgot' }

/** Asks for the code; the same whether or not the address has an account (rule 4, attack 24). */
export async function showCode(door: Door, { facts }: Stand, refusal?: Refusal): Promise<Answer> {
  const { visit } = door
  const texts = textsOf(door)
  const { errand = 'sign-in' } = facts
  const isCode = (one: Refusal) => one.code === 'verification.failed' || one.code === 'input.missing'
  const problems = problemsOf(door, refusal, (one) => (isCode(one) ? 'code' : undefined))
  const byText = facts.asked?.kind === 'mobile'
  const field = drawField({
    name: 'code',
    label: texts.code,
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    enterKeyHint: 'go',
    direction: 'ltr',
    maxLength: 30,
    problem: beside(problems, 'code'),
  })
  const form = drawForm({
    token: visit.token,
    fields: html`<div class="code-field" !${byText ? 'data-otp' : ''}>!${field}</div>`,
    buttons: [{ label: texts.goOn, action: 'check' }],
  })
  const retype = html`<nav><a href="${addressOf(door, backOf[errand])}">${texts.wrongAddress}</a></nav>`
  const phone = phoneTexts[visit.language]
  const sent = saySent(door, facts)
  return showLeaf(door, {
    title: byText ? phone.codeTitle : facts.number ? phone.mailTitle : texts.codeTitle,
    step: errand === 'sign-in' ? undefined : texts.steps[1],
    body: html`!${drawNews(door, facts, refusal)}<p>${sent}</p>!${form}!${await drawAgain(door, facts)}!${door.again ? '' : retype}`,
    refusal,
    problems,
  })
}

/** What has just happened. */
function drawNews(door: Door, { pending, sends = 1 }: Partial<Facts>, refusal: Refusal | undefined): string {
  const texts = textsOf(door)
  if (refusal?.code === 'verification.paused') return drawNotice(phoneTexts[door.visit.language].longer)
  if (pending) return drawNotice(texts.pendingHelp)
  return sends > 1 && !refusal ? drawNotice(texts.resent) : ''
}

/** Where the code went; of an address that stands in a number's place not even whether there is one (rule 4). */
function saySent(door: Door, { asked, number }: Partial<Facts>): string {
  const phone = phoneTexts[door.visit.language]
  if (number) return phone.mailed
  const masked = asked ? maskContact(door.visit.language, asked) : ''
  return asked?.kind === 'mobile' ? phone.codeSent(masked) : textsOf(door).codeSent(masked)
}

/** Another code, from when on, and other ways for a code that does not come. */
async function drawAgain(door: Door, { asked, resendAt = 0, sends = 1 }: Partial<Facts>): Promise<string> {
  const { visit } = door
  const texts = textsOf(door)
  const phone = phoneTexts[visit.language]
  const waitSeconds = Math.max(0, Math.ceil((resendAt - visit.at.clock.now()) / 1000))
  const wait = drawWait(visit.language, waitSeconds)
  const again = { label: texts.resend, action: 'resend', quiet: true, waitSeconds }
  const elsewhere = asked?.kind === 'mobile' && (sends > 1 || (await hasMissed(visit.at, 'code', asked)))
  if (!elsewhere) return html`!${wait}!${drawForm({ token: visit.token, buttons: [again] })}`
  const buttons = [
    { label: phone.otherWay, action: 'other-way', quiet: true, waitSeconds },
    { label: phone.byMail, action: 'by-mail', quiet: true },
  ]
  return html`<section><p>${phone.missing}</p>!${wait}!${drawForm({ token: visit.token, buttons })}</section>`
}

/** Spends a try, or sends another code. */
export function actCode(door: Door, stand: Stand): Promise<Answer> {
  return orShow(
    async () => {
      const { form } = door.visit
      onlyFields(form, ['code'])
      const action = form.get('do')
      if (action === 'resend') return sendAgain(door, stand)
      if (action === 'other-way') return sendAgain(door, stand, true)
      if (action === 'by-mail') return sendByMail(door, numberOf(stand), stand.facts)
      if (action !== 'check') return refuse('input.unknown-verb')
      const typed = form.get('code')?.trim() || refuse('input.missing', { field: textsOf(door).code })
      return takeCode(door, stand, typed)
    },
    (refusal) => showCode(door, stand, refusal),
  )
}

const numberOf = ({ facts: { asked } }: Stand): Contact =>
  asked?.kind === 'mobile' ? asked : refuse('input.unknown-verb')
