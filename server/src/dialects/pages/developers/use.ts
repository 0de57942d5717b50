import { html } from 'ghtml'
import { countEvents } from '../../../capabilities/audit/index.ts'
import { countConsents } from '../../../capabilities/consents/index.ts'
import { localeOf, seconds } from '../../../kernel/index.ts'
import type { Visit } from '../visit.ts'
import { developerTexts } from './texts/index.ts'

const days = 30

/** What came of an app lately, in numbers. */
export async function drawUse({ at, language }: Visit, appId: string): Promise<string> {
  const { use } = developerTexts[language]
  const since = at.clock.now() - seconds(days * 86_400)
  const kinds = ['session.started', 'user.registered', 'password.refused'] as const
  const counts = await countEvents(at, appId, kinds, since)
  const lines = [
    [use.signIns, counts['session.started'] ?? 0],
    [use.newPeople, counts['user.registered'] ?? 0],
    [use.failures, counts['password.refused'] ?? 0],
    [use.consents, await countConsents(at, appId)],
  ] as const
  const { format } = new Intl.NumberFormat(localeOf(language))
  const drawn = lines.map(([label, count]) => html`<dt>${label}</dt><dd>${format(count)}</dd>`)
  return html`<section><h2>${use.heading}</h2><dl>!${drawn.join('')}</dl></section>`
}
