import { html } from 'ghtml'
import type { Language } from '../kernel/index.ts'

/** Each language's own calendar and digits (pages.md). */
const localeOf: Record<Language, string> = {
  fa: 'fa-IR-u-ca-persian',
  ar: 'ar-EG',
  vi: 'vi-VN',
  fr: 'fr-FR',
  en: 'en-GB',
}

/** A moment as people read it, its Gregorian time beside it for machines. */
export function drawInstant(language: Language, at: number, timeZone: string, time = true): string {
  const style = { dateStyle: 'medium', timeZone, ...(time && { timeStyle: 'short' }) } as const
  const text = new Intl.DateTimeFormat(localeOf[language], style).format(at)
  return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`
}

/** A number in the language's own digits. */
export const sayNumber = (language: Language, number: number): string =>
  new Intl.NumberFormat(localeOf[language]).format(number)
