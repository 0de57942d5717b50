import { type Attribute, type FormDefinition, isCredential, typeOf, type Validators } from './definition.ts'
import { keyOf } from './fields/choices.ts'
import { rangeOf } from './fields/plain.ts'
import { compilePattern, PatternError } from './pattern.ts'

/** What keeps a definition of the right shape from being a form, as `attributes[2].validators.pattern: …`. */
export function findFormFault({ attributes }: FormDefinition): string | undefined {
  const markers = new Set<string>()
  for (const [i, attribute] of attributes.entries()) {
    if (markers.has(attribute.marker)) return `attributes[${i}].marker: given twice`
    markers.add(attribute.marker)
    const fault = findAttributeFault(attribute)
    if (fault) return `attributes[${i}].${fault}`
  }
  for (const role of ['isLogin', 'isPassword'] as const) {
    if (attributes.filter((one) => one[role] === true).length > 1) return `attributes: more than one ${role}`
  }
  return undefined
}

const listed = new Set(['radioButton', 'list', 'entity'])
const numeric = new Set(['integer', 'float', 'date', 'dateTime', 'time'])
const filed = new Set(['image', 'groupOfImages', 'file'])
const ofString = ['pattern', 'email', 'url', 'phone', 'nationalCode', 'iban'] as const

function findAttributeFault(attribute: Attribute): string | undefined {
  const type = typeOf(attribute)
  const { validators = {}, listTitles, limits } = attribute
  if (isCredential(attribute) && type !== 'string') return 'type: a login or password is a string'
  if (listTitles && !listed.has(type)) return `listTitles: a field of type ${type} has none`
  if (limits && !filed.has(type)) return `limits: a field of type ${type} has none`
  const alien = ofString.find((name) => validators[name] !== undefined && type !== 'string')
  if (alien) return `validators.${alien}: for fields of type string alone`
  if (validators.range && !numeric.has(type)) return `validators.range: a field of type ${type} has none`
  if (validators.length && !['string', 'text', 'textWithHeader'].includes(type))
    return `validators.length: a field of type ${type} has none`
  if (validators.unique && !['string', 'integer', 'float'].includes(type))
    return `validators.unique: a field of type ${type} cannot be`
  return findBoundsFault(validators) ?? findPatternFault(validators) ?? findListFault(attribute)
}

function findBoundsFault(validators: Validators): string | undefined {
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = validators.length ?? {}
  if (minimum < 0 || minimum > maximum) return 'validators.length: no length fits'
  const { least, most } = rangeOf(validators)
  return Number.isNaN(least) || Number.isNaN(most) || least > most ? 'validators.range: no value fits' : undefined
}

function findPatternFault({ pattern }: Validators): string | undefined {
  if (pattern === undefined) return undefined
  try {
    compilePattern(pattern)
    return undefined
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return `validators.pattern: ${error.message}`
  }
}

function findListFault(attribute: Attribute): string | undefined {
  const nested = typeOf(attribute) === 'entity'
  const all = attribute.listTitles ?? []
  const keys = new Set<string>()
  for (const [i, choice] of all.entries()) {
    const key = keyOf(choice, nested)
    if (keys.has(key)) return `listTitles[${i}]: ${nested ? 'id' : 'value'} given twice`
    keys.add(key)
  }
  const lost = all.findIndex((choice) => nested && choice.parentId && !keys.has(choice.parentId))
  return lost < 0 ? undefined : `listTitles[${lost}].parentId: no such id`
}
