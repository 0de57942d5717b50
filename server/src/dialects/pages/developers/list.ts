import { html } from 'ghtml'
import { type App, listOwnApps } from '../../../capabilities/apps/index.ts'
import { own } from '../guard.ts'
import { show } from '../show.ts'
import type { PageRoute } from '../visit.ts'
import { type DeveloperTexts, developerTexts } from './texts/index.ts'

/** The person's apps, and the way to a new one. */
export const listPage: PageRoute = {
  path: '/developers',
  show: own(async (visit) => {
    const texts = developerTexts[visit.language]
    const apps = await listOwnApps(visit.at, visit.user.id)
    const list =
      apps.length > 0
        ? html`<ul class="plain">!${apps.map((app) => drawApp(texts, app)).join('')}</ul>`
        : html`<p>${texts.none}</p>`
    const body = html`<p>${texts.intro}</p>!${list}<p><a class="button" href="/developers/register">${texts.register}</a></p>`
    const links = [{ href: '/account', label: texts.toAccount }]
    return show(visit, { title: texts.title, body, links, wide: true, home: '/developers' })
  }),
}

const drawApp = (texts: DeveloperTexts, { id, name, state, domains }: App): string =>
  html`<li><section><h2><a href="/developers/apps/${id}"><bdi>${name}</bdi></a></h2><p><span class="tag">${texts.states[state]}</span> <bdi class="help">${domains[0] ?? ''}</bdi></p></section></li>`
