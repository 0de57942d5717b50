import {
  type AnswerItem,
  type Attribute,
  type Form,
  isCredential,
  sayChoice,
  takesFiles,
  typeOf,
} from '../../../capabilities/forms/index.ts'
import { findBirthDate, foldDigits, type Language } from '../../../kernel/index.ts'
import { boxName, nameOf } from './draw-attribute.ts'

/** Files of the page that were kept, by the markers of their fields. */
export type Sent = ReadonlyMap<string, readonly object[]>

/** The fields that the page asks for. */
export const askedOf = (form: Form): Attribute[] =>
  form.attributes.filter((one) => !isCredential(one) && one.isVisible !== false && one.isSignUp !== false)

/** Every name that the page's own form may carry. */
export function namesOf(form: Form): string[] {
  return askedOf(form).flatMap((attribute) => {
    const name = nameOf(attribute.marker)
    const type = typeOf(attribute)
    if (type === 'list' || type === 'entity') {
      return (attribute.listTitles ?? []).map((_, i) => boxName(attribute.marker, i))
    }
    return [
      name,
      ...(type === 'dateTime' ? [`${name}-time`] : []),
      ...(type === 'textWithHeader' ? [`${name}-header`] : []),
    ]
  })
}

/** What was typed, in the shapes of an answer; what was left empty is no part of it. */
export function readAnswer(
  form: Form,
  typed: (name: string) => string | undefined,
  files: Sent,
  language: Language,
): AnswerItem[] {
  return askedOf(form).flatMap((attribute) => {
    const value = takesFiles(attribute) ? files.get(attribute.marker) : readValue(attribute, typed, language)
    return value === undefined ? [] : [{ marker: attribute.marker, type: typeOf(attribute), value }]
  })
}

const params = { isEditorDisabled: false, isImageCompressed: true }

function readValue(attribute: Attribute, typed: (name: string) => string | undefined, language: Language): unknown {
  const name = nameOf(attribute.marker)
  const text = typed(name)?.trim() ?? ''
  const type = typeOf(attribute)
  if (type === 'list' || type === 'entity') return choicesOf(attribute, typed, language)
  if (type === 'textWithHeader') {
    const header = typed(`${name}-header`)?.trim() ?? ''
    return text || header ? { header, htmlValue: '', plainValue: text, params } : undefined
  }
  if (text === '') return undefined
  switch (type) {
    case 'integer':
    case 'float':
      return foldDigits(text).replace('٫', '.')
    case 'date':
      return dateOf(text, '00:00', 'DD-MM-YYYY')
    case 'dateTime':
      return dateOf(text, typed(`${name}-time`)?.trim() || '00:00', 'DD-MM-YYYY HH:mm')
    case 'time':
      return dateOf('1970-01-01', text, 'HH:mm')
    case 'text':
      return { htmlValue: '', plainValue: text, params }
    case 'radioButton':
      return chosen(attribute, [text], language)
    default:
      return text
  }
}

/** A day as people write it, of either calendar; what is none is sent on, and refused by the form. */
function dateOf(text: string, time: string, formatString: string) {
  const day = findBirthDate(text, '9999-12-31' as Parameters<typeof findBirthDate>[1]) ?? text
  const [year = '', month = '', date = ''] = day.split('-')
  const clock = foldDigits(time).padStart(5, '0')
  const formattedValue = formatString.replace('DD-MM-YYYY', `${date}-${month}-${year}`).replace('HH:mm', clock)
  return { fullDate: `${day}T${clock}:00.000Z`, formattedValue: formattedValue.slice(0, 100), formatString }
}

function choicesOf(attribute: Attribute, typed: (name: string) => string | undefined, language: Language) {
  const all = attribute.listTitles ?? []
  const values = all.filter((_, i) => typed(boxName(attribute.marker, i)) === 'yes')
  if (values.length === 0) return undefined
  if (typeOf(attribute) === 'entity') {
    return values.map((one) => ({
      id: one.id ?? one.value,
      title: sayChoice(one, language),
      value: one.value,
      parentId: one.parentId ?? 'null',
    }))
  }
  return chosen(
    attribute,
    values.map((one) => one.value),
    language,
  )
}

const chosen = (attribute: Attribute, values: readonly string[], language: Language): unknown =>
  values.map((value) => {
    const choice = (attribute.listTitles ?? []).find((one) => one.value === value)
    return choice
      ? { title: sayChoice(choice, language), value, ...(choice.extended && { extended: choice.extended }) }
      : { value }
  })
