import { houseSettings, readTheme, type ThemeValues } from '../../capabilities/settings/index.ts'
import {
  type Answer,
  type Asked,
  checkForm,
  type Form,
  formTokenOf,
  languageOf,
  parseForm,
  type Route,
  readCookie,
  setCookie,
  shorten,
  visitorOf,
} from '../../http/index.ts'
import { findLanguage, type Language, type Ports, Refusal, refuse, type SignedIn } from '../../kernel/index.ts'
import { showProblem } from './show.ts'
import type { World } from './world.ts'

/** One request of a browser for one of our pages. */
export interface Visit extends World {
  readonly asked: Asked
  readonly language: Language
  /** The language that this person chose on a page of ours: it goes before what an app asks for. */
  readonly chosen: Language | undefined
  readonly theme: ThemeValues
  /** This browser's own random name: what its journeys are kept under. */
  readonly visitor: string
  readonly signedIn: SignedIn | undefined
  /** What every form of the page must carry. */
  readonly token: string
  /** The query of a GET, or the body of a POST, whose token has been checked. */
  readonly form: Form
  /** A part of the path, by its place: 1 is the first. */
  part(place: number): string
}

export type Answering = (visit: Visit) => Promise<Answer>

/** A page's two sides: GET shows and changes nothing, POST acts and answers with a redirect or with the page again. */
export interface PageRoute {
  readonly path: `/${string}`
  readonly show?: Answering
  readonly act?: Answering
  /** Takes files: then `act` of a body in parts reads them itself, and checks the form's word before the first. */
  readonly upload?: { readonly mostFiles: number }
}

/** Routes of pages: each reads who is there, checks a form's origin, and draws refusals as pages. */
export function routesOf(world: World, pages: readonly PageRoute[]): Route[] {
  const route = (method: Route['method'], path: PageRoute['path'], answering: Answering): Route => ({
    method,
    path,
    answer: visiting(world, answering),
  })
  return pages.flatMap(({ path, show, act, upload }) => [
    ...(show ? [route('GET', path, show)] : []),
    ...(act ? [{ ...route('POST', path, act), ...(upload && { upload }) }] : []),
  ])
}

/** A page's side, for a request of whatever dialect: the visit is made of it, and refusals are drawn as pages. */
export const visiting =
  (world: World, answering: Answering) =>
  (asked: Asked): Promise<Answer> =>
    answer(world, asked, answering)

/** Answers as a page, with its cookies and its language; a refusal too. */
export async function answer(world: World, asked: Asked, answering: Answering): Promise<Answer> {
  const { at } = world
  const chosen = chosenLanguage(at, asked)
  const language = chosen ?? languageOf(asked, (await houseSettings.read(at)).locale)
  const theme = await readTheme(at)
  const visitor = visitorOf(at, asked)
  const signedIn = await world.sessions.read(asked.wire)
  const token = formTokenOf(at, visitor, signedIn?.uid)
  try {
    const form = asked.parts
      ? new Map<string, string>()
      : refuseZeros(asked.method === 'POST' ? parseForm(asked.body ?? '') : parseForm(asked.query))
    if (asked.method === 'POST' && !asked.parts) checkForm(at, asked, form, token)
    const part = (place: number) => decodePart(asked.path.split('/')[place] ?? '')
    return await answering({ ...world, asked, language, chosen, theme, visitor, signedIn, token, form, part })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return showProblem({ asked, language, theme }, error)
  }
}

/** What no place of ours can hold is no part of an address. */
function decodePart(part: string): string {
  try {
    const decoded = decodeURIComponent(part)
    return decoded.includes('\0') ? '' : decoded
  } catch {
    return ''
  }
}

/** @throws `input.malformed` for a zero, which no text of PostgreSQL's can hold */
export function refuseZeros(form: Form): Form {
  for (const [name, value] of form) if (value.includes('\0')) refuse('input.malformed', { field: shorten(name) })
  return form
}

/** `lang` in the address, which is remembered; else what was remembered (rule 12). */
function chosenLanguage(at: Ports, asked: Asked): Language | undefined {
  const named = findLanguage(new URLSearchParams(asked.query).get('lang') ?? undefined)
  if (named) setCookie(at, asked, { name: 'lang', value: named, lifeSeconds: 365 * 86_400 })
  return named ?? findLanguage(readCookie(at, asked, 'lang'))
}
