import { houseSettings } from '../../../capabilities/settings/index.ts'
import {
  type Answer,
  type Asked,
  type Form,
  languageOf,
  page,
  parseForm,
  type Route,
  readCookie,
  seeOther,
  setCookie,
} from '../../../http/index.ts'
import { type Language, newToken, type Ports, sameSecret } from '../../../kernel/index.ts'
import { drawFailure, drawFront, drawGreeting } from './draw.ts'
import {
  type Attempt,
  Declined,
  invite,
  type Learned,
  learnByCode,
  learnByKey,
  logInWithUrl,
  openIdUrl,
  type Party,
} from './party.ts'

/** A demo relying party: three ways to the person's name, each by what any app may use. */
export function appRoutes(at: Ports, party: Party): Route[] {
  const get = (path: `/${string}`, answer: Answering): Route => ({
    method: 'GET',
    path: `/dev/app${path === '/' ? '' : path}` as Route['path'],
    answer: answering(at, party, answer),
  })
  return [
    get('/', async ({ language }) => page(200, drawFront(party, language), { leadsTo: [party.publicUrl()] })),
    get('/openid/start', async (call) => seeOther(openIdUrl(party, begin(at, call), call.language))),
    get('/openid', async (call) =>
      greet(party, call, learnByCode(party, call.form.get('code') ?? '', attemptOf(at, call))),
    ),
    get('/log-in-with/start', async (call) => seeOther(logInWithUrl(party, begin(at, call), call.language))),
    get('/log-in-with', async (call) => {
      attemptOf(at, call)
      return greet(party, call, learnByKey(party, call.form.get('auth_key') ?? ''))
    }),
    { ...get('/invite', async ({ form }) => seeOther(await invite(party, knownIn(form)))), method: 'POST' },
    // The person is back with an account and a session: the ordinary way in begins.
    get('/registered', async ({ language }) => seeOther(`${party.publicUrl()}/dev/app/openid/start?lang=${language}`)),
  ]
}

interface Call {
  readonly asked: Asked
  readonly language: Language
  readonly form: Form
}
type Answering = (call: Call) => Promise<Answer>

function answering(at: Ports, party: Party, answer: Answering): Route['answer'] {
  return async (asked) => {
    const language = languageOf(asked, (await houseSettings.read(at)).locale)
    try {
      const form = asked.method === 'POST' ? parseForm(asked.body ?? '') : parseForm(asked.query)
      return await answer({ asked, language, form })
    } catch (error) {
      if (!(error instanceof Declined)) throw error
      return page(400, drawFailure(party, language, error.message))
    }
  }
}

const cookie = 'demo-attempt'

/** Remembers in the browser what the answer must fit, so that nobody logs this visitor in as somebody else. */
function begin(at: Ports, { asked }: Call): Attempt {
  const attempt = { state: newToken(at, 128), verifier: newToken(at, 256) }
  setCookie(at, asked, { name: cookie, value: `${attempt.state}.${attempt.verifier}`, lifeSeconds: 3600 })
  return attempt
}

/** @throws Declined when the answer belongs to no attempt of this browser's, or says what went wrong */
function attemptOf(at: Ports, { asked, form }: Call): Attempt {
  const [state = '', verifier = ''] = (readCookie(at, asked, cookie) ?? '').split('.')
  setCookie(at, asked, { name: cookie, value: '', lifeSeconds: 0 })
  if (state === '' || !sameSecret(form.get('state') ?? '', state)) throw new Declined('')
  const error = form.get('error')
  if (error !== undefined) throw new Declined(form.get('error_description') ?? error)
  return { state, verifier }
}

const greet = async (party: Party, { language }: Call, learned: Promise<Learned>): Promise<Answer> =>
  page(200, drawGreeting(party, language, await learned))

const knownIn = (form: Form): Record<string, string> =>
  Object.fromEntries(['Email', 'FirstName', 'LastName'].map((name) => [name, form.get(name) ?? '']))
