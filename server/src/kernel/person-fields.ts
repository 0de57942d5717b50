import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
import { findMobile } from './contact.ts'
import { foldDigits } from './digits.ts'

/** Longest web address taken, in UTF-16 units. */
const longestUrl = 2048

/**
 * The Iranian national code a text means: ten digits whose last one is right for the others. Ten equal digits pass the
 * arithmetic and were never issued.
 */
export function findNationalCode(text: string): string | undefined {
  const code = foldDigits(text).replace(/[\s-]/g, '')
  if (!/^\d{10}$/.test(code) || /^(\d)\1{9}$/.test(code)) return undefined
  const digits = [...code].map(Number)
  const rest = digits.slice(0, 9).reduce((sum, digit, place) => sum + digit * (10 - place), 0) % 11
  return digits[9] === (rest < 2 ? rest : 11 - rest) ? code : undefined
}

/** The account number a text means, without spaces and in capitals (ISO 13616): country, length and check digits are right. */
export function findIban(text: string): string | undefined {
  const iban = electronicFormatIBAN(foldDigits(text.trim())) ?? ''
  return isValidIBAN(iban) ? iban : undefined
}

/** The postal code a text means: ten digits, with or without a dash in their middle. */
export function findPostalCode(text: string): string | undefined {
  const code = foldDigits(text).replace(/[\s-]/g, '')
  return /^\d{10}$/.test(code) ? code : undefined
}

/** The telephone number a text means in `region`, of whatever kind, in E.164. */
export const findPhone = (text: string, region: string): string | undefined => findMobile(text, region)

/** The web address a text means: https, with a host, and nobody's name or password in it. */
export function findWebAddress(text: string): string | undefined {
  const url = text.length <= longestUrl ? URL.parse(text.trim()) : null
  const plain = url?.protocol === 'https:' && url.hostname.includes('.') && !url.username && !url.password
  return plain ? url.href : undefined
}

/** One line of at most `longest` characters that a person writes: composed, trimmed, and without control characters. */
export function findLine(text: string, longest: number): string | undefined {
  const line = text.trim().normalize('NFC')
  return line.length > 0 && line.length <= longest && !/[\p{Cc}\u2028\u2029]/u.test(line) ? line : undefined
}

/** As {@link findLine}, of several lines; each break becomes one line feed. */
export function findLines(text: string, longest: number): string | undefined {
  const lines = text
    .trim()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
  const whole = lines.replaceAll('\n', ' ')
  return findLine(whole, longest) === undefined ? undefined : lines
}
