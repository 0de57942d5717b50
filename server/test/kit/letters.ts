import type { Arrival, MailServer } from './mail-server.ts'
import type { Fields } from './portal.ts'
import { recordSecret } from './secrets.ts'
import { waitFor } from './wait.ts'

/** The mails to one address, oldest first, as soon as there are `count`. */
export async function arrivalsTo(server: MailServer, to: string, count = 1): Promise<readonly Arrival[]> {
  const found = () => server.arrivals.filter((one) => one.to.includes(to))
  return waitFor(`${count} mails to ${to}`, () => (found().length >= count ? found() : undefined))
}

/** Every address of the web in a text. */
export const urlsOf = (text: string): string[] => text.match(/https?:\/\/[^\s"<>]+/g) ?? []

/** The parameters of a letter's only link, which the website's page passes on. */
export function letterFields({ mail }: Arrival): Fields {
  const fields = Object.fromEntries(new URL(urlsOf(mail.text ?? '')[0] ?? '').searchParams)
  recordSecret(fields.User_EmailActiveCode, fields.User_ResetCode)
  return fields
}

/** What a reader sees of a plain text, line by line. */
export const linesOfText = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/:$/, ''))
    .filter(Boolean)

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** HTML with its character references (HTML §13.1.4) read. */
export const readEntities = (html: string): string =>
  html.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole
    return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16))
  })

/** What a reader sees of an HTML letter, block by block. */
export function linesOfHtml(html: string): string[] {
  const body = html.replace(/^[\s\S]*<body[^>]*>/, '')
  const blocks = body.replace(/\s*\n\s*/g, ' ').split(/<\/(?:p|h1|td|table|body|html)>/)
  return blocks
    .map((block) => readEntities(block.replace(/<[^>]*>/g, '')).trim())
    .map((line) => line.replace(/:$/, ''))
    .filter(Boolean)
}
