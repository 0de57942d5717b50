import { foldDigits } from './digits.ts'
import { instantOfJalali } from './jalali.ts'

/** A day of the Gregorian calendar, `yyyy-mm-dd` (ISO 8601), known to exist. */
export type CalendarDate = string & { readonly brand: 'CalendarDate' }

/**
 * Reads `yyyy-mm-dd` or `yyyy/mm/dd`, in any of the digits people type. Answers undefined for a day that does not
 * exist (2023-02-30) or lies before 1900.
 */
export function findCalendarDate(text: string): CalendarDate | undefined {
  const parts = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(foldDigits(text.trim()))
  if (!parts) return undefined
  const [year, month, day] = [Number(parts[1]), Number(parts[3]), Number(parts[4])]
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists && year >= 1900 ? (date.toISOString().slice(0, 10) as CalendarDate) : undefined
}

/**
 * Reads a day of birth as people write it: of the Gregorian calendar, or of the Persian one (۱۳۶۸/۰۳/۰۳), which a year
 * before 1700 gives away. Answers undefined for a day that does not exist, lies before 1900 or after `today`.
 */
export function findBirthDate(text: string, today: CalendarDate): CalendarDate | undefined {
  const date = findCalendarDate(text) ?? findPersianDate(text)
  return date && date <= today ? date : undefined
}

function findPersianDate(text: string): CalendarDate | undefined {
  const parts = /^(1[2-6]\d\d)([-/])(\d{1,2})\2(\d{1,2})$/.exec(foldDigits(text.trim()))
  if (!parts) return undefined
  const instant = instantOfJalali({ year: Number(parts[1]), month: Number(parts[3]), day: Number(parts[4]) })
  return instant === undefined ? undefined : findCalendarDate(new Date(instant).toISOString().slice(0, 10))
}
