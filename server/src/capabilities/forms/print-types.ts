import { type Attribute, type FieldType, type Form, isCredential, typeOf } from './definition.ts'
import { keyOf } from './fields/choices.ts'

const head = `// Written by \`diwan types\`; the forms of one installation.

export interface DateValue { fullDate: string; formattedValue: string; formatString: string }
export interface TextValue { htmlValue?: string; plainValue?: string; mdValue?: string; params?: Record<string, unknown> }
export interface HeadedTextValue extends TextValue { header: string }
export interface FileValue { filename: string; downloadLink: string; size: number; previewLink?: string; params?: Record<string, unknown>; contentType?: string }
export interface ChoiceValue<V extends string> { value: V; title?: string; extended?: { value: unknown; type: string } | null }
export interface NodeValue<I extends string> { id: I; value: string; title?: string; parentId?: string }
`

/** TypeScript for the forms of an installation: what each field's value is, and an answer as it is sent. */
export function printTypes(forms: readonly Form[]): string {
  const names = forms.map(({ id }) => `  ${JSON.stringify(id)}: ${nameOf(id)}`)
  const index = `/** Every form by its marker. */\nexport interface Forms {\n${names.join('\n')}\n}\n`
  const item = `/** One field as it is sent: \`formData\` is a list of these. */
export type FormItem<F> = { [M in keyof F & string]-?: { marker: M; type?: string; value: NonNullable<F[M]> | null } }[keyof F & string]
`
  return [head, ...forms.map(printForm), index, item].join('\n')
}

const nameOf = (id: string): string =>
  `${id
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}Form`

function printForm(form: Form): string {
  const fields = form.attributes
    .filter((one) => !isCredential(one))
    .map((one) => `  ${JSON.stringify(one.marker)}${one.required ? '' : '?'}: ${typeNames[typeOf(one)](one)}`)
  return `/** \`${form.id}\`, version ${form.version}. */\nexport interface ${nameOf(form.id)} {\n${fields.join('\n')}\n}\n`
}

const typeNames: Record<FieldType, (attribute: Attribute) => string> = {
  string: () => 'string',
  integer: () => 'number | string',
  float: () => 'number | string',
  date: () => 'DateValue',
  dateTime: () => 'DateValue',
  time: () => 'DateValue',
  text: () => 'TextValue | [TextValue]',
  textWithHeader: () => 'HeadedTextValue | HeadedTextValue[]',
  image: () => 'FileValue | FileValue[]',
  groupOfImages: () => 'FileValue | FileValue[]',
  file: () => 'FileValue | FileValue[]',
  radioButton: (one) => `[ChoiceValue<${keysOf(one)}>]`,
  list: (one) => `ChoiceValue<${keysOf(one)}>[]`,
  entity: (one) => `NodeValue<${keysOf(one)}>[]`,
}

function keysOf(attribute: Attribute): string {
  const keys = (attribute.listTitles ?? []).map((choice) => keyOf(choice, typeOf(attribute) === 'entity'))
  return keys.length === 0 ? 'never' : keys.map((key) => JSON.stringify(key)).join(' | ')
}
