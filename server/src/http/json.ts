import { type Static, type TSchema, Type } from 'typebox'
import { Check, Errors } from 'typebox/schema'
import { type InputRule, refuse } from '../kernel/index.ts'
import { shorten } from './form.ts'

/** How deep values may be nested, and how many names and values one body may have: above any surface's. */
const deepest = 16
const most = 2000

/** Any object; for a caller that reads the fields by itself. */
export const anyObject = Type.Record(Type.String(), Type.Unknown())

/**
 * Reads a JSON body strictly (RFC 8259): UTF-8 without a byte order mark, one object, no name twice in one object, no
 * `__proto__`, no half characters and no NUL, bounded in depth and in number (rule 9); then as the schema has it, without
 * turning one type into another.
 *
 * @throws `input.not-json`, `input.too-large`, `input.duplicate`, `input.malformed`, `input.missing`, `input.unknown`,
 *   `input.invalid`, each with the path of its field (`address.city`, `domains.0`)
 */
export function readJson<S extends TSchema>(schema: S, body: Buffer | undefined): Static<S> {
  const text = decode(body ?? Buffer.alloc(0))
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('input.not-json')
  refuseUnsound(text)
  return readShape(schema, value)
}

/**
 * The value, as what the schema says it is; one that nobody described is refused by its name.
 *
 * @throws `input.missing`, `input.unknown`, `input.invalid`
 */
export function readShape<S extends TSchema>(schema: S, value: unknown): Static<S> {
  if (Check(schema, value)) return value
  const errors = Errors(schema, value)[1]
  const unknown = errors.find((one) => one.keyword === 'additionalProperties')
  if (unknown) {
    const [name = ''] = (unknown.params as { additionalProperties: string[] }).additionalProperties
    refuse('input.unknown', { field: pathOf(unknown.instancePath, name) })
  }
  const [error] = errors
  if (error?.keyword === 'required') {
    const [name = ''] = (error.params as { requiredProperties: string[] }).requiredProperties
    refuse('input.missing', { field: pathOf(error.instancePath, name) })
  }
  return refuse('input.invalid', {
    field: pathOf(error?.instancePath ?? ''),
    rule: rules[error?.keyword ?? ''] ?? 'type',
  })
}

/** Which rule of ours a keyword of JSON Schema stands for. */
const rules: Readonly<Record<string, InputRule>> = {
  enum: 'choice',
  const: 'choice',
  pattern: 'text',
  minLength: 'text',
  maxLength: 'text',
  minimum: 'number',
  maximum: 'number',
  multipleOf: 'number',
}

/** `/address/city` as people write it. */
const pathOf = (pointer: string, name?: string): string =>
  shorten([...pointer.split('/').slice(1), ...(name === undefined ? [] : [name])].join('.').replaceAll('~1', '/'))

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    return refuse('input.not-json')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('input.not-json')
  }
}

/** Looks through a text that is known to be JSON for what the parser would pass over in silence. */
function refuseUnsound(text: string): void {
  /** The names of each object around, undefined for a list. */
  const around: (Set<string> | undefined)[] = []
  let count = 0
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g)) {
    if (++count > most * 4 || around.length > deepest) refuse('input.too-large')
    if (token === '{') around.push(new Set())
    else if (token === '[') around.push(undefined)
    else if (token === '}' || token === ']') around.pop()
    else if (token === ':') addName(around.at(-1), last)
    else if (token.includes('\\u')) refuseBroken(token)
    last = token
  }
}

function addName(names: Set<string> | undefined, token: string): void {
  const name = JSON.parse(token) as string
  if (name === '__proto__') refuse('input.unknown', { field: name })
  if (names?.has(name)) refuse('input.duplicate', { field: shorten(name) })
  names?.add(name)
}

/** Escapes can write what UTF-8 cannot: half of a character. And NUL, which no database keeps. */
function refuseBroken(token: string): void {
  const value = JSON.parse(token) as string
  if (!value.isWellFormed() || value.includes('\0'))
    refuse('input.malformed', { field: shorten(value.replaceAll('\0', '')) })
}
