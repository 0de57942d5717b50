import { html } from 'ghtml'
import { messageSettings } from '../../../capabilities/messages/index.ts'
import { type CalendarDate, type Language, localeOf } from '../../../kernel/index.ts'
import type { Visit } from '../visit.ts'

/** Writes instants in the reader's calendar and digits, with the Gregorian one for machines beside (pages.md). */
export interface Times {
  /** Day and time, as HTML. */
  instant(at: number): string
  /** The day alone, as text. */
  day(at: number): string
}

export async function readTimes({ at, language }: Visit): Promise<Times> {
  const { timeZone } = await messageSettings.read(at)
  const locale = localeOf(language)
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  return {
    instant: (at) => html`<time datetime="${new Date(at).toISOString()}">${whole.format(at)}</time>`,
    day: (at) => day.format(at),
  }
}

/** A day of the calendar as its reader writes it, as HTML. */
export function drawDate(language: Language, date: CalendarDate): string {
  const text = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' })
  return html`<time datetime="${date}">${text.format(Date.parse(date))}</time>`
}
