/** A day of the Persian calendar (Jalali, the calendar of Iran), months and days from 1. */
export interface JalaliDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Years for which the arithmetic below agrees with the calendar as it is kept: 1799 to 2122 of the Gregorian one. */
const years = { first: 1178, last: 1500 }

const dayLength = 86_400_000
/** 1 Farvardin of the year 1, in days from 1970-01-01. */
const firstDay = -492_268

/** Days before a year: 365 each, and 8 leap days in every 33 years. */
const daysBefore = (year: number): number => 365 * (year - 1) + Math.floor((8 * year + 21) / 33)

/** Six months of 31 days, then months of 30. */
const daysBeforeMonth = (month: number): number => (month <= 7 ? 31 * (month - 1) : 30 * (month - 1) + 6)

/**
 * The day as an instant of the Gregorian calendar at midnight UTC, epoch ms. Undefined for a day that does not exist
 * (30 Esfand of a common year), and outside the years for which the rule is known to hold.
 */
export function instantOfJalali({ year, month, day }: JalaliDay): number | undefined {
  if (year < years.first || year > years.last || month < 1 || month > 12 || day < 1) return undefined
  const start = daysBefore(year) + daysBeforeMonth(month)
  const next = month === 12 ? daysBefore(year + 1) : daysBefore(year) + daysBeforeMonth(month + 1)
  return day <= next - start ? (firstDay + start + day - 1) * dayLength : undefined
}
