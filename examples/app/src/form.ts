import { dateValue, type Form, type FormAttribute, type FormItem, type SignUpBody } from 'diwan-client'
import { draw } from './draw.ts'
import { texts } from './texts.ts'

/** The types that this app draws; a form may have more, which are optional here. */
const drawn = ['string', 'integer', 'float', 'date', 'text', 'list', 'radioButton']

const shown = (form: Form): FormAttribute[] =>
  form.attributes.filter((one) => one.isVisible !== false && drawn.includes(one.type))

const titleOf = ({ localizeInfos, marker }: FormAttribute): string => localizeInfos.title ?? marker
const isNeeded = (one: FormAttribute): boolean => Boolean(one.isLogin || one.isPassword || one.isSignUpRequired)

/** The fields of a form as the server describes it, each with room for what is wrong. */
export const drawFields = (form: Form): HTMLElement[] => shown(form).map(drawField)

function drawField(field: FormAttribute): HTMLElement {
  const error = draw('small', { id: `error-${field.marker}` })
  const title = isNeeded(field) ? `${titleOf(field)} (${texts.required})` : titleOf(field)
  if (field.type === 'list' || field.type === 'radioButton') {
    const type = field.type === 'list' ? 'checkbox' : 'radio'
    const choices = (field.listTitles ?? []).map((choice) =>
      draw(
        'label',
        { class: 'choice' },
        draw('input', { type, name: field.marker, value: choice.value }),
        choice.title,
      ),
    )
    return draw('fieldset', { class: 'field' }, draw('legend', {}, title), ...choices, error)
  }
  const common = {
    id: field.marker,
    name: field.marker,
    required: isNeeded(field),
    'aria-describedby': `error-${field.marker}`,
    ...(field.isLogin && { type: 'email', autocomplete: 'username', dir: 'ltr' }),
    ...(field.isPassword && { type: 'password', autocomplete: 'new-password', dir: 'ltr' }),
    ...(field.type === 'date' && { type: 'date' }),
  }
  const input = field.type === 'text' ? draw('textarea', { ...common, rows: '3' }) : draw('input', common)
  return draw('div', { class: 'field' }, draw('label', { for: field.marker }, title), input, error)
}

/** Says what is wrong at each field, and goes to the first. */
export function showProblems(root: HTMLElement, fields: Readonly<Record<string, string>>): void {
  for (const input of root.querySelectorAll('[name]')) input.removeAttribute('aria-invalid')
  for (const error of root.querySelectorAll('small')) error.textContent = fields[error.id.replace('error-', '')] ?? ''
  const wrong = [...root.querySelectorAll<HTMLElement>('[name]')].filter(
    (one) => fields[one.getAttribute('name') ?? ''],
  )
  for (const input of wrong) input.setAttribute('aria-invalid', 'true')
  wrong[0]?.focus()
}

/** What was filled in, as the provider takes it. */
export function readBody(form: Form, data: FormData): SignUpBody {
  const textOf = (marker: string) => String(data.get(marker) ?? '')
  const credentials = form.attributes.filter((one) => one.isLogin || one.isPassword)
  const login = textOf(form.attributes.find(({ isLogin }) => isLogin)?.marker ?? '')
  return {
    formIdentifier: form.identifier,
    authData: credentials.map(({ marker }) => ({ marker, value: textOf(marker) })),
    formData: shown(form)
      .filter((one) => !credentials.includes(one))
      .flatMap((one) => readItem(one, data.getAll(one.marker).map(String))),
    notificationData: { email: login, phonePush: [] },
  }
}

/** Nothing where nothing was filled in. */
function readItem({ marker, type, listTitles = [] }: FormAttribute, values: string[]): FormItem[] {
  const [value = ''] = values
  if (value === '') return []
  switch (type) {
    case 'date':
      return [{ marker, type, value: dateValue(new Date(`${value}T00:00`), 'DD-MM-YYYY') }]
    case 'text':
      return [{ marker, type, value: { plainValue: value } }]
    case 'list':
    case 'radioButton':
      return [{ marker, type, value: listTitles.filter((one) => values.includes(one.value)).map(choiceOf) }]
    case 'integer':
    case 'float':
      return [{ marker, type, value: Number(value) }]
    default:
      return [{ marker, type: 'string', value }]
  }
}

const choiceOf = ({ title, value }: { title: string; value: string }) => ({ title, value })
