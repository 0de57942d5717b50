import { html } from 'ghtml'
import { type App, type Claim, proofOf } from '../../../capabilities/apps/index.ts'
import { drawForm, isolate } from '../../../views/index.ts'
import type { Visit } from '../visit.ts'
import { developerTexts } from './texts/index.ts'

/** The app's website: proven, or what proves it. */
export function drawDomain({ language, token }: Visit, app: App, claim: Claim | undefined): string {
  const { domain: texts } = developerTexts[language]
  const proven = app.domains.map((one) => html`<p>${texts.proven(isolate(one))}</p>`).join('')
  if (!claim)
    return html`<section id="domain"><h2>${texts.heading}</h2>!${proven || html`<p>${texts.none}</p>`}</section>`
  const { record, path } = proofOf(claim)
  const code = (value: string) => html`<dd><code>${value}</code></dd>`
  const check = drawForm({ token, buttons: [{ label: texts.check, action: 'prove', quiet: true }] })
  return html`<section id="domain"><h2>${texts.heading}</h2>!${proven}<p>${texts.open(isolate(claim.domain))}</p>
<h3>${texts.byRecord}</h3><dl class="stacked"><dt>${texts.name}</dt>!${code(record)}<dt>${texts.content}</dt>!${code(claim.challenge)}</dl>
<h3>${texts.byFile}</h3><dl class="stacked"><dt>${texts.address}</dt>!${code(`https://${claim.domain}${path}`)}<dt>${texts.content}</dt>!${code(claim.challenge)}</dl>
!${check}</section>`
}
