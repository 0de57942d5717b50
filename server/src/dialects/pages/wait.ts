import { html } from 'ghtml'
import { type Language, localeOf } from '../../kernel/index.ts'
import { phoneTexts } from './texts/phone.ts'

/** Says from when on another code may be asked for; the script counts it down, and says when the time has come. */
export function drawWait(language: Language, seconds: number): string {
  if (seconds <= 0) return ''
  const digits = new Intl.NumberFormat(localeOf(language), { useGrouping: false })
  const pairs = new Intl.NumberFormat(localeOf(language), { minimumIntegerDigits: 2 })
  const time = `${digits.format(Math.floor(seconds / 60))}:${pairs.format(seconds % 60)}`
  const mark = '\ue000'
  const { wait, now } = phoneTexts[language]
  const [before = '', after = ''] = wait(mark).split(mark)
  return html`<p class="help" data-left="${seconds}" data-now="${now}" role="status" aria-live="polite">${before}<bdi>${time}</bdi>${after}</p>`
}
