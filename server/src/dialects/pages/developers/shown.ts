import { html } from 'ghtml'
import type { App } from '../../../capabilities/apps/index.ts'
import type { Answer } from '../../../http/index.ts'
import { isolate } from '../../../views/index.ts'
import { show } from '../show.ts'
import type { Visit } from '../visit.ts'
import { developerTexts } from './texts/index.ts'

/** Secrets that were just drawn, by what they are. */
export interface Shown {
  readonly app: App
  readonly secrets: Partial<Record<'clientSecret' | 'portalKey' | 'token', string>>
}

/** The page that answers the drawing of secrets, and the only one that ever shows them; nothing keeps it (attack 67). */
export function showSecrets(visit: Visit, { app, secrets }: Shown): Answer {
  const texts = developerTexts[visit.language]
  const lines = Object.entries({ appId: app.id, ...secrets }).map(
    ([name, value]) =>
      html`<dt>${texts.shown[name as keyof Shown['secrets']]}</dt><dd><code class="code" id="${name}">${value}</code></dd>`,
  )
  const body = html`<p>${texts.shown.help}</p><section><dl class="stacked">!${lines.join('')}</dl></section>
<p><a class="button" href="/developers/apps/${app.id}">${texts.shown.goOn}</a></p>`
  return show(visit, { title: texts.shown.title, body, step: isolate(app.name), home: '/developers' })
}
