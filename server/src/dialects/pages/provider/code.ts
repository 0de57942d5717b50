import { html } from 'ghtml'
import { activateLogin, generateCode } from '../../../capabilities/forms/index.ts'
import { changeJourney, readJourney } from '../../../capabilities/journeys/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { findEmail, type Refusal, refuse, seconds } from '../../../kernel/index.ts'
import { drawField, drawForm, drawNotice, isolate, maskEmail } from '../../../views/index.ts'
import {
  addressOf,
  beside,
  enter,
  journeyOf,
  onlyFields,
  orShow,
  problemsOf,
  showLeaf,
  textsOf,
} from '../sign-in/index.ts'
import { drawWait } from '../wait.ts'
import type { ProviderDoor } from './door.ts'
import type { Facts } from './sign-up.ts'
import { providerTexts } from './texts.ts'

/** The journey of this browser; who comes without one begins with the form (attack 38). */
async function withFacts(door: ProviderDoor, go: (facts: Facts) => Promise<Answer> | Answer): Promise<Answer> {
  const facts = await readJourney<Facts>(door.visit.at, journeyOf(door))
  return facts?.login === undefined ? seeOther(addressOf(door)) : go(facts)
}

/** Asks for the code; the same whether or not the login was taken before (rule 4). */
export const showCode = (door: ProviderDoor): Promise<Answer> => withFacts(door, (facts) => draw(door, facts))

function draw(door: ProviderDoor, { login, resendAt, sends }: Facts, refusal?: Refusal): Answer {
  const { visit, provider } = door
  const texts = textsOf(door)
  const own = providerTexts[visit.language]
  const isCode = (one: Refusal) => one.code === 'verification.failed' || one.code === 'input.missing'
  const problems = problemsOf(door, refusal, (one) => (isCode(one) ? 'code' : undefined))
  const field = drawField({
    name: 'code',
    label: texts.code,
    autocomplete: 'one-time-code',
    inputMode: provider.policy.codeDigitsOnly ? 'numeric' : 'text',
    enterKeyHint: 'go',
    direction: 'ltr',
    maxLength: 20,
    problem: beside(problems, 'code'),
  })
  const waitSeconds = Math.max(0, Math.ceil((resendAt - visit.at.clock.now()) / 1000))
  const form = drawForm({
    token: visit.token,
    fields: html`<div class="code-field">!${field}</div>`,
    buttons: [{ label: texts.goOn, action: 'check' }],
  })
  const resend = drawForm({
    token: visit.token,
    buttons: [{ label: texts.resend, action: 'resend', quiet: true, waitSeconds }],
  })
  const notice = sends > 1 && !refusal ? drawNotice(texts.resent) : ''
  const to = findEmail(login) ? maskEmail(login) : isolate(login)
  return showLeaf(door, {
    title: own.codeTitle,
    body: html`!${notice}<p>${own.codeSent(to)}</p>!${form}!${drawWait(visit.language, waitSeconds)}!${resend}`,
    refusal,
    problems,
  })
}

/** Opens the account by its code and lands in the app; or sends another code. */
export const actCode = (door: ProviderDoor): Promise<Answer> =>
  withFacts(door, (facts) =>
    orShow(
      async () => {
        const { visit, app, provider } = door
        const { form, at, language, asked } = visit
        onlyFields(form, ['code'])
        if (form.get('do') === 'resend') {
          const wish = { login: facts.login, event: 'user_registration', language, address: asked.address }
          await generateCode(at, app, provider, wish)
          const resendAt = at.clock.now() + seconds(provider.policy.codePauseSeconds)
          await changeJourney<Facts>(at, journeyOf(door), (now) => ({ ...now, resendAt, sends: (now.sends ?? 0) + 1 }))
          return seeOther(addressOf(door, '/code'))
        }
        if (form.get('do') !== 'check') return refuse('input.unknown-verb')
        const typed = form.get('code')?.trim() || refuse('input.missing', { field: textsOf(door).code })
        return enter(door, await activateLogin(at, app, provider, facts.login, typed), ['pwd', 'otp'])
      },
      (refusal) => draw(door, facts, refusal),
    ),
  )
