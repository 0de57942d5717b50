import { html } from 'ghtml'
import { type Delivery, directionOf, type Language } from '../../kernel/index.ts'
import type { Letter, MessageFacts, MessageKind } from './letter.ts'
import { messageTexts } from './texts/index.ts'

/** Draws a message as text and HTML with equal content, in its language and direction (pages.md, E-mails). */
export function compose<K extends MessageKind>(
  kind: K,
  language: Language,
  facts: MessageFacts[K],
): Pick<Delivery, 'subject' | 'text' | 'code' | 'link'> & { html: string } {
  const letter = messageTexts[language][kind](facts)
  return {
    subject: oneLine(letter.subject),
    text: asText(letter),
    html: asHtml(letter, language),
    ...(letter.code && { code: letter.code }),
    ...(letter.action && { link: letter.action.url }),
  }
}

/** A header's value: control characters and line ends become spaces, direction marks go (attack 71). */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '')
    .trim()
}

/**
 * A name of somebody else's making, for the middle of a sentence: one line, 80 characters at most, nothing a mail
 * program would turn into a link or a tag, and isolated for mixed directions (attack 72).
 */
export function quoteName(name: string): string {
  const plain = oneLine(name).replace(/[<>]/g, '').replace(/:\/\//g, ' ').slice(0, 80).toWellFormed()
  return `\u2068${plain}\u2069`
}

function asText(letter: Letter): string {
  const action = letter.action ? [`${letter.action.label}:\n${letter.action.url}`] : []
  const code = letter.code ? [letter.code] : []
  return `${[letter.title, ...letter.paragraphs, ...code, ...action, ...letter.closing].join('\n\n')}\n`
}

const font = "font-family:Vazirmatn,IRANSans,'Segoe UI',Tahoma,'Noto Sans',Arial,sans-serif"

function asHtml(letter: Letter, language: Language): string {
  const dir = directionOf(language)
  const paragraph = (text: string) => html`<p style="margin:0 0 16px">${text}</p>`
  const small = (text: string) => html`<p style="margin:0 0 8px;font-size:14px;color:#565b66">${text}</p>`
  const code = letter.code
    ? html`<p dir="ltr" style="margin:0 0 16px;font:700 24px/1.5 ui-monospace,Consolas,monospace;letter-spacing:2px;text-align:center;background:#f1f3f7;border-radius:8px;padding:16px;word-break:break-all">${letter.code}</p>`
    : ''
  const action = letter.action
    ? html`<p style="margin:0 0 16px"><a href="${letter.action.url}" style="display:inline-block;background:#1f4fd8;color:#fff;text-decoration:none;border-radius:8px;padding:12px 24px;font-weight:600">${letter.action.label}</a></p>
<p dir="ltr" style="margin:0 0 16px;font-size:14px;word-break:break-all"><a href="${letter.action.url}" style="color:#1f4fd8">${letter.action.url}</a></p>`
    : ''
  return html`<!doctype html>
<html lang="${language}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${oneLine(letter.subject)}</title></head>
<body style="margin:0;background:#f4f5f8;padding:24px 8px">
<table role="presentation" dir="${dir}" align="center" width="100%" style="max-width:520px;margin:0 auto;background:#fff;border-radius:12px"><tr><td style="padding:32px 24px;${font};font-size:16px;line-height:1.6;color:#1b1e24;text-align:start">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.4">${letter.title}</h1>
!${letter.paragraphs.map(paragraph).join('\n')}
!${code}
!${action}
!${letter.closing.map(small).join('\n')}
</td></tr></table>
</body>
</html>
`
}
