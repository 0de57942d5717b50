import { html } from 'ghtml'
import type { Choice } from './parts.ts'

/** One of many, folded away until it is opened. */
export function drawSelect({
  name,
  label,
  help,
  options,
  value,
  problem,
}: Omit<Choice, 'legend'> & { readonly label: string; readonly help?: string }): string {
  const described = [help && `${name}-help`, problem && `${name}-problem`].filter(Boolean).join(' ')
  const draw = (one: Choice['options'][number]) =>
    html`<option value="${one.value}" !${one.value === value ? 'selected' : ''}>${one.label}</option>`
  return html`<div class="field"><label for="${name}">${label}</label>
!${help ? html`<span class="help" id="${name}-help">${help}</span>` : ''}
<select id="${name}" name="${name}" required !${described ? html`aria-describedby="${described}"` : ''} !${problem ? 'aria-invalid="true"' : ''}>
<option value=""></option>!${options.map(draw).join('')}</select>
!${problem ? html`<p class="wrong" id="${name}-problem">${problem}</p>` : ''}</div>`
}

/** Any of a few; each has a field of its own, since a form says no name twice (http/form.ts). */
export function drawChecks({
  legend,
  boxes,
  problem,
}: {
  readonly legend: string
  readonly boxes: readonly { readonly name: string; readonly label: string; readonly checked?: boolean }[]
  readonly problem?: string | undefined
}): string {
  const draw = (one: (typeof boxes)[number]) =>
    html`<label class="choice"><input type="checkbox" id="${one.name}" name="${one.name}" value="yes" !${one.checked ? 'checked' : ''}> <span>${one.label}</span></label>`
  return html`<fieldset class="field"><legend>${legend}</legend>!${boxes.map(draw).join('\n')}
!${problem ? html`<p class="wrong">${problem}</p>` : ''}</fieldset>`
}

/** Files to choose. What was chosen before is not kept by any browser. */
export function drawFiles({
  name,
  label,
  help,
  accept,
  multiple,
  problem,
}: {
  readonly name: string
  readonly label: string
  readonly help: string
  /** Media types, as the attribute has them. */
  readonly accept: string
  readonly multiple: boolean
  readonly problem?: string | undefined
}): string {
  const described = [`${name}-help`, problem && `${name}-problem`].filter(Boolean).join(' ')
  return html`<div class="field"><label for="${name}">${label}</label>
<span class="help" id="${name}-help">${help}</span>
<input type="file" id="${name}" name="${name}" accept="${accept}" !${multiple ? 'multiple' : ''} aria-describedby="${described}" !${problem ? 'aria-invalid="true"' : ''}>
!${problem ? html`<p class="wrong" id="${name}-problem">${problem}</p>` : ''}</div>`
}
