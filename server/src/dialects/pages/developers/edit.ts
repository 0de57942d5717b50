import { html } from 'ghtml'
import {
  type App,
  changeDetails,
  checkDetails,
  findClaim,
  hasHadCredential,
  listFixed,
  readOwnApp,
  type Typed,
} from '../../../capabilities/apps/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { Refusal } from '../../../kernel/index.ts'
import { drawForm, drawProblems, isolate } from '../../../views/index.ts'
import { fresh, type OwnVisit } from '../guard.ts'
import { show, statusOf } from '../show.ts'
import type { PageRoute } from '../visit.ts'
import { drawDetails, problemsOf, readTyped } from './details-form.ts'
import { developerTexts } from './texts/index.ts'

/** The details of one's own app; another's is not there (attack 58). */
export const editPage: PageRoute = {
  path: '/developers/apps/:id/edit',
  show: fresh(async (visit) => {
    const app = await readOwnApp(visit.at, visit.user.id, visit.part(3))
    return showForm(visit, app, await typedOf(visit, app))
  }),
  act: fresh(async (visit) => {
    const app = await readOwnApp(visit.at, visit.user.id, visit.part(3))
    const typed = readTyped(visit.form, await listFixed(visit.at, app))
    const details = checkDetails(typed, await hasHadCredential(visit.at, app.id, 'client-secret'))
    if (Array.isArray(details)) return showForm(visit, app, typed, details)
    try {
      await changeDetails(visit.at, app.id, details)
      return seeOther(`/developers/apps/${app.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !['apps.conflict', 'apps.approved'].includes(error.code)) throw error
      return showForm(visit, app, typed, [error])
    }
  }),
}

async function typedOf({ at }: OwnVisit, app: App): Promise<Typed> {
  const claim = await findClaim(at, app.id)
  return {
    ...app,
    logo: app.logo ?? '',
    domain: claim?.domain ?? app.domains[0] ?? '',
    activationUrl: app.activationUrl ?? '',
    resetUrl: app.resetUrl ?? '',
    backchannelLogoutUrl: app.backchannelLogoutUrl ?? '',
  }
}

async function showForm(visit: OwnVisit, app: App, typed: Typed, refusals: readonly Refusal[] = []): Promise<Answer> {
  const texts = developerTexts[visit.language]
  const problems = problemsOf(visit, refusals)
  const fields = drawDetails(visit, typed, problems, Object.keys(await listFixed(visit.at, app)))
  const form = drawForm({ token: visit.token, fields, buttons: [{ label: texts.save, action: 'save' }] })
  const body = html`!${drawProblems(visit.language, problems)}!${form}`
  const links = [
    { href: `/developers/apps/${app.id}`, label: isolate(app.name) },
    { href: '/developers', label: texts.toApps },
  ]
  const [first] = refusals
  const drawing = { title: texts.editTitle(isolate(app.name)), body, links, home: '/developers' }
  return show(visit, drawing, first ? statusOf(first) : 200)
}
