import type { Delivery, Language } from '../../kernel/index.ts'
import { oneLine } from './compose.ts'
import type { MessageFacts, MessageKind, ShortMessages } from './letter.ts'
import { messageTexts } from './texts/index.ts'
import { shortTexts } from './texts/short/index.ts'

/** Longest name in a text message: with a host of 30 characters a code still fits into two segments of UCS-2. */
const longest = { app: 20, website: 30, contact: 40 } as const

/** What a channel other than e-mail carries. */
type Short = Pick<Delivery, 'subject' | 'text' | 'spoken' | 'code' | 'link'>

/**
 * Draws a message as a few plain lines, for a text message or a push. A text message with a code ends with the line that
 * binds it to our own host, so that a browser offers it there and nowhere else (codes.md;
 * https://wicg.github.io/sms-one-time-codes/); no kind has a link and a code together.
 */
export function composeShort<K extends MessageKind>(
  channel: string,
  kind: K,
  language: Language,
  facts: MessageFacts[K],
  publicUrl: string,
): Short {
  const { code, action, title } = messageTexts[language][kind](facts)
  const plain = shorten(facts)
  const messages: ShortMessages = shortTexts[language]
  const text = simplify(language, messages[kind](plain))
  const hasCode = kind === 'code' || kind === 'account-code'
  const bound = hasCode && channel === 'sms' ? `\n\n@${new URL(publicUrl).hostname} #${code}` : ''
  return {
    subject: channel === 'push' ? oneLine(title) : '',
    text: text + bound,
    ...(hasCode && { spoken: say(language, plain as MessageFacts['code']) }),
    ...(code && { code }),
    ...(action && { link: action.url }),
  }
}

/** Facts without the isolates, which phones may show as boxes and which cost a whole segment where seven bits would do. */
function shorten<F extends object>(facts: F): F {
  const short = Object.entries(facts).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value]
    const most = longest[name as keyof typeof longest]
    return [
      name,
      value
        .replace(/[\u2066-\u2069]/g, '')
        .slice(0, most)
        .toWellFormed(),
    ]
  })
  return Object.fromEntries(short)
}

const plainSigns: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '–': '-',
}

/** French and English in the signs of the seven-bit alphabet, as far as a sign has one that stands for it. */
function simplify(language: Language, text: string): string {
  return language === 'fr' || language === 'en'
    ? text.replace(/[\u00a0\u202f’‘“”…–]/g, (sign) => plainSigns[sign] ?? sign)
    : text
}

/** A code as a voice says it: sign by sign. */
function say(language: Language, { app, code }: MessageFacts['code']): string {
  const comma = language === 'fa' || language === 'ar' ? '، ' : ', '
  return shortTexts[language].spoken({ app, signs: [...code].join(comma) })
}
