import { refuse } from '../../kernel/index.ts'

/**
 * The list of `{marker, type, value}` inside what was sent. The platform's client writes the language around it, and does
 * so twice when a caller uses one object twice: that is undone once (contracts/oneentry.md).
 *
 * @throws `input.unknown` for a second language, since an answer is kept in one
 */
export function unwrapAnswers(given: unknown, locale: string): unknown {
  if (given === undefined) return undefined
  const items = listOf(given, locale)
  const [only, ...more] = Array.isArray(items) ? items : []
  return more.length === 0 && isWrapped(only) ? listOf(only, locale) : items
}

function listOf(given: unknown, locale: string): unknown {
  if (!isObject(given)) return given
  if ('marker' in given) return [given]
  const [first, second] = Object.keys(given)
  if (second !== undefined) refuse('input.unknown', { field: `formData.${second === locale ? first : second}` })
  const items = first === undefined ? [] : given[first]
  return isObject(items) && 'marker' in items ? [items] : items
}

const isWrapped = (value: unknown): boolean =>
  isObject(value) &&
  !('marker' in value) &&
  Object.values(value).length === 1 &&
  Object.values(value).every(Array.isArray)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
