import { html } from 'ghtml'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { type Ports, Refusal } from '../../../kernel/index.ts'
import { layoutTexts, sayRefusal } from '../../../views/index.ts'
import { answerPage, languageOfContext } from './answer-page.ts'

/** A page of ours for what cannot go back to the app: never a redirect to an address that was not registered. */
export const showError = (at: Ports, context: KoaContextWithOIDC, error: string, cause?: unknown): Promise<void> =>
  answerPage(at, context, ({ title, help }) =>
    error === 'server_error' || error === 'temporarily_unavailable'
      ? toTryAgain(context, cause)
      : { title, body: html`<p>${help}</p><p><code>${error}</code></p>` },
  )

/** What the app cannot mend: the person tries again, at once or when a budget is full again. */
function toTryAgain(context: KoaContextWithOIDC, cause: unknown): { title: string; body: string } {
  const language = languageOfContext(context)
  const refusal = cause instanceof Refusal ? cause : new Refusal('server.unavailable', { retryAfterSeconds: 5 })
  return { title: layoutTexts[language].problem, body: html`<p>${sayRefusal(language, refusal)}</p>` }
}

/** Says to a person who cancelled that nothing was told; the app is not told either (contracts/sngine.md, 1). */
export const showCancelled = (at: Ports, context: KoaContextWithOIDC): Promise<void> =>
  answerPage(at, context, (texts) => ({
    status: 200,
    title: texts.cancelled,
    body: html`<p>${texts.cancelledHelp}</p>`,
    links: [{ href: '/account', label: texts.home }],
  }))
