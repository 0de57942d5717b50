import { type Attribute, type FieldType, type Form, isCredential, typeOf } from './definition.ts'
import { longestLine, longestText } from './fields/check.ts'
import { keyOf } from './fields/choices.ts'
import { rangeOf } from './fields/plain.ts'

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = Record<string, unknown>

const closed = (properties: JsonSchema, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const text = (maxLength: number, minLength = 0): JsonSchema => ({ type: 'string', minLength, maxLength })
const params = { type: 'object', maxProperties: 20 }

/**
 * The values of an answer by their markers, as a schema: for OpenAPI, editors and other validators. What no schema can
 * say (check digits, uniqueness) the server judges alone.
 */
export function schemaOfForm(form: Form): JsonSchema {
  const asked = form.attributes.filter((one) => !isCredential(one))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...closed(
      Object.fromEntries(asked.map((attribute) => [attribute.marker, schemaOfValue(attribute)])),
      asked.filter((one) => one.required === true).map((one) => one.marker),
    ),
  }
}

/** The value of one field. */
export const schemaOfValue = (attribute: Attribute): JsonSchema => makers[typeOf(attribute)](attribute)

const makers: Record<FieldType, (attribute: Attribute) => JsonSchema> = {
  string: schemaOfString,
  integer: (attribute) => numberOf(attribute, 'integer', '^[+-]?\\d{1,16}$'),
  float: (attribute) => numberOf(attribute, 'number', '^[+-]?[\\d.eE+-]{1,50}$'),
  date: schemaOfDate,
  dateTime: schemaOfDate,
  time: schemaOfDate,
  text: (attribute) => schemaOfRich(attribute, {}),
  textWithHeader: (attribute) => schemaOfRich(attribute, { header: text(1000) }),
  image: schemaOfFiles,
  groupOfImages: schemaOfFiles,
  file: schemaOfFiles,
  radioButton: schemaOfChoices,
  list: schemaOfChoices,
  entity: schemaOfChoices,
}

function schemaOfString({ validators = {} }: Attribute): JsonSchema {
  const { minimum = 1, maximum = longestLine } = validators.length ?? {}
  return {
    ...text(maximum, minimum),
    ...(validators.pattern !== undefined && { pattern: validators.pattern }),
    ...(validators.email && { format: 'email' }),
    ...(validators.url && { format: 'uri' }),
  }
}

function numberOf({ validators }: Attribute, type: string, pattern: string): JsonSchema {
  const { least, most } = rangeOf(validators)
  const bounds = {
    ...(Number.isFinite(least) && { minimum: least }),
    ...(Number.isFinite(most) && { maximum: most }),
  }
  return {
    anyOf: [
      { type, ...bounds },
      { type: 'string', pattern },
    ],
  }
}

function schemaOfDate(): JsonSchema {
  const fullDate = { type: 'string', format: 'date-time' }
  return closed({ fullDate, formattedValue: text(100, 1), formatString: text(100, 1) }, [
    'fullDate',
    'formattedValue',
    'formatString',
  ])
}

function schemaOfRich({ validators }: Attribute, header: JsonSchema): JsonSchema {
  const part = text(validators?.length?.maximum ?? longestText)
  const properties = { ...header, htmlValue: part, plainValue: part, mdValue: part, params }
  const one = closed(properties, Object.keys(header))
  return { anyOf: [one, { type: 'array', items: one, minItems: 1 }] }
}

function schemaOfFiles({ limits = {} }: Attribute): JsonSchema {
  const link = { type: 'string', pattern: '^https?://', maxLength: 2048 }
  const size = { type: 'integer', minimum: 0, ...(limits.maximumBytes && { maximum: limits.maximumBytes }) }
  const extra = { previewLink: text(2048), params, contentType: text(100) }
  const one = closed({ filename: text(1024, 1), downloadLink: link, size, ...extra }, [
    'filename',
    'downloadLink',
    'size',
  ])
  return { anyOf: [one, { type: 'array', items: one, maxItems: limits.maximumCount ?? 100 }] }
}

function schemaOfChoices(attribute: Attribute): JsonSchema {
  const nested = typeOf(attribute) === 'entity'
  const all = attribute.listTitles ?? []
  const known = { enum: all.map((choice) => keyOf(choice, nested)) }
  const item = nested
    ? closed({ id: known, value: text(200), title: text(500), parentId: text(100), position: {} }, ['id', 'value'])
    : closed({ value: known, title: text(500), extended: {}, position: {} }, ['value'])
  return { type: 'array', items: item, maxItems: typeOf(attribute) === 'radioButton' ? 1 : all.length }
}
