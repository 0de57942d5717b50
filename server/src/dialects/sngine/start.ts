import { html } from 'ghtml'
import { type App, addressOf } from '../../capabilities/apps/index.ts'
import { houseSettings, readTheme } from '../../capabilities/settings/index.ts'
import {
  type Answer,
  type Asked,
  type Form,
  isFramed,
  languageOf,
  page,
  parseForm,
  seeOther,
} from '../../http/index.ts'
import { findLanguage, type Language, type Ports, Refusal, refuse } from '../../kernel/index.ts'
import { isolate, layout, sayFailed, sayRefusal } from '../../views/index.ts'
import { readLogInApp } from './app.ts'
import { logInWithSettings } from './settings.ts'
import { type SngineTexts, sngineTexts } from './texts.ts'

/** Longest `state` that is echoed, in UTF-16 units: it travels in addresses. */
const longestState = 2000

/**
 * Where an app's “Log in with” link leads: into the authorization, with the app's registered address and nothing that
 * the link could choose; to a page of ours where there is no such app. In a frame nobody is logged in silently
 * (attack 63).
 */
export async function start(at: Ports, asked: Asked): Promise<Answer> {
  const language = languageOf(asked, (await houseSettings.read(at)).locale)
  const show = pageOf(at, language)
  try {
    const form = readLink(asked)
    const id = form.get('app_id')
    const texts = sngineTexts[language]
    if (!id) return show(404, texts.notFound, html`<p>${texts.notFoundHelp}</p>`)
    if (!(await logInWithSettings.read(at)).enabled) return show(403, texts.problem, html`<p>${texts.off}</p>`)
    const app = await readLogInApp(at, id)
    return isFramed(asked.header('sec-fetch-dest'))
      ? showFramed(show, texts, app, asked)
      : seeOther(authorization(at, app, form))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return showRefusal(show, sngineTexts[language], error)
  }
}

/** @throws `input.unsupported`, and what {@link parseForm} refuses */
function readLink(asked: Asked): Form {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') refuse('input.unsupported')
  const form = parseForm(asked.query)
  if ((form.get('state') ?? '').length > longestState) refuse('input.invalid', { field: 'state', rule: 'text' })
  return form
}

/**
 * The beginning of the ordinary authorization (design.md, (iv)).
 *
 * @throws `apps.unknown` for an app without an address to come back to
 */
function authorization(at: Ports, app: App, form: Form): string {
  const registered = app.redirectUrls.map((one) => addressOf(at, one))
  // The document knows no such parameter: one of several registered addresses may be named, and anything else is passed over.
  const redirectUri = registered.find((one) => one === form.get('redirect_uri')) ?? registered[0]
  if (redirectUri === undefined) return refuse('apps.unknown', { app: app.id })
  const url = new URL('/oauth/authorize', at.publicUrl)
  const [state, locale] = [form.get('state'), findLanguage(form.get('lang'))]
  const query = {
    client_id: app.id,
    response_type: 'code',
    response_mode: 'auth_key',
    scope: 'log-in-with',
    redirect_uri: redirectUri,
    ...(state && { state }),
    ...(locale && { ui_locales: locale }),
  }
  url.search = new URLSearchParams(query).toString()
  return url.href
}

type Show = (status: number, title: string, body: string) => Promise<Answer>

const pageOf =
  (at: Ports, language: Language): Show =>
  async (status, title, body) => {
    const theme = await readTheme(at)
    return page(status, layout({ language, title, above: theme.house, body, theme }), { images: [theme.logo] })
  }

function showFramed(show: Show, texts: SngineTexts, app: App, asked: Asked): Promise<Answer> {
  const link = html`<p><a class="button" href="${asked.path}?${asked.query}" target="_top">${texts.open}</a></p>`
  return show(200, texts.framed(isolate(app.name)), html`<p>${texts.framedHelp}</p>!${link}`)
}

function showRefusal(show: Show, texts: SngineTexts, refusal: Refusal): Promise<Answer> {
  const isApp = refusal.family === 'apps'
  return show(isApp ? 404 : 400, texts.problem, html`<p>${isApp ? texts.unknownApp : texts.malformed}</p>`)
}

/** What stands in the place of a page that could not be made: the database is away, or a bug of ours. */
export function showFailure(at: Ports, refusal: Refusal | undefined, asked: Asked): Answer {
  const language = languageOf(asked, 'en')
  const text = refusal ? sayRefusal(language, refusal) : sayFailed(language, asked.requestId)
  const sheet = { language, title: sngineTexts[language].problem, above: new URL(at.publicUrl).host }
  return page(refusal ? 503 : 500, layout({ ...sheet, body: html`<p>${text}</p>` }))
}
