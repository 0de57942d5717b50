/** What the placeholders of a template stand for; a name that is not there is unknown, an undefined one has no value now. */
export type Values = Readonly<Record<string, string | undefined>>

const placeholder = /\{([a-zA-Z]+)(:number)?\}/g

/** The names of the placeholders in a template of any depth. */
export function placeholdersOf(template: unknown): string[] {
  if (typeof template === 'string') return [...template.matchAll(placeholder)].map(([, name = '']) => name)
  if (typeof template !== 'object' || template === null) return []
  return Object.values(template).flatMap(placeholdersOf)
}

/**
 * The template with its placeholders filled, in one pass: what is filled in is never read as a template again (attack 72).
 *
 * @returns undefined when one of them has no value
 */
export function fill(template: string, values: Values, encode = (text: string) => text): string | undefined {
  let missing = false
  const filled = template.replace(placeholder, (_whole, name: string) => {
    const value = values[name]
    if (value === undefined) missing = true
    return encode(value ?? '')
  })
  return missing ? undefined : filled
}

/** Fields, without those that have no value. */
export function fillFields(template: Readonly<Record<string, string>>, values: Values): Record<string, string> {
  const filled = Object.entries(template).map(([name, text]) => [name, fill(text, values)])
  return Object.fromEntries(filled.filter(([, text]) => text !== undefined))
}

/** A JSON value, filled value by value, so that no text can leave its place. */
export function fillJson(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const filled = fill(template, values)
    return filled !== undefined && /^\{[a-zA-Z]+:number\}$/.test(template) ? Number(filled) : filled
  }
  if (Array.isArray(template)) return template.map((one) => fillJson(one, values))
  if (typeof template !== 'object' || template === null) return template
  // JSON.stringify leaves out what is undefined.
  return Object.fromEntries(Object.entries(template).map(([name, one]) => [name, fillJson(one, values)]))
}

/** What stands at a path of a JSON value, `messages.0.message-id`; names are compared without regard to case. */
export function at(path: string, value: unknown): unknown {
  return path.split('.').reduce((one: unknown, step) => {
    if (typeof one !== 'object' || one === null) return undefined
    const name = Object.keys(one).find((key) => key.toLowerCase() === step.toLowerCase())
    return name === undefined ? undefined : (one as Record<string, unknown>)[name]
  }, value)
}
