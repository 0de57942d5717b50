import { html } from 'ghtml'
import { type App, findApp } from '../../../capabilities/apps/index.ts'
import { endConsentOf, type ListedConsent, listConsents } from '../../../capabilities/consents/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { refuse, transact } from '../../../kernel/index.ts'
import { drawForm, isolate } from '../../../views/index.ts'
import { type OwnVisit, own } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { readTimes, type Times } from './say-time.ts'
import { doneOf, showPart, textsOf } from './section.ts'
import type { AccountTexts } from './texts/index.ts'

const path = '/account/apps'

/** What a person allowed which app; taking it back ends what the app was given, at once. */
export const appPages: readonly PageRoute[] = [
  { path, show: own(showApps) },
  {
    path: `${path}/:id`,
    show: own(async (visit) => showRevoke(visit, await findAllowed(visit))),
    act: own(async (visit) => {
      const { at, user, part } = visit
      const ended = await transact(at, (tx) => endConsentOf(at, tx, user.id, part(3)))
      return ended ? seeOther(`${path}?done=revoked`) : refuse('pages.not-found')
    }),
  },
]

interface Allowed {
  readonly app: App
  readonly consent: ListedConsent
}

async function listAllowed({ at, user }: OwnVisit): Promise<Allowed[]> {
  const consents = await listConsents(at, user.id)
  const found = await Promise.all(
    consents.map(async (consent) => ({ consent, app: await findApp(at.db, consent.appId) })),
  )
  return found.flatMap(({ app, consent }) => (app ? [{ app, consent }] : []))
}

/** The app that the address names, if this person allowed it anything (attack 58). */
async function findAllowed(visit: OwnVisit): Promise<Allowed> {
  return (await listAllowed(visit)).find(({ app }) => app.id === visit.part(3)) ?? refuse('pages.not-found')
}

async function showApps(visit: OwnVisit): Promise<Answer> {
  const texts = textsOf(visit)
  const times = await readTimes(visit)
  const all = await listAllowed(visit)
  const rows = all.map(
    (one) => html`<li>!${drawAllowed(texts, times, one)}
<p class="actions"><a href="${path}/${one.app.id}" class="button quiet">${texts.revoke}</a></p></li>`,
  )
  const list = html`<p>${texts.appsHelp}</p><ul class="rows">!${rows.join('')}</ul>`
  return showPart(visit, {
    section: 'apps',
    title: texts.sections.apps,
    body: all.length > 0 ? list : html`<p>${texts.noApps}</p>`,
    done: doneOf(visit, { revoked: texts.revoked }),
    images: all.map(({ app }) => app.logo),
  })
}

function drawAllowed(texts: AccountTexts, times: Times, { app, consent }: Allowed): string {
  const logo = app.logo ? html`<img src="${app.logo}" alt="" width="32" height="32"> ` : ''
  const [domain] = app.domains
  const knows = saidOf(texts, consent).map((line) => html`<li>${line}</li>`)
  return html`<h2>!${logo}<bdi>${app.name}</bdi></h2>
!${domain ? html`<p class="help"><bdi dir="ltr">${domain}</bdi></p>` : ''}
<dl><dt>${texts.knows}</dt><dd><ul class="plain">!${knows.join('')}</ul></dd>
<dt>${texts.allowedAt}</dt><dd>!${times.instant(consent.createdAt)}</dd></dl>`
}

/** What was allowed, in words; scopes that have none of their own are told of together. */
function saidOf({ scopes: words }: AccountTexts, { scopes, claims }: ListedConsent): string[] {
  const named = scopes.filter((scope) => scope !== 'openid')
  const known = named.filter((scope): scope is keyof typeof words => Object.hasOwn(words, scope))
  const more = claims.length > 0 || known.length < named.length
  return [words.account, ...known.map((scope) => words[scope]), ...(more ? [words.other] : [])]
}

async function showRevoke(visit: OwnVisit, { app }: Allowed): Promise<Answer> {
  const texts = textsOf(visit)
  const form = drawForm({ token: visit.token, buttons: [{ label: texts.revoke, action: 'revoke', danger: true }] })
  const body = html`<p>${texts.revokeHelp}</p>!${form}<p><a href="${path}">${texts.back}</a></p>`
  return showPart(visit, { section: 'apps', title: texts.revokeTitle(isolate(app.name)), body })
}
