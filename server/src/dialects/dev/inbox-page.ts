import { html } from 'ghtml'
import type { InboxMessage, Language } from '../../kernel/index.ts'
import { layout } from '../../views/index.ts'
import { devTexts } from './texts/index.ts'

/** The inbox: every message as it would have been read, newest first. */
export function drawInbox(language: Language, house: string, messages: InboxMessage[]): string {
  const texts = devTexts[language]
  const time = new Intl.DateTimeFormat(language === 'fa' ? 'fa-IR' : language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
  const draw = (message: InboxMessage) => html`<article>
<h2 dir="auto" lang="${message.language}">${message.subject ?? message.kind}</h2>
<dl><dt>${texts.to}</dt><dd><bdi dir="ltr">${message.to}</bdi> · ${message.channel}</dd>
<dt>${texts.at}</dt><dd><time datetime="${new Date(message.at).toISOString()}">${time.format(message.at)}</time></dd></dl>
<pre dir="auto" lang="${message.language}">!${linkify(message)}</pre>
</article>`
  return layout({
    language,
    title: texts.inbox,
    above: house,
    wide: true,
    body: html`<nav><a href="">${texts.reload}</a><a href="/dev/site">${texts.site}</a></nav>
!${messages.length > 0 ? messages.map(draw).join('\n') : html`<p>${texts.inboxEmpty}</p>`}`,
  })
}

/** The text part, with its one link made pressable. */
function linkify({ text, link }: InboxMessage): string {
  const escaped = html`${text}`
  if (!link) return escaped
  const address = html`${link}`
  return escaped.replace(address, () => html`<a href="${link}" class="ltr">${link}</a>`)
}
