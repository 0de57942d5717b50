import { html } from 'ghtml'
import type { Answer } from '../../../http/index.ts'
import { drawField, drawForm, drawProblems, isolate, type Problem } from '../../../views/index.ts'
import { type Drawing, show } from '../show.ts'
import { type PageTexts, pageTexts } from '../texts/index.ts'
import type { Visit } from '../visit.ts'
import type { Stage } from './stage.ts'

const above = ({ app, interaction }: Stage): Pick<Drawing, 'above' | 'logo' | 'leadsTo'> => ({
  above: app.name,
  logo: app.logo,
  leadsTo: [interaction.leadsTo],
})

/** Asks for e-mail and password; what was typed stays, the password aside. */
export function showSignIn(
  stage: Stage,
  { email, problems = [] }: { email: string; problems?: readonly Problem[] },
  status = 200,
): Answer {
  const { visit, app } = stage
  const texts = pageTexts[visit.language]
  const fields = [
    drawField({
      name: 'email',
      label: texts.email,
      type: 'email',
      value: email,
      autocomplete: 'username',
      inputMode: 'email',
      enterKeyHint: 'next',
      direction: 'ltr',
    }),
    drawField({
      name: 'password',
      label: texts.password,
      type: 'password',
      autocomplete: 'current-password',
      enterKeyHint: 'go',
      direction: 'ltr',
    }),
  ]
  const form = drawForm({
    token: visit.token,
    fields: fields.join('\n'),
    buttons: [{ label: texts.signIn, action: 'sign-in' }],
  })
  const body = html`!${drawProblems(visit.language, problems)}!${form}!${drawCancel(texts, visit)}`
  return show(visit, { ...above(stage), title: texts.signInTo(isolate(app.name)), body }, status)
}

/** Says in words what the app will receive, and offers "no" as plainly as "yes". */
export function showConsent(stage: Stage, person: string): Answer {
  const { visit, app, interaction } = stage
  const texts = pageTexts[visit.language]
  const said = interaction.scopes.filter((scope): scope is keyof PageTexts['scopes'] => scope in texts.scopes)
  const lines = ['account' as const, ...said].map((scope) => html`<li>${texts.scopes[scope]}</li>`)
  const allow = drawForm({ token: visit.token, buttons: [{ label: texts.allow, action: 'allow' }] })
  const body = html`<p>${texts.signedInAs(isolate(person))}</p>
<section><p>${texts.willReceive(isolate(app.name))}</p><ul>!${lines.join('')}</ul><p class="help"><bdi>${app.domains[0] ?? ''}</bdi></p></section>
!${allow}!${drawCancel(texts, visit)}`
  return show(visit, { ...above(stage), title: texts.allowTitle(isolate(app.name)), body })
}

const drawCancel = (texts: PageTexts, { token }: Visit): string =>
  drawForm({ token, buttons: [{ label: texts.cancel, action: 'cancel', quiet: true }] })

/** For a link or a form whose time is over; nothing is consumed by looking. */
export function showOver(visit: Visit): Answer {
  const texts = pageTexts[visit.language]
  return show(visit, { title: texts.over, body: html`<p>${texts.overHelp}</p>` }, 404)
}
