import { html } from 'ghtml'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { pagePolicy } from '../../http/index.ts'
import { findLanguage, type Language, type Ports } from '../../kernel/index.ts'
import { layout } from '../../views/index.ts'
import { type ErrorTexts, errorTexts } from './texts.ts'

/** The language of a page: what the app asked for (`ui_locales`), else the browser (rule 12). */
export function languageOfContext(context: KoaContextWithOIDC): Language {
  const asked = context.oidc?.params?.ui_locales
  const named = typeof asked === 'string' ? asked.split(' ').map(findLanguage).find(Boolean) : undefined
  return named ?? context.get('accept-language').split(',').map(findLanguage).find(Boolean) ?? 'en'
}

/** Answers with a page of ours. */
export function answerPage(at: Ports, context: KoaContextWithOIDC, title: string, body: string): void {
  context.type = 'html'
  const whole = layout({ language: languageOfContext(context), title, above: new URL(at.publicUrl).host, body })
  context.set('content-security-policy', pagePolicy(whole))
  context.body = whole
}

/** A page of ours for what cannot go back to the app: never a redirect to an address that was not registered. */
export function showError(at: Ports, context: KoaContextWithOIDC, error: string): void {
  const texts: ErrorTexts = errorTexts[languageOfContext(context)]
  answerPage(at, context, texts.title, html`<p>${texts.help}</p><p><code>${error}</code></p>`)
}

/** Says to a person who cancelled that nothing was told; there is no way back to the app (contracts/sngine.md, 1). */
export function showCancelled(at: Ports, context: KoaContextWithOIDC): void {
  const texts: ErrorTexts = errorTexts[languageOfContext(context)]
  context.status = 200
  answerPage(at, context, texts.cancelled, html`<p>${texts.cancelledHelp}</p><p><a href="/">${texts.home}</a></p>`)
}
