import type { FoundType } from '../../kernel/index.ts'

/** Characters a kept name has at most. */
const longest = 120

/** Names that a family of systems keeps for its devices, whatever comes after the dot. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/**
 * The name a file came with, as it may be given back: NFC, the last part of a path, no control characters and none that
 * turn the direction of what follows (attack 73), ending as its bytes say and not as it was called. It is told to people
 * and never reaches a disk of ours.
 */
export function cleanName(given: string, { type, ending }: FoundType): string {
  const whole = given
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu, '')
  const last = whole.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const stem = trimmed(plain, type, ending)
  const safe = reserved.test(stem) ? `_${stem}` : stem
  return `${[...safe].slice(0, longest - ending.length - 1).join('') || 'file'}.${ending}`.normalize('NFC')
}

/** Endings that are as good as the usual one of a type. */
const alike: Readonly<Record<string, readonly string[]>> = { 'image/jpeg': ['jpg', 'jpeg', 'jpe'] }

/** The name without an ending that says what the file is; one that says something else stays, and is none any more. */
function trimmed(name: string, type: string, ending: string): string {
  const dot = name.lastIndexOf('.')
  const own = dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
  const isItsOwn = own === ending || (alike[type]?.includes(own) ?? false)
  return isItsOwn ? name.slice(0, dot).replace(/[. ]+$/, '') : name
}
