import { html } from 'ghtml'
import { erasePerson, exportPerson } from '../../../capabilities/account/index.ts'
import { listOwnApps } from '../../../capabilities/apps/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { languages } from '../../../kernel/index.ts'
import { drawField, drawForm, isolate, type Problem } from '../../../views/index.ts'
import { fresh, type OwnVisit, own } from '../guard.ts'
import { show } from '../show.ts'
import type { PageRoute, Visit } from '../visit.ts'
import { showPart, textsOf } from './section.ts'
import { accountTexts } from './texts/index.ts'

const path = '/account/data'

/** All that is kept about a person, to be taken along or erased; both ask for a fresh sign-in. */
export const dataPages: readonly PageRoute[] = [
  { path, show: own(async (visit) => showChoice(visit)) },
  { path: `${path}/download`, show: fresh(async (visit) => showDownload(visit)), act: fresh(download) },
  { path: `${path}/delete`, show: fresh((visit) => showErase(visit)), act: fresh(erase) },
  { path: '/account-deleted', show: async (visit) => showErased(visit) },
]

function showChoice(visit: OwnVisit): Answer {
  const texts = textsOf(visit)
  const body = html`<ul class="rows">
<li><a href="${path}/download">${texts.downloadTitle}</a><span class="help">${texts.downloadHelp}</span></li>
<li><a href="${path}/delete">${texts.eraseTitle}</a><span class="help">${texts.about.data}</span></li></ul>`
  return showPart(visit, { section: 'data', title: texts.sections.data, body })
}

function showDownload(visit: OwnVisit): Answer {
  const texts = textsOf(visit)
  const form = drawForm({ token: visit.token, buttons: [{ label: texts.download, action: 'download' }] })
  const body = html`<p>${texts.downloadHelp}</p>!${form}<p><a href="${path}">${texts.back}</a></p>`
  return showPart(visit, { section: 'data', title: texts.downloadTitle, body })
}

async function download({ at, user }: OwnVisit): Promise<Answer> {
  const told = await exportPerson(at, user.id)
  return {
    status: 200,
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify(told, null, 2)}\n`,
    headers: { 'content-disposition': 'attachment; filename="my-data.json"' },
  }
}

async function showErase(visit: OwnVisit, problems: readonly Problem[] = [], status = 200): Promise<Answer> {
  const texts = textsOf(visit)
  const own = await listOwnApps(visit.at, visit.user.id)
  const apps = new Intl.ListFormat(visit.language).format(own.map((app) => isolate(app.name)))
  const field = drawField({
    name: 'word',
    label: texts.eraseField(texts.eraseWord),
    problem: problems[0]?.text,
    autocomplete: 'off',
    enterKeyHint: 'done',
  })
  const form = drawForm({
    token: visit.token,
    fields: field,
    buttons: [{ label: texts.erase, action: 'erase', danger: true }],
  })
  const lines = texts.eraseList.map((line) => html`<li>${line}</li>`)
  const body = html`<p>${texts.eraseHelp}</p><ul>!${lines.join('')}</ul>!${apps ? html`<p>${texts.eraseApps(apps)}</p>` : ''}!${form}<p><a href="${path}">${texts.back}</a></p>`
  return showPart(visit, { section: 'data', title: texts.eraseTitle, body, problems }, status)
}

/** The word of any language will do: the page may have changed its own meanwhile. */
const isWord = (typed: string): boolean =>
  languages.some((language) => accountTexts[language].eraseWord === typed.trim().normalize('NFC').toLowerCase())

async function erase(visit: OwnVisit): Promise<Answer> {
  const { at, user, language, sessions, asked, form } = visit
  if (!isWord(form.get('word') ?? '')) {
    return showErase(visit, [{ text: textsOf(visit).eraseMismatch, field: 'word' }], 400)
  }
  await erasePerson(at, user.id, language)
  await sessions.end(asked.wire)
  return seeOther('/account-deleted')
}

function showErased(visit: Visit): Answer {
  const texts = textsOf(visit)
  return show(visit, { title: texts.erasedTitle, body: html`<p>${texts.erasedHelp}</p>` })
}
