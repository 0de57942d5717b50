import { type Attribute, typeOf } from '../definition.ts'
import { type Check, hasOnly, isParams, isRecord, longestText } from './check.ts'

const flatKeys = new Set(['htmlValue', 'plainValue', 'mdValue', 'params'])
const headedKeys = new Set([...flatKeys, 'header'])
const longestHeader = 1000

/** Where a text stands; of a list's text exactly one is given. */
const texts = ['htmlValue', 'plainValue', 'mdValue'] as const

/**
 * Text with markup, in both shapes that are documented: an object with `htmlValue` and `plainValue`, or a list of such
 * with exactly one of `plainValue`, `htmlValue`, `mdValue`. Markup is kept as it is, and made harmless where it is shown.
 */
export function checkRich(attribute: Attribute): Check {
  const headed = typeOf(attribute) === 'textWithHeader'
  const keys = headed ? headedKeys : flatKeys
  const { minimum = 0, maximum = longestText } = attribute.validators?.length ?? {}
  const most = Math.min(maximum, longestText)

  function checkPart(part: unknown, listed: boolean) {
    if (!isRecord(part) || !hasOnly(part, keys) || !isParams(part.params)) return 'type'
    const given = texts.filter((key) => part[key] !== undefined)
    if (given.some((key) => typeof part[key] !== 'string')) return 'type'
    if (listed ? given.length !== 1 : !given.includes('htmlValue') && !given.includes('plainValue')) return 'type'
    if (headed && (typeof part.header !== 'string' || part.header.length > longestHeader)) return 'type'
    const longest = Math.max(...given.map((key) => (part[key] as string).length))
    if (longest === 0 && !part.header) return 'missing'
    return longest > most || longest < minimum ? 'length' : undefined
  }

  return (value) => {
    if (!Array.isArray(value)) return checkPart(value, false)
    if (value.length === 0) return 'missing'
    if (value.length > (headed ? 50 : 1)) return 'type'
    for (const part of value) {
      const broken = checkPart(part, true)
      if (broken) return broken
    }
    return undefined
  }
}
