import { isDeepStrictEqual } from 'node:util'
import { type Attribute, type Choice, titlesOf, typeOf } from '../definition.ts'
import { type Check, hasOnly, isRecord } from './check.ts'

const choiceKeys = new Set(['title', 'value', 'extended', 'position'])
const nodeKeys = new Set(['id', 'title', 'value', 'parentId', 'position'])

interface Known {
  readonly choice: Choice
  readonly titles: ReadonlySet<string>
}

/** Values of the form's own list, each once; a title, where one is given, is one of that choice's (attack 76). */
export function checkChoices(attribute: Attribute): Check {
  const nested = typeOf(attribute) === 'entity'
  const most = typeOf(attribute) === 'radioButton' ? 1 : Number.POSITIVE_INFINITY
  const all = attribute.listTitles ?? []
  const known = new Map<string, Known>(
    all.map((choice) => [keyOf(choice, nested), { choice, titles: new Set(titlesOf(choice)) }]),
  )
  const fits = nested ? fitsNode : fitsChoice
  return (value) => {
    if (!Array.isArray(value)) return 'type'
    if (value.length === 0) return 'missing'
    if (value.length > Math.min(most, all.length)) return 'choice'
    const seen = value.length > 1 ? new Set<string>() : undefined
    for (const one of value) {
      if (!isRecord(one) || !hasOnly(one, nested ? nodeKeys : choiceKeys)) return 'type'
      const key = nested ? one.id : one.value
      const found = typeof key === 'string' ? known.get(key) : undefined
      if (!found || seen?.has(key as string) || !fits(one, found)) return 'choice'
      seen?.add(key as string)
    }
    return undefined
  }
}

/** Nodes are told apart by their id, choices by their value. */
export const keyOf = (choice: Choice, nested: boolean): string => (nested ? (choice.id ?? choice.value) : choice.value)

const fitsTitle = (title: unknown, { titles }: Known): boolean =>
  title === undefined || (typeof title === 'string' && titles.has(title))

function fitsChoice(one: Record<string, unknown>, known: Known): boolean {
  const { extended, position } = one
  return (
    fitsTitle(one.title, known) &&
    (extended === undefined || extended === null || isDeepStrictEqual(extended, known.choice.extended)) &&
    (position === undefined || position === known.choice.position)
  )
}

/** The top of a tree says `"null"`, as the document has it. */
function fitsNode(one: Record<string, unknown>, known: Known): boolean {
  const { choice } = known
  return (
    fitsTitle(one.title, known) &&
    one.value === choice.value &&
    (one.parentId === undefined || one.parentId === (choice.parentId ?? 'null')) &&
    (one.position === undefined || one.position === choice.position)
  )
}
