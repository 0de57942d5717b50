import { type App, findApp } from '../../capabilities/apps/index.ts'
import { logIn } from '../../capabilities/registration/index.ts'
import { emailOf, findUser } from '../../capabilities/users/index.ts'
import { type Answer, type Asked, type Dialect, json, languageOf, page, parseForm, seeOther } from '../../http/index.ts'
import {
  findEmail,
  findLanguage,
  type Interaction,
  type Interactions,
  type Language,
  type Ports,
  Refusal,
  refuse,
  sameSecret,
} from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { drawConsent, drawOver, drawSignIn } from './draw.ts'

/** What a page is drawn and answered from. */
interface Stage {
  readonly interaction: Interaction
  readonly app: App
  readonly language: Language
}

/** Hosted pages: the dialect of browsers. GET shows and changes nothing; POST acts, and answers with 303 (rule 5). */
export function pages(at: Ports, interactions: Interactions): Dialect {
  const answer = async (asked: Asked): Promise<Answer> => {
    const stage = await findStage(at, interactions, asked)
    if (!stage) return page(404, drawOver(languageOf(asked, 'en')))
    return asked.method === 'POST' ? act(at, interactions, stage, asked) : show(at, stage)
  }
  return {
    name: 'pages',
    bodyLimit: 16 * 1024,
    routes: [
      { method: 'GET', path: '/interaction/:uid', answer },
      { method: 'POST', path: '/interaction/:uid', answer },
    ],
    spell(refusal, asked) {
      const language = languageOf(asked, 'en')
      return json(refusal ? 400 : 500, {
        error: refusal ? sayRefusal(language, refusal) : sayFailed(language, asked.requestId),
      })
    },
  }
}

async function findStage(at: Ports, interactions: Interactions, asked: Asked): Promise<Stage | undefined> {
  const interaction = await interactions.read(asked.wire, asked.path.split('/')[2] ?? '')
  const app = interaction && (await findApp(at.db, interaction.appId))
  if (!interaction || !app) return undefined
  const wanted = interaction.locales?.split(' ').map(findLanguage).find(Boolean)
  return { interaction, app, language: wanted ?? languageOf(asked, app.locale ?? 'en') }
}

const tokenOf = (at: Ports, { uid }: Interaction): string => at.keyring.mac('index', 'form', uid)

async function show(at: Ports, { interaction, app, language }: Stage): Promise<Answer> {
  const sheet = { language, app, token: tokenOf(at, interaction) }
  if (interaction.wants === 'login') {
    return page(200, drawSignIn({ ...sheet, email: interaction.loginHint ?? '' }), [interaction.leadsTo])
  }
  const user = interaction.userId === undefined ? undefined : await findUser(at, at.db, interaction.userId)
  const person = user?.profile.name ?? (user && emailOf(user)?.value) ?? ''
  return page(200, drawConsent({ ...sheet, person, scopes: interaction.scopes }), [interaction.leadsTo])
}

async function act(at: Ports, interactions: Interactions, stage: Stage, asked: Asked): Promise<Answer> {
  const form = parseForm(asked.body ?? '')
  // Besides the cookie, which other sites' forms do not carry: a word that only our own page knows (attack 64).
  if (!sameSecret(form.get('token') ?? '', tokenOf(at, stage.interaction))) refuse('input.invalid', wrongToken)
  if (form.get('do') === 'cancel') return seeOther(await interactions.cancel(asked.wire))
  if (stage.interaction.wants === 'consent') return seeOther(await interactions.finishConsent(asked.wire))
  return signIn(at, interactions, stage, asked, form)
}

const wrongToken = { field: 'token', rule: 'text' } as const

async function signIn(
  at: Ports,
  interactions: Interactions,
  { interaction, app, language }: Stage,
  asked: Asked,
  form: ReadonlyMap<string, string>,
): Promise<Answer> {
  const typed = form.get('email') ?? ''
  try {
    const value = findEmail(typed) ?? refuse('input.invalid', { field: 'email', rule: 'email' })
    const { user } = await logIn(at, app, { kind: 'email', value }, form.get('password') ?? '')
    if (user.state !== 'active') refuse('registration.not-active')
    return seeOther(await interactions.finishLogin(asked.wire, user.id, ['pwd']))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const status = error.family === 'limits' ? 429 : error.family === 'server' ? 503 : 400
    const sheet = { language, app, token: tokenOf(at, interaction), email: typed, problem: sayRefusal(language, error) }
    return page(status, drawSignIn(sheet), [interaction.leadsTo])
  }
}
