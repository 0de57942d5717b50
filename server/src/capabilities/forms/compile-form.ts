import type { AnswerProblem } from '../../kernel/index.ts'
import { type Attribute, type FieldType, type Form, isCredential, typeOf } from './definition.ts'
import { type Check, hasOnly, isRecord, type Place } from './fields/check.ts'
import { checkChoices } from './fields/choices.ts'
import { checkFiles } from './fields/files.ts'
import { checkDate, checkNumber, checkString } from './fields/plain.ts'
import { checkRich } from './fields/rich.ts'

/** One answered field, as the wire of contracts/oneentry.md has it and as it is kept. */
export interface AnswerItem {
  readonly marker: string
  readonly type?: string
  readonly value: unknown
}

/** When an answer is given: a sign-up asks for less or more than the form does later; a change asks for nothing. */
export type Occasion = 'sign-up' | 'answer' | 'change'

/** Judges an answer; all that is wrong with it, in the order it is found. */
export type Validator = (items: unknown, occasion: Occasion, place: Place) => readonly AnswerProblem[]

const makers: Record<FieldType, (attribute: Attribute) => Check> = {
  string: checkString,
  integer: checkNumber,
  float: checkNumber,
  date: checkDate,
  dateTime: checkDate,
  time: checkDate,
  text: checkRich,
  textWithHeader: checkRich,
  image: checkFiles,
  groupOfImages: checkFiles,
  file: checkFiles,
  radioButton: checkChoices,
  list: checkChoices,
  entity: checkChoices,
}

interface Field {
  readonly place: number
  readonly check: Check
  readonly types: ReadonlySet<string>
  readonly attribute: Attribute
}

/** Other names under which clients send a type. */
const aliases: Partial<Record<FieldType, readonly string[]>> = {
  integer: ['number'],
  float: ['number'],
  groupOfImages: ['groupOfImage'],
}

const compiled = new WeakMap<Form, Validator>()

/** The validator of a version of a form, drawn once. */
export function compileForm(form: Form): Validator {
  const validator = compiled.get(form) ?? compile(form)
  compiled.set(form, validator)
  return validator
}

const itemKeys = new Set(['marker', 'type', 'value'])
const mostItems = 1000

function compile(form: Form): Validator {
  const asked = form.attributes.filter((attribute) => !isCredential(attribute))
  const fields = new Map<string, Field>(
    asked.map((attribute, place) => {
      const type = typeOf(attribute)
      const types = new Set([type, ...(aliases[type] ?? [])])
      return [attribute.marker, { place, check: makers[type](attribute), types, attribute }]
    }),
  )
  const needed: Record<Occasion, readonly Field[]> = {
    'sign-up': [...fields.values()].filter(({ attribute }) => isNeededAtSignUp(attribute)),
    answer: [...fields.values()].filter(({ attribute }) => attribute.required === true),
    change: [],
  }
  return (items, occasion, place) => {
    if (!Array.isArray(items) || items.length > mostItems) return [{ field: 'formData', rule: 'type' }]
    const problems: AnswerProblem[] = []
    const state = new Uint8Array(fields.size)
    for (let i = 0; i < items.length; i++) checkItem(fields, items[i], i, state, place, problems)
    for (const field of needed[occasion]) {
      if (state[field.place] !== answered) problems.push({ field: field.attribute.marker, rule: 'missing' })
    }
    return problems
  }
}

const absent = 0
/** With a value, right or wrong: what is wrong with it is told once. */
const answered = 1
const empty = 2

function checkItem(
  fields: ReadonlyMap<string, Field>,
  item: unknown,
  index: number,
  state: Uint8Array,
  place: Place,
  problems: AnswerProblem[],
): void {
  if (!isRecord(item) || typeof item.marker !== 'string' || !hasOnly(item, itemKeys)) {
    problems.push({ field: nameOf(item, index), rule: 'type' })
    return
  }
  const { marker } = item
  const field = fields.get(marker)
  if (!field) return void problems.push({ field: nameOf(item, index), rule: 'unknown' })
  if (state[field.place] !== absent) return void problems.push({ field: marker, rule: 'duplicate' })
  const { value, type } = item
  if (value === null || (Array.isArray(value) && value.length === 0 && isEmptyAllowed(field))) {
    state[field.place] = empty
    return
  }
  state[field.place] = answered
  const known = type === undefined || (typeof type === 'string' && field.types.has(type))
  const broken = value === undefined ? 'missing' : known ? field.check(value, place) : 'type'
  if (broken) problems.push({ field: marker, rule: broken })
}

/** Where a field names nothing that could be told, its place does. */
function nameOf(item: unknown, index: number): string {
  const marker = isRecord(item) && typeof item.marker === 'string' ? item.marker : ''
  return /^[\w-]{1,100}$/.test(marker) ? marker : `formData[${index}]`
}

/** Nothing chosen, and no file given, is an answer to a field that may be left. */
const isEmptyAllowed = ({ attribute }: Field): boolean =>
  !['text', 'textWithHeader', 'string', 'integer', 'float', 'date', 'dateTime', 'time'].includes(typeOf(attribute))

const isNeededAtSignUp = ({ isSignUp, isSignUpRequired, required }: Attribute): boolean =>
  isSignUpRequired ?? (required === true && isSignUp !== false)
