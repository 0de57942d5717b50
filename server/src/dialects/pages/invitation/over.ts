import { html } from 'ghtml'
import type { Invitation } from '../../../capabilities/invitations/index.ts'
import type { Answer } from '../../../http/index.ts'
import { isolate } from '../../../views/index.ts'
import { show } from '../show.ts'
import type { Visit } from '../visit.ts'
import { invitationTexts } from './texts/index.ts'

/**
 * For a link that leads nowhere any more, or never did: says so, and offers the next step. Never a redirect
 * (contracts/payping.md, 3).
 */
export function showOver(visit: Visit, found: Invitation | undefined): Answer {
  const texts = invitationTexts[visit.language]
  const state = found && found.state !== 'open' ? found.state : 'unknown'
  const { title, help } = texts.over[state]
  const known = state !== 'unknown' && found !== undefined
  const app = known ? found.app : undefined
  const own = visit.signedIn
    ? { href: '/account', label: texts.toAccount }
    : { href: '/sign-in', label: texts.toSignIn }
  // Who is done goes on; anybody else begins again where the link came from, as far as it is known.
  const back = linksTo(visit, app)
  const [next = own, ...others] = state === 'finished' ? [own, ...back] : [...back, own]
  return show(
    visit,
    {
      title,
      body: html`<p>${help(isolate(app?.name ?? visit.theme.house))}</p><p class="actions"><a href="${next.href}" class="button">${next.label}</a></p>`,
      links: others,
      ...(app && { above: app.name, logo: app.logo }),
    },
    known ? 410 : 404,
  )
}

/** The way back to the app, where it has a website. */
export function linksTo({ language }: Visit, app: { name: string; domains: readonly string[] } | undefined) {
  const [domain] = app?.domains ?? []
  if (!app || domain === undefined) return []
  return [{ href: `https://${domain}/`, label: invitationTexts[language].backTo(isolate(app.name)) }]
}
