import { findEmail, findIban, findMobile, findNationalCode, findWebAddress, foldDigits } from '../../../kernel/index.ts'
import { type Attribute, typeOf, type Validators } from '../definition.ts'
import { compilePattern } from '../pattern.ts'
import { type Check, hasOnly, isRecord, longestLine } from './check.ts'

/** A pattern is matched with no longer text than this: states × characters stay a few milliseconds. */
const longestMatched = 1000

/** A line of text, with what its validators ask of it. */
export function checkString({ validators = {} }: Attribute): Check {
  const least = validators.length?.minimum ?? 1
  const most = Math.min(validators.length?.maximum ?? longestLine, validators.pattern ? longestMatched : 100_000)
  const kinds = kindsOf(validators)
  return (value, place) => {
    if (typeof value !== 'string') return 'type'
    if (value.length === 0) return 'missing'
    // Characters as people count them are fewer than units: a text within the bounds by units needs no counting.
    if (value.length > most || value.length < least) {
      const count = value.length > 2 * most ? value.length : [...value].length
      if (count > most || count < least) return 'length'
    }
    for (const kind of kinds) {
      const broken = kind(value, place)
      if (broken) return broken
    }
    return undefined
  }
}

type TextCheck = (value: string, place: Parameters<Check>[1]) => ReturnType<Check>

function kindsOf(validators: Validators): TextCheck[] {
  const kinds: TextCheck[] = []
  if (validators.pattern !== undefined) {
    const matches = compilePattern(validators.pattern)
    kinds.push((value) => (matches(value) ? undefined : 'pattern'))
  }
  if (validators.email) kinds.push((value) => (findEmail(value) ? undefined : 'email'))
  if (validators.url) kinds.push((value) => (findWebAddress(value) ? undefined : 'url'))
  if (validators.phone) kinds.push((value, { region }) => (findMobile(value, region) ? undefined : 'phone'))
  if (validators.nationalCode) kinds.push((value) => (findNationalCode(value) ? undefined : 'national-code'))
  if (validators.iban) kinds.push((value) => (findIban(value) ? undefined : 'iban'))
  return kinds
}

const whole = /^[+-]?\d{1,16}$/
const decimal = /^[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?$/

/** A JSON number, or a text that spells one (contracts/oneentry.md: both are written). */
export function checkNumber(attribute: Attribute): Check {
  const integer = typeOf(attribute) === 'integer'
  const { least, most } = rangeOf(attribute.validators)
  return (value) => {
    let number: number
    if (typeof value === 'number') number = value
    else if (typeof value !== 'string') return 'type'
    else if (value === '') return 'missing'
    else {
      const digits = foldDigits(value)
      if (!(integer ? whole : decimal).test(digits)) return 'number'
      number = Number(digits)
    }
    if (integer ? !Number.isSafeInteger(number) : !Number.isFinite(number)) return 'number'
    return number < least || number > most ? 'range' : undefined
  }
}

/** Bounds as numbers: of instants in epoch ms. */
export function rangeOf({ range = {} }: Validators = {}): { least: number; most: number } {
  const numberOf = (bound: number | string) => (typeof bound === 'number' ? bound : Date.parse(bound))
  return {
    least: range.minimum === undefined ? Number.NEGATIVE_INFINITY : numberOf(range.minimum),
    most: range.maximum === undefined ? Number.POSITIVE_INFINITY : numberOf(range.maximum),
  }
}

const instant =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/
const dateKeys = new Set(['fullDate', 'formattedValue', 'formatString'])
const longestFormat = 100

/** Day, instant or time: all three keys, as the contract has them. */
export function checkDate({ validators }: Attribute): Check {
  const { least, most } = rangeOf(validators)
  const bounded = least !== Number.NEGATIVE_INFINITY || most !== Number.POSITIVE_INFINITY
  return (value) => {
    if (!isRecord(value) || !hasOnly(value, dateKeys)) return 'type'
    const { fullDate, formattedValue, formatString } = value
    if (typeof fullDate !== 'string' || !isText(formattedValue) || !isText(formatString)) return 'type'
    const parts = instant.exec(fullDate)
    if (!parts || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return 'date'
    if (!bounded) return undefined
    const at = Date.parse(fullDate)
    return at < least || at > most ? 'range' : undefined
  }
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longestFormat

const isDay = (year: number, month: number, day: number): boolean =>
  day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
