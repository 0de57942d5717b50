import type { Gender } from '../../capabilities/users/index.ts'
import {
  type CalendarDate,
  type Email,
  findCalendarDate,
  findEmail,
  findUserId,
  foldDigits,
  type InputRule,
  refuse,
  type UserId,
} from '../../kernel/index.ts'

/** Longest name, in UTF-16 units. */
const longestName = 200
/** Longest password or code that is looked at. */
const longestSecret = 1024

/** The document's `User_Gender`: 1 other, 2 male, 3 female. */
export const genderCodes: readonly Gender[] = ['other', 'male', 'female']

/** Each parameter of the document, from its text to a value; undefined says that the rule was not met. */
const parsers = {
  User_ID: { rule: 'number', parse: (text: string): UserId | undefined => findUserId(foldDigits(text.trim())) },
  User_Name: { rule: 'text', parse: findName },
  User_Email: { rule: 'email', parse: (text: string): Email | undefined => findEmail(text) },
  User_Mobile: { rule: 'mobile', parse: findMobileText },
  User_Password: { rule: 'text', parse: findSecret },
  New_User_Password: { rule: 'text', parse: findSecret },
  User_Gender: { rule: 'choice', parse: (text: string): Gender | undefined => genderOf(foldDigits(text.trim())) },
  User_Birthday: { rule: 'date', parse: (text: string): CalendarDate | undefined => findCalendarDate(text) },
  User_EmailActiveCode: { rule: 'text', parse: findSecret },
  User_ResetCode: { rule: 'text', parse: findSecret },
} satisfies Record<string, { rule: InputRule; parse: (text: string) => unknown }>

type Parsers = typeof parsers
export type Field = keyof Parsers
export type Values<F extends Field> = { readonly [K in F]: NonNullable<ReturnType<Parsers[K]['parse']>> }

/**
 * Reads one parameter.
 *
 * @throws `input.missing` when it is absent or empty, `input.invalid` with the rule it broke
 */
export function readField(form: ReadonlyMap<string, string>, field: Field, today: CalendarDate): unknown {
  const text = form.get(field)
  if (text === undefined || text === '') return refuse('input.missing', { field })
  const { rule, parse } = parsers[field]
  const value = parse(text)
  const born = field === 'User_Birthday' && typeof value === 'string' && value > today
  return value === undefined || born ? refuse('input.invalid', { field, rule }) : value
}

function findName(text: string): string | undefined {
  const name = text.trim().normalize('NFC')
  return name.length > 0 && name.length <= longestName && !/[\p{Cc}\u2028\u2029]/u.test(name) ? name : undefined
}

/** Digits only and at least ten of them, whatever number it is (gateaz.md, Decisions). */
function findMobileText(text: string): string | undefined {
  const digits = foldDigits(text.trim())
  return /^\+?\d{10,20}$/.test(digits) ? digits : undefined
}

function findSecret(text: string): string | undefined {
  return text.length <= longestSecret ? text : undefined
}

const genderOf = (text: string): Gender | undefined =>
  /^[123]$/.test(text) ? genderCodes[Number(text) - 1] : undefined
