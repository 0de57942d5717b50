import { type Form, listForms, readForm, sayChoice, sayLocalised } from '../../capabilities/forms/index.ts'
import { localeOf, pageOf, type Row } from './row.ts'

/** Forms as data: what an app draws its own pages from. */
export const formRows: readonly Row[] = [
  {
    method: 'GET',
    path: '/forms',
    async run(call) {
      const locale = localeOf(call)
      const { total, forms } = await listForms(call.world.at, pageOf(call))
      return { total, items: forms.map((form) => spellForm(form, locale)) }
    },
  },
  {
    method: 'GET',
    path: '/forms/marker/:marker',
    async run(call) {
      const locale = localeOf(call)
      return spellForm(await readForm(call.world.at, call.parameters.marker ?? ''), locale)
    },
  },
]

/** `sing_in_up` is how the platform spells it. */
const types: Record<Form['type'], string> = {
  'sign-up': 'sing_in_up',
  data: 'data',
  order: 'order',
  collection: 'collection',
  rating: 'rating',
}

function spellForm(form: Form, locale: string) {
  return {
    id: form.number,
    attributeSetId: null,
    type: types[form.type],
    localizeInfos: { [locale]: { title: sayLocalised(form.title, locale, form.id) } },
    version: form.version,
    position: form.number,
    identifier: form.id,
    processingType: 'db',
    templateId: null,
    attributes: form.attributes.map((attribute, i) => spellAttribute(attribute, i + 1, locale)),
    moduleFormConfigs: [],
  }
}

type Attribute = Form['attributes'][number]

function spellAttribute(attribute: Attribute, position: number, locale: string) {
  const { marker, type, title, initialValue = null, listTitles = [], additionalFields = {}, settings = {} } = attribute
  return {
    marker,
    type,
    position: attribute.position ?? position,
    isVisible: attribute.isVisible ?? true,
    localizeInfos: { [locale]: { title: sayLocalised(title, locale, marker), ...attribute.localizeInfos } },
    initialValue,
    listTitles: listTitles.map((choice, i) => spellChoice(choice, i + 1, locale)),
    validators: spellValidators(attribute),
    settings,
    additionalFields,
    isLogin: attribute.isLogin ?? false,
    isPassword: attribute.isPassword ?? false,
    isSignUp: attribute.isSignUp ?? false,
    isSignUpRequired: attribute.isSignUpRequired ?? false,
    isNotificationEmail: attribute.isNotificationEmail ?? false,
    isNotificationPhonePush: attribute.isNotificationPhonePush ?? false,
    isNotificationPhoneSMS: attribute.isNotificationPhoneSMS ?? false,
  }
}

function spellChoice(choice: NonNullable<Attribute['listTitles']>[number], position: number, locale: string) {
  const { value, id, parentId, extended = { value: null, type: null } } = choice
  const place = choice.position ?? position
  const nested = id === undefined ? {} : { id, parentId: parentId ?? 'null' }
  return { ...nested, title: sayChoice(choice, locale), value, position: place, extended }
}

/** By the platform's names where it has one, and by ours. */
function spellValidators({ required = false, validators = {}, limits }: Attribute) {
  const { length, email, ...others } = validators
  return {
    requiredValidator: { strict: required },
    ...(length && { stringInspectionValidator: { stringMin: length.minimum ?? 0, stringMax: length.maximum ?? 0 } }),
    ...(email && { emailInspectionValidator: true }),
    ...others,
    ...(limits && { limits }),
  }
}
