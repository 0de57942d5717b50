import { html } from 'ghtml'
import type { Language } from '../../kernel/index.ts'
import { layout } from '../../views/index.ts'
import { type PageTexts, pageTexts } from './texts/index.ts'

interface Sheet {
  language: Language
  app: { name: string; domains: readonly string[] }
  /** What the form must send back. */
  token: string
}

/** A name of somebody else's making, isolated for mixed directions. */
const isolate = (name: string): string => `\u2068${name}\u2069`

const hidden = (token: string): string => html`<input type="hidden" name="token" value="${token}">`

/** Asks for e-mail and password; what was typed stays, the password aside. */
export function drawSignIn({
  language,
  app,
  token,
  email,
  problem,
}: Sheet & { email: string; problem?: string }): string {
  const texts = pageTexts[language]
  const summary = problem
    ? html`<div class="notice bad" role="alert" tabindex="-1" id="problem"><h2>${texts.problem}</h2><p><a href="#email">${problem}</a></p></div>`
    : ''
  const described = problem ? 'aria-describedby="problem" aria-invalid="true"' : ''
  return layout({
    language,
    title: texts.signInTo(isolate(app.name)),
    above: app.name,
    body: html`!${summary}<form method="post">!${hidden(token)}
<p class="field"><label for="email">${texts.email}</label>
<input id="email" name="email" type="email" autocomplete="username" inputmode="email" enterkeyhint="next" dir="ltr" value="${email}" !${described} required></p>
<p class="field"><label for="password">${texts.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" enterkeyhint="go" dir="ltr" required></p>
<p><button name="do" value="sign-in">${texts.signIn}</button></p>
</form>
!${drawCancel(texts, token)}`,
  })
}

/** Says in words what the app will receive, and offers "no" as plainly as "yes". */
export function drawConsent({
  language,
  app,
  token,
  person,
  scopes,
}: Sheet & { person: string; scopes: readonly string[] }): string {
  const texts = pageTexts[language]
  const said = scopes.filter((scope): scope is keyof PageTexts['scopes'] => scope in texts.scopes)
  const lines = ['account' as const, ...said].map((scope) => html`<li>${texts.scopes[scope]}</li>`)
  return layout({
    language,
    title: texts.allowTitle(isolate(app.name)),
    above: app.name,
    body: html`<p>${texts.signedInAs(isolate(person))}</p>
<section><p>${texts.willReceive(isolate(app.name))}</p><ul>!${lines.join('')}</ul><p class="help"><bdi>${app.domains[0] ?? ''}</bdi></p></section>
<form method="post">!${hidden(token)}<p><button name="do" value="allow">${texts.allow}</button></p></form>
!${drawCancel(texts, token)}`,
  })
}

const drawCancel = (texts: PageTexts, token: string): string =>
  html`<form method="post">!${hidden(token)}<button class="quiet" name="do" value="cancel">${texts.cancel}</button></form>`

/** For a link or a form whose time is over; nothing is consumed by looking. */
export function drawOver(language: Language): string {
  const texts = pageTexts[language]
  return layout({ language, title: texts.over, above: 'Diwan', body: html`<p>${texts.overHelp}</p>` })
}
