import { html } from 'ghtml'
import type { Language } from '../kernel/index.ts'
import { layoutTexts } from './texts.ts'

/** One field of a form. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'date' | 'url' | 'time'
  readonly help?: string | undefined
  /** What was typed before. */
  readonly value?: string | undefined
  /** Its own message, where it was wrong. */
  readonly problem?: string | undefined
  readonly autocomplete?: string
  readonly inputMode?: 'numeric' | 'email' | 'tel' | 'url' | 'text'
  readonly enterKeyHint?: 'next' | 'go' | 'done' | 'send'
  /** `auto` for what people write in their own script; `ltr` for addresses, numbers and codes. */
  readonly direction?: 'auto' | 'ltr'
  readonly required?: boolean
  readonly maxLength?: number
  /** Shown, and not to be changed here. */
  readonly readOnly?: boolean
  /** Many lines. */
  readonly long?: boolean
  /** HTML of what belongs to the field and stands below it. */
  readonly below?: string
}

/** A label above its field, its help between them, its problem below (pages.md, Form craft). */
export function drawField(field: Field): string {
  const { name, label, help, problem, long = false } = field
  const described = [help && `${name}-help`, problem && `${name}-problem`].filter(Boolean).join(' ')
  const attributes = [
    html`id="${name}" name="${name}" dir="${field.direction ?? 'auto'}"`,
    described && html`aria-describedby="${described}"`,
    problem && 'aria-invalid="true"',
    field.autocomplete && html`autocomplete="${field.autocomplete}"`,
    field.inputMode && html`inputmode="${field.inputMode}"`,
    field.enterKeyHint && html`enterkeyhint="${field.enterKeyHint}"`,
    field.maxLength && html`maxlength="${field.maxLength}"`,
    field.required !== false && 'required',
    field.readOnly && 'readonly',
  ]
    .filter(Boolean)
    .join(' ')
  const control = long
    ? html`<textarea !${attributes} rows="4">${field.value ?? ''}</textarea>`
    : html`<input !${attributes} type="${field.type ?? 'text'}" value="${field.type === 'password' ? '' : (field.value ?? '')}">`
  return html`<div class="field"><label for="${name}">${label}</label>
!${help ? html`<span class="help" id="${name}-help">${help}</span>` : ''}
!${control}
!${problem ? html`<p class="wrong" id="${name}-problem">${problem}</p>` : ''}!${field.below ?? ''}</div>`
}

/** One of a few, each in words. */
export interface Choice {
  readonly name: string
  readonly legend: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly value?: string | undefined
  readonly required?: boolean
  readonly problem?: string | undefined
}

export function drawChoice({ name, legend, options, value, required = true, problem }: Choice): string {
  const draw = (one: Choice['options'][number]) =>
    html`<label class="choice"><input type="radio" name="${name}" value="${one.value}" !${one.value === value ? 'checked' : ''} !${required ? 'required' : ''}> ${one.label}</label>`
  return html`<fieldset class="field" id="${name}"><legend>${legend}</legend>!${options.map(draw).join('\n')}
!${problem ? html`<p class="wrong">${problem}</p>` : ''}</fieldset>`
}

/** What is wrong with a form: a sentence, and the field it is about. */
export interface Problem {
  readonly text: string
  readonly field?: string | undefined
}

/** The summary at the top of a refused form: focused, and linking to each field. */
export function drawProblems(language: Language, problems: readonly Problem[]): string {
  if (problems.length === 0) return ''
  const draw = ({ text, field }: Problem) =>
    html`<li>!${field ? html`<a href="#${field}">${text}</a>` : html`${text}`}</li>`
  return html`<div class="notice bad" role="alert" tabindex="-1" aria-labelledby="problems"><h2 id="problems">${layoutTexts[language].problem}</h2><ul>!${problems.map(draw).join('')}</ul></div>`
}

/** Something that went well, or should be known. */
export const drawNotice = (text: string): string => html`<div class="notice" role="status"><p>${text}</p></div>`

export interface Button {
  readonly label: string
  /** What the form's `do` says. */
  readonly action?: string
  readonly quiet?: boolean
  readonly danger?: boolean
  /** Seconds until it may be pressed (with script; the server holds it anyhow). */
  readonly waitSeconds?: number
}

export function drawButton({ label, action, quiet = false, danger = false, waitSeconds = 0 }: Button): string {
  const kind = danger ? 'danger' : quiet ? 'quiet' : ''
  return html`<button class="${kind}" !${action ? html`name="do" value="${action}"` : ''} !${waitSeconds > 0 ? html`data-wait="${waitSeconds}"` : ''}>${label}</button>`
}

export interface FormWish {
  /** The word that only our own page knows (http/visitor.ts). */
  readonly token: string
  /** HTML of the fields. */
  readonly fields?: string
  readonly buttons: readonly Button[]
  /** Where it is sent; the page's own address otherwise. */
  readonly action?: string
  readonly hidden?: Readonly<Record<string, string>>
  /** True where it carries files. */
  readonly files?: boolean
}

export function drawForm({ token, fields = '', buttons, action, hidden = {}, files = false }: FormWish): string {
  const kept = Object.entries({ token, ...hidden }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" !${action ? html`action="${action}"` : ''} !${files ? 'enctype="multipart/form-data"' : ''} novalidate>!${kept.join('')}
!${fields}
<p class="actions">!${buttons.map(drawButton).join('\n')}</p>
</form>`
}

/** A name of somebody else's making, isolated for sentences of mixed directions. */
export const isolate = (name: string): string => `\u2068${name.replace(/[\u2066-\u2069\u202a-\u202e]/g, '')}\u2069`
