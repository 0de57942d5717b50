import { html } from 'ghtml'
import type { Language } from '../../kernel/index.ts'
import { layout } from '../../views/index.ts'
import type { Demo, PortalReply } from './demo.ts'
import { type DevTexts, devTexts } from './texts/index.ts'

interface Input {
  id: string
  name: string
  label: string
  type: 'text' | 'email' | 'tel' | 'password' | 'date'
  autocomplete: string
  help?: string
}

/** The demo website's only page: register, log in, forgot. */
export function drawSite(demo: Demo, language: Language): string {
  const texts = devTexts[language]
  const email: Input = { id: '', name: 'User_Email', label: texts.email, type: 'email', autocomplete: 'email' }
  const password: Input = { ...email, name: 'User_Password', label: texts.password, type: 'password', autocomplete: '' }
  const registration: Input[] = [
    { ...email, name: 'User_Name', label: texts.name, type: 'text', autocomplete: 'name' },
    email,
    { ...email, name: 'User_Mobile', label: texts.mobile, type: 'tel', autocomplete: 'tel', help: texts.mobileHelp },
    { ...password, autocomplete: 'new-password' },
    { ...email, name: 'User_Birthday', label: texts.birthday, type: 'date', autocomplete: 'bday' },
  ]
  return layout({
    language,
    title: texts.site,
    above: demo.name,
    body: html`<p>${texts.siteAbout}</p><nav><a href="/dev/inbox">${texts.openInbox}</a></nav>
!${drawForm(language, 'register', texts.register, registration, drawGenders(texts))}
!${drawForm(language, 'log-in', texts.logIn, [email, { ...password, autocomplete: 'current-password' }])}
!${drawForm(language, 'forgot', texts.forgot, [email], '', texts.reset)}`,
  })
}

function drawForm(
  language: Language,
  path: string,
  title: string,
  inputs: Input[],
  more = '',
  action: string = title,
): string {
  const fields = inputs.map((input) => drawInput({ ...input, id: `${path}-${input.name}` }))
  return html`<section aria-labelledby="${path}"><h2 id="${path}">${title}</h2>
<form method="post" action="/dev/site/${path}?lang=${language}">
!${fields.join('\n')}
!${more}
<button>${action}</button>
</form></section>`
}

function drawInput({ id, name, label, type, autocomplete, help }: Input): string {
  const hint = help ? html`<span class="help" id="${id}-help">${help}</span>` : ''
  const described = help ? html`aria-describedby="${id}-help"` : ''
  const direction = type === 'text' ? 'auto' : 'ltr'
  return html`<p class="field"><label for="${id}">${label} !${hint}</label>
<input id="${id}" name="${name}" type="${type}" autocomplete="${autocomplete}" dir="${direction}" !${described} required></p>`
}

function drawGenders(texts: DevTexts): string {
  const choice = ([value, label]: [string, string]) =>
    html`<label class="choice"><input type="radio" name="User_Gender" value="${value}" required> ${label}</label>`
  return html`<fieldset class="field"><legend>${texts.gender}</legend>!${Object.entries(texts.genders).map(choice).join('')}</fieldset>`
}

/** The page a mail links to. Opening it changes nothing: mail scanners do so too; the button does (rule 5). */
export function drawLinkPage(
  demo: Demo,
  language: Language,
  page: 'activate' | 'reset',
  given: ReadonlyMap<string, string>,
  names: readonly string[],
): string {
  const texts = devTexts[language]
  const hidden = names.map((name) => html`<input type="hidden" name="${name}" value="${given.get(name) ?? ''}">`)
  const form = html`<p>${page === 'activate' ? texts.activateAbout : texts.resetAbout}</p>
<form method="post" action="/dev/site/${page}?lang=${language}">!${hidden.join('')}<button>${texts[page]}</button></form>`
  const missing = html`<div class="notice bad" role="alert"><p>${texts.incomplete}</p></div>`
  const body = names.every((name) => given.get(name)) ? form : missing
  return layout({ language, title: texts[page], above: demo.name, body })
}

/** What the portal said, and the record it gave. */
export function drawAnswer(demo: Demo, language: Language, { ok, message, data }: PortalReply): string {
  const texts = devTexts[language]
  const rows = Object.entries(data).map(
    ([name, value]) => html`<dt><code>${name}</code></dt><dd dir="auto">${String(value)}</dd>`,
  )
  return layout({
    language,
    title: texts.answer,
    above: demo.name,
    body: html`<div class="notice ${ok === 1 ? '' : 'bad'}" role="status"><p>${message}</p></div>
!${rows.length > 0 ? html`<section><dl>!${rows.join('\n')}</dl></section>` : ''}
<nav><a href="/dev/site?lang=${language}">${texts.back}</a><a href="/dev/inbox?lang=${language}">${texts.openInbox}</a></nav>`,
  })
}
