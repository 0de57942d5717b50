import { html } from 'ghtml'
import { type Answer, forgetVisitor, seeOther } from '../../../http/index.ts'
import { drawForm } from '../../../views/index.ts'
import { show } from '../show.ts'
import type { PageRoute, Visit } from '../visit.ts'
import { textsOf } from './section.ts'

/**
 * Signing out takes a button of ours: no other site's link or form does it (attack 56). An address that was proven on the
 * way to a sign-in or a new password opens nothing to whoever sits here next.
 */
export const signOutPage: PageRoute = {
  path: '/sign-out',
  show: async (visit) => (visit.signedIn ? showQuestion(visit) : showSignedOut(visit)),
  act: async ({ at, sessions, asked }) => {
    await sessions.end(asked.wire)
    forgetVisitor(at, asked)
    return seeOther('/sign-out')
  },
}

function showQuestion(visit: Visit): Answer {
  const texts = textsOf(visit)
  const form = drawForm({ token: visit.token, buttons: [{ label: texts.signOut, action: 'sign-out' }] })
  const links = [{ href: '/account', label: texts.sections.overview }]
  return show(visit, { title: texts.signOutTitle, body: html`<p>${texts.signOutHelp}</p>!${form}`, links })
}

function showSignedOut(visit: Visit): Answer {
  const texts = textsOf(visit)
  const body = html`<p>${texts.signedOutHelp}</p><p><a href="/sign-in?next=%2Faccount" class="button">${texts.signIn}</a></p>`
  return show(visit, { title: texts.signedOutTitle, body })
}
