import { html } from 'ghtml'
import {
  type Attribute,
  choiceKeyOf,
  filePolicyOf,
  sayChoice,
  sayLocalised,
  takesFiles,
  typeOf,
} from '../../../capabilities/forms/index.ts'
import { type Language, localeOf, type Ports } from '../../../kernel/index.ts'
import { drawChecks, drawChoice, drawField, drawFiles, type Field, type Problem } from '../../../views/index.ts'
import { beside } from '../sign-in/index.ts'
import { fieldTexts } from '../texts/fields.ts'
import { providerTexts } from './texts.ts'

/** The name of a field on the page: no marker can meet the page's own names. */
export const nameOf = (marker: string): string => `f-${marker}`

/** What a field is drawn with. */
export interface Drawn {
  readonly at: Ports
  readonly language: Language
  readonly typed: (name: string) => string | undefined
  readonly problems: readonly Problem[]
}

export const labelOf = (attribute: Attribute, language: Language): string =>
  sayLocalised(attribute.title, language, attribute.marker)

/** Whether sign-up cannot do without it. */
const isNeeded = ({ isSignUpRequired, required }: Attribute): boolean => isSignUpRequired ?? required === true

/** Draws a field of a form by its type; every type works without a script. */
export async function drawAttribute(attribute: Attribute, drawn: Drawn): Promise<string> {
  const { language, typed, problems } = drawn
  const name = nameOf(attribute.marker)
  const own = labelOf(attribute, language)
  const label = isNeeded(attribute) ? own : fieldTexts[language].optional(own)
  const help = attribute.help && sayLocalised(attribute.help, language, '')
  const problem = beside(problems, name)
  const common = {
    name,
    label,
    help,
    problem,
    value: typed(name) ?? initialOf(attribute),
    required: isNeeded(attribute),
  }
  if (takesFiles(attribute)) return drawUpload(attribute, drawn, label, problem)
  switch (typeOf(attribute)) {
    case 'integer':
    case 'float':
      return drawField({ ...common, inputMode: 'numeric', direction: 'ltr', maxLength: 50 })
    case 'date':
      return drawField({ ...common, ...day(language, help) })
    case 'dateTime':
      return drawField({ ...common, ...day(language, help), below: drawTime(`${name}-time`, drawn) })
    case 'time':
      return drawField({ ...common, type: 'time', direction: 'ltr' })
    case 'text':
      return drawField({ ...common, long: true })
    case 'textWithHeader':
      return drawHeading(`${name}-header`, drawn) + drawField({ ...common, long: true })
    case 'radioButton':
      return drawChoice({ ...common, legend: label, options: optionsOf(attribute, language) })
    case 'list':
    case 'entity':
      return drawBoxes(attribute, drawn, label, problem)
    default:
      return drawField({ ...common, ...kindOf(attribute) })
  }
}

const initialOf = ({ initialValue }: Attribute): string | undefined =>
  typeof initialValue === 'string' || typeof initialValue === 'number' ? String(initialValue) : undefined

const day = (language: Language, help: string | undefined): Partial<Field> => ({
  help: help ?? fieldTexts[language].help.birthDate,
  inputMode: 'numeric',
  direction: 'ltr',
  maxLength: 20,
})

function kindOf({ validators = {} }: Attribute): Partial<Field> {
  const maxLength = validators.length?.maximum ?? 1000
  if (validators.email) return { type: 'email', inputMode: 'email', direction: 'ltr', maxLength: 254 }
  if (validators.url) return { type: 'url', inputMode: 'url', direction: 'ltr', maxLength }
  if (validators.phone) return { type: 'tel', inputMode: 'tel', direction: 'ltr', maxLength: 40 }
  if (validators.nationalCode || validators.iban) return { direction: 'ltr', maxLength: 60 }
  return { maxLength }
}

const drawTime = (name: string, { language, typed }: Drawn): string =>
  drawField({
    name,
    label: providerTexts[language].time,
    type: 'time',
    direction: 'ltr',
    value: typed(name),
    required: false,
  })

const drawHeading = (name: string, { language, typed }: Drawn): string =>
  drawField({ name, label: providerTexts[language].heading, value: typed(name), required: false, maxLength: 1000 })

const optionsOf = (attribute: Attribute, language: Language) =>
  (attribute.listTitles ?? []).map((choice) => ({ value: choice.value, label: sayChoice(choice, language) }))

/** The name of one choice's box, by its place in the list of the form's version. */
export const boxName = (marker: string, place: number): string => `${nameOf(marker)}-${place}`

function drawBoxes(attribute: Attribute, { language, typed }: Drawn, legend: string, problem?: string): string {
  const boxes = (attribute.listTitles ?? []).map((choice, i) => {
    const name = boxName(attribute.marker, i)
    return { name, label: pathOf(attribute, choiceKeyOf(choice, true), language), checked: typed(name) === 'yes' }
  })
  return html`<div id="${nameOf(attribute.marker)}">!${drawChecks({ legend, boxes, problem })}</div>`
}

/** A node by the names of all above it, so that a list of boxes says what a tree would show. */
function pathOf(attribute: Attribute, key: string, language: Language): string {
  const all = new Map((attribute.listTitles ?? []).map((choice) => [choiceKeyOf(choice, true), choice]))
  const names: string[] = []
  for (let node = all.get(key); node && names.length < 10; node = all.get(node.parentId ?? '')) {
    names.unshift(sayChoice(node, language))
  }
  return names.join(' / ')
}

async function drawUpload(
  attribute: Attribute,
  { at, language }: Drawn,
  label: string,
  problem: string | undefined,
): Promise<string> {
  const policy = await filePolicyOf(at, attribute)
  const texts = providerTexts[language]
  const unit = { style: 'unit', unit: 'megabyte', unitDisplay: 'long', maximumFractionDigits: 1 } as const
  const size = new Intl.NumberFormat(localeOf(language), unit).format(policy.mostBytes / 2 ** 20)
  const multiple = policy.mostFiles > 1
  const help = multiple ? texts.filesHelp(size) : texts.fileHelp(size)
  return drawFiles({ name: nameOf(attribute.marker), label, help, accept: policy.types.join(','), multiple, problem })
}
