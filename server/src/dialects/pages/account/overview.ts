import { html } from 'ghtml'
import type { Answer } from '../../../http/index.ts'
import { isolate } from '../../../views/index.ts'
import { type OwnVisit, own } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { drawContact } from './contact-row.ts'
import { sections, showPart, textsOf } from './section.ts'

export const overviewPage: PageRoute = { path: '/account', show: own(async (visit) => showOverview(visit)) }

function showOverview(visit: OwnVisit): Answer {
  const texts = textsOf(visit)
  const { profile, contacts } = visit.user
  const name = profile.name ?? [profile.firstName, profile.lastName].filter(Boolean).join(' ')
  const reached = contacts.map((contact, i) => html`<li>!${drawContact(texts, contact, i === 0)}</li>`)
  const rows = sections.flatMap(([section, href]) =>
    section === 'overview'
      ? []
      : [
          html`<li><a href="${href}">${texts.sections[section]}</a><span class="help">${texts.about[section]}</span></li>`,
        ],
  )
  const body = html`<ul class="plain">!${reached.join('')}</ul>
<ul class="rows">!${rows.join('')}</ul>`
  return showPart(visit, { section: 'overview', title: name ? isolate(name) : texts.sections.overview, body })
}
