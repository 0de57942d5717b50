import { isolate } from './parts.ts'

/** An address that its owner recognizes and a bystander does not learn: s••••@example.com. */
export function maskEmail(value: string): string {
  const at = value.lastIndexOf('@')
  return isolate(`${value.slice(0, 1)}••••${value.slice(at)}`)
}

/** A number of which its owner recognizes both ends: +98912•••67. */
export const maskNumber = (value: string): string => isolate(`${value.slice(0, 6)}•••${value.slice(-2)}`)
