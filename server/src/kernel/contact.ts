import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { foldDigits } from './digits.ts'

/** An e-mail address in the form it is compared and stored: trimmed, lower case, ASCII domain. */
export type Email = string & { readonly brand: 'Email' }
/** A phone number in E.164, `+989140000000`. */
export type Mobile = string & { readonly brand: 'Mobile' }
export type Contact = { kind: 'email'; value: Email } | { kind: 'mobile'; value: Mobile }
export type ContactKind = Contact['kind']

/** Dot-atom local part (RFC 5321 §4.1.2) of at most 64 octets, a domain of at least two labels, 254 in all (§4.5.3.1). */
const emailShape =
  /^(?=.{3,254}$)(?=[^@]{1,64}@)[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/u

/** The address a text means, or undefined. International domains are folded to their ASCII form (UTS 46). */
export function findEmail(text: string): Email | undefined {
  const trimmed = text.trim().normalize('NFC').toLowerCase()
  const at = trimmed.lastIndexOf('@')
  if (at < 1 || trimmed.length > 254) return undefined
  const domain = asciiDomain(trimmed.slice(at + 1))
  const address = `${trimmed.slice(0, at)}@${domain ?? ''}`
  return domain && emailShape.test(address) ? (address as Email) : undefined
}

/** A host name in ASCII, or undefined when it is none. Ports, paths and user names are not part of one. */
export function asciiDomain(text: string): string | undefined {
  const name = text.trim().toLowerCase()
  if (!name || /[\s/\\@:?#%[\]]/.test(name)) return undefined
  return URL.parse(`http://${name}/`)?.hostname || undefined
}

/**
 * The number a text means in `region` (ISO 3166-1 alpha-2), or undefined when it cannot be one there. `+98…`, `0098…`,
 * `09…` and `9…` are one number; Persian and Arabic digits are folded (codes.md).
 */
export function findMobile(text: string, region: string): Mobile | undefined {
  const folded = foldDigits(text.trim()).replace(/^00(?=[1-9])/, '+')
  if (!/^\+?[\d\s().-]{5,25}$/.test(folded)) return undefined
  const number = parsePhoneNumberFromString(folded, region as Parameters<typeof parsePhoneNumberFromString>[1] & string)
  return number?.isValid() ? (number.number as string as Mobile) : undefined
}

/** What somebody typed into the one field that takes either: an e-mail address where there is an `@`, else a number. */
export function findContact(text: string, region: string): Contact | undefined {
  if (text.includes('@')) {
    const value = findEmail(text)
    return value && { kind: 'email', value }
  }
  const value = findMobile(text, region)
  return value && { kind: 'mobile', value }
}

/** Numbers that are known to ring on a desk, or to cost their caller: no text message arrives there. */
const textless: ReadonlySet<string | undefined> = new Set([
  'FIXED_LINE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'UAN',
  'VOICEMAIL',
])

/** Whether a text message can arrive at a number, as far as its digits tell; true where they do not. */
export const takesTexts = (mobile: Mobile): boolean => !textless.has(parsePhoneNumberFromString(mobile)?.getType())

/** Where a number is at home, as its own digits tell. */
export interface MobileOrigin {
  /** The country's calling code as metrics name it, `+98`; at most some 230 of them. */
  readonly callingCode: string
  /** ISO 3166-1 alpha-2; undefined for a number of no country (`+800…`). */
  readonly region: string | undefined
}

export function originOf(mobile: string): MobileOrigin {
  const number = parsePhoneNumberFromString(mobile)
  return { callingCode: `+${number?.countryCallingCode ?? ''}`, region: number?.country }
}
