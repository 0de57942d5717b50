import { html } from 'ghtml'
import { checkDetails, type Registered, registerApp, type Typed } from '../../../capabilities/apps/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { Refusal } from '../../../kernel/index.ts'
import { drawChoice, drawForm, drawProblems } from '../../../views/index.ts'
import { isFresh, type OwnVisit, own } from '../guard.ts'
import { show, statusOf } from '../show.ts'
import type { PageRoute } from '../visit.ts'
import { drawDetails, nothingTyped, problemsOf, readTyped } from './details-form.ts'
import { showSecrets } from './shown.ts'
import { developerTexts } from './texts/index.ts'

/** Registers an app for whoever is signed in, and shows its secrets this once. */
export const registerPage: PageRoute = {
  path: '/developers/register',
  show: own(async (visit) => showForm(visit, nothingTyped, '')),
  act: own(async (visit) => {
    const typed = readTyped(visit.form)
    const server = visit.form.get('server') ?? ''
    const details = checkDetails(typed, server !== 'no')
    const unsaid = server === 'yes' || server === 'no' ? [] : [new Refusal('input.missing', { field: 'server' })]
    if (Array.isArray(details)) return showForm(visit, typed, server, [...details, ...unsaid])
    if (unsaid.length > 0) return showForm(visit, typed, server, unsaid)
    try {
      return answerWith(visit, await registerApp(visit.at, visit.user.id, details, server === 'yes'))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'server.unavailable') throw error
      return showForm(visit, typed, server, [error])
    }
  }),
}

/** Whoever signed in long ago proves it once more, and then draws the secrets anew: none is lost that was not seen. */
function answerWith(visit: OwnVisit, { app, secrets }: Registered): Answer {
  const address = `/developers/apps/${app.id}`
  if (!secrets) return seeOther(address)
  if (!isFresh(visit)) return seeOther(`${address}/secrets`)
  const { clientSecret, portalKey } = secrets
  return showSecrets(visit, { app, secrets: { clientSecret, portalKey } })
}

function showForm(visit: OwnVisit, typed: Typed, server: string, refusals: readonly Refusal[] = []): Answer {
  const texts = developerTexts[visit.language]
  const problems = problemsOf(visit, refusals)
  const options = [
    { value: 'yes', label: texts.server.yes },
    { value: 'no', label: texts.server.no },
  ]
  const problem = problems.find(({ field }) => field === 'server')?.text
  const choice = drawChoice({ name: 'server', legend: texts.server.legend, options, value: server, problem })
  const fields = html`!${drawDetails(visit, typed, problems)}!${choice}`
  const form = drawForm({ token: visit.token, fields, buttons: [{ label: texts.create, action: 'register' }] })
  const body = html`!${drawProblems(visit.language, problems)}!${form}`
  const links = [{ href: '/developers', label: texts.toApps }]
  const [first] = refusals
  return show(visit, { title: texts.register, body, links, home: '/developers' }, first ? statusOf(first) : 200)
}
