import type { Contact, Language } from '../kernel/index.ts'
import { isolate } from './parts.ts'

/** An address that its owner recognizes and a bystander does not learn: s••••@example.com. */
export function maskEmail(value: string): string {
  const at = value.lastIndexOf('@')
  return isolate(`${value.slice(0, 1)}••••${value.slice(at)}`)
}

/** A number of which its owner recognizes both ends: +98912•••67. */
export const maskNumber = (value: string): string => isolate(`${value.slice(0, 6)}•••${value.slice(-2)}`)

/**
 * A number as its reader writes it. Persian digits run like Latin ones, so that a number in them keeps its order; Arabic
 * ones would turn it around at the first dot or space, and stay with other texts.
 */
export const sayNumber = (language: Language, value: string): string =>
  language === 'fa' ? value.replace(/\d/g, (digit) => String.fromCodePoint(0x06f0 + Number(digit))) : value

/** {@link maskEmail} or {@link maskNumber}, whichever it is. */
export const maskContact = (language: Language, { kind, value }: Contact): string =>
  kind === 'email' ? maskEmail(value) : sayNumber(language, maskNumber(value))
