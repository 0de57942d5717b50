import { html } from 'ghtml'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Ports } from '../../../kernel/index.ts'
import { answerPage } from './answer-page.ts'

/** The library's own page that posts a form by an inline script: `response_mode=form_post`, and steps between pages. */
const form = /<form method="post" action="([^"]*)">\s*((?:<input type="hidden"[^>]*\/>\s*)*)<noscript>/

/**
 * Draws that page anew: our script submits it (views/page.js), a button does without one, and our policy holds. Names and
 * values were escaped by the library.
 */
export async function redrawForm(at: Ports, context: KoaContextWithOIDC): Promise<void> {
  const [found, action = '', inputs = ''] = form.exec(typeof context.body === 'string' ? context.body : '') ?? []
  if (found === undefined) return
  // Where the form ends is the app's affair: it may redirect anywhere, and browsers hold that against `form-action`.
  const leadsTo = action.startsWith(`${at.publicUrl}/`) ? [] : ['https:', new URL(action).origin]
  await answerPage(at, context, (texts) => ({
    title: texts.next,
    body: html`<form method="post" action="!${action}" data-at-once>!${inputs}<p>${texts.nextHelp}</p><p><button>${texts.go}</button></p></form>`,
    leadsTo,
  }))
}
