import { html } from 'ghtml'
import { isolate } from '../../views/index.ts'
import { show } from './show.ts'
import { welcomeTexts } from './texts/welcome.ts'
import type { PageRoute } from './visit.ts'

/** The front door of the installation: what this is, and where to go from here. */
export const welcomePage: PageRoute = {
  path: '/',
  async show(visit) {
    const texts = welcomeTexts[visit.language]
    const ways = [
      { href: '/account', label: texts.account, about: texts.accountHelp },
      { href: '/developers', label: texts.developers, about: texts.developersHelp },
      ...(visit.development
        ? [
            { href: '/dev/inbox', label: texts.inbox, about: texts.inboxHelp },
            { href: '/dev/site', label: texts.site, about: texts.siteHelp },
          ]
        : []),
    ]
    const rows = ways.map(
      ({ href, label, about }) => html`<li><a href="${href}">${label}</a><span class="help">${about}</span></li>`,
    )
    const body = html`<p>${texts.about(isolate(visit.theme.house))}</p><ul class="plain">!${rows.join('\n')}</ul>`
    return show(visit, { title: texts.title, body })
  },
}
