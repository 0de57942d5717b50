import { html } from 'ghtml'
import {
  type App,
  findClaim,
  hasHadCredential,
  proveDomain,
  readOwnApp,
  submitApp,
} from '../../../capabilities/apps/index.ts'
import { spend } from '../../../capabilities/limits/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { Refusal, refuse } from '../../../kernel/index.ts'
import { drawForm, drawProblems, isolate, type Problem } from '../../../views/index.ts'
import { type OwnVisit, own } from '../guard.ts'
import { show } from '../show.ts'
import type { PageRoute } from '../visit.ts'
import { drawDomain } from './domain.ts'
import { type DeveloperTexts, developerTexts } from './texts/index.ts'
import { drawUse } from './use.ts'

/** Looks outside for the proof of one app's domain: each asks name servers and a website that are not ours. */
const proofs = { limit: 30, seconds: 3600 }

/** One's own app: where it stands, what it may, how it is used. Another's is not there (attack 58). */
export const overviewPage: PageRoute = {
  path: '/developers/apps/:id',
  show: own(async (visit) => showApp(visit, await readOwnApp(visit.at, visit.user.id, visit.part(3)))),
  act: own(async (visit) => {
    const app = await readOwnApp(visit.at, visit.user.id, visit.part(3))
    const action = visit.form.get('do')
    if (action === 'submit') await submitApp(visit.at, app.id, visit.user.id)
    else if (action === 'prove') return prove(visit, app)
    else refuse('input.unknown-verb')
    return seeOther(`/developers/apps/${app.id}`)
  }),
}

async function prove(visit: OwnVisit, app: App): Promise<Answer> {
  try {
    await spend(visit.at, { budget: 'domain-proofs', of: [app.id] }, proofs)
    await proveDomain(visit.at, app.id)
    return seeOther(`/developers/apps/${app.id}`)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'apps.domain-not-proven') throw error
    const texts = developerTexts[visit.language]
    return showApp(visit, app, [{ text: texts.domain.notFound, field: 'domain' }], 400)
  }
}

async function showApp(visit: OwnVisit, app: App, problems: readonly Problem[] = [], status = 200): Promise<Answer> {
  const texts = developerTexts[visit.language]
  const hasServer = await hasHadCredential(visit.at, app.id, 'client-secret')
  const body = html`!${drawProblems(visit.language, problems)}<p><span class="tag">${texts.states[app.state]}</span></p>
!${drawReview(visit, app)}
<nav><a href="/developers/apps/${app.id}/edit">${texts.edit}</a><a href="/developers/apps/${app.id}/secrets">${texts.secrets.heading}</a></nav>
<section><dl class="stacked"><dt>${texts.overview.appId}</dt><dd><code class="code" id="appId">${app.id}</code></dd>
<dt>${texts.overview.issuer}</dt><dd><code>${visit.at.publicUrl}</code></dd></dl>
<p>${hasServer ? texts.overview.isOwn : texts.overview.noServer}</p></section>
!${drawDomain(visit, app, await findClaim(visit.at, app.id))}
!${await drawUse(visit, app.id)}
!${drawPermissions(texts, app)}`
  const links = [{ href: '/developers', label: texts.toApps }]
  return show(visit, { title: isolate(app.name), logo: app.logo, body, links, wide: true, home: '/developers' }, status)
}

/** Where the app stands in the words of its state, and what its owner can do about it. */
function drawReview({ language, token }: OwnVisit, { state, reviewNote }: App): string {
  const { review } = developerTexts[language]
  if (state === 'in-review') return html`<div class="notice"><p>${review.waits}</p></div>`
  if (state === 'suspended') return html`<div class="notice bad"><p>${review.suspended}</p></div>`
  if (state === 'live') return ''
  const note = reviewNote
    ? html`<div class="notice bad"><p>${review.sentBack}</p><p id="note" dir="auto">${reviewNote}</p></div>`
    : ''
  return html`!${note}<p>${review.draft}</p>!${drawForm({ token, buttons: [{ label: review.submit, action: 'submit' }] })}`
}

function drawPermissions({ overview }: DeveloperTexts, { permissions }: App): string {
  const lines = permissions.map((one) => html`<li>${overview.permissions[one]}</li>`).join('')
  return html`<section><h2>${overview.mayDo}</h2>!${lines ? html`<ul>!${lines}</ul>` : html`<p>${overview.mayNothing}</p>`}</section>`
}
