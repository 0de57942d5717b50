import { html } from 'ghtml'
import type { Language } from '../../../kernel/index.ts'
import { drawField, isolate, layout } from '../../../views/index.ts'
import { appTexts } from '../texts/app.ts'
import { devTexts } from '../texts/index.ts'
import type { Learned, Party } from './party.ts'

/** The demo app's front: three ways in. */
export function drawFront(party: Party, language: Language): string {
  const texts = appTexts[language]
  const at = (name: string): string => `${party.publicUrl()}/dev/app/${name}?lang=${language}`
  const way = (name: string, title: string, about: string, action: string) =>
    html`<section aria-labelledby="${name}"><h2 id="${name}">${title}</h2><p>${about}</p>!${action}</section>`
  const button = (name: string, label: string) => html`<p><a class="button" href="${at(name)}">${label}</a></p>`
  return layout({
    language,
    title: texts.title,
    above: party.name,
    languagesAt: '/dev/app',
    body: html`<p>${texts.about}</p><nav><a href="/dev/inbox?lang=${language}">${devTexts[language].openInbox}</a></nav>
!${way('openid-way', texts.openId, texts.openIdAbout, button('openid/start', texts.openIdButton))}
!${way('log-in-with-way', texts.logInWith, texts.logInWithAbout, button('log-in-with/start', texts.logInWithButton))}
!${way('invite-way', texts.invite, texts.inviteAbout, drawInvite(at('invite'), language))}`,
  })
}

function drawInvite(action: string, language: Language): string {
  const texts = appTexts[language]
  const fields = [
    drawField({
      name: 'Email',
      label: devTexts[language].email,
      type: 'email',
      direction: 'ltr',
      autocomplete: 'email',
    }),
    drawField({ name: 'FirstName', label: texts.firstName, autocomplete: 'given-name', required: false }),
    drawField({ name: 'LastName', label: texts.lastName, autocomplete: 'family-name', required: false }),
  ]
  return html`<form method="post" action="${action}">!${fields.join('\n')}<p class="actions"><button>${texts.inviteButton}</button></p></form>`
}

/** Greets the person by name, and shows what the app was told. */
export function drawGreeting(party: Party, language: Language, learned: Learned): string {
  const texts = appTexts[language]
  const rows = Object.entries(learned)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<dt><code>${name}</code></dt><dd dir="auto">${String(value)}</dd>`)
  return layout({
    language,
    title: texts.hello(isolate(nameIn(learned))),
    above: party.name,
    body: html`<section><h2>${texts.received}</h2><dl>!${rows.join('\n')}</dl></section>!${drawBack(language)}`,
  })
}

/** The person's name, as each surface tells it. */
function nameIn(learned: Learned): string {
  const text = (...names: string[]): string =>
    names
      .map((name) => learned[name])
      .filter((value) => typeof value === 'string' && value !== '')
      .join(' ')
  return text('name') || text('user_firstname', 'user_lastname') || text('sub', 'user_id')
}

export function drawFailure(party: Party, language: Language, complaint: string): string {
  const texts = appTexts[language]
  const notice = html`<div class="notice bad" role="alert"><p>${complaint || texts.mismatch}</p></div>`
  return layout({ language, title: texts.failed, above: party.name, body: html`!${notice}!${drawBack(language)}` })
}

const drawBack = (language: Language): string =>
  html`<nav><a href="/dev/app?lang=${language}">${appTexts[language].back}</a></nav>`
