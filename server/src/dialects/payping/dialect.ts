import type { Permission } from '../../capabilities/apps/index.ts'
import { invite, parseWish } from '../../capabilities/invitations/index.ts'
import { findStanding } from '../../capabilities/registration/index.ts'
import {
  type Answer,
  type Asked,
  anyObject,
  type Dialect,
  json,
  parseForm,
  type Route,
  readBearerApp,
  readJson,
} from '../../http/index.ts'
import { findEmail, type Ports, Refusal, refuse, type Tokens } from '../../kernel/index.ts'
import { readEmailQuery, readWishTexts, wireNames } from './fields.ts'
import { named, spellProblem } from './problem.ts'
import { paypingSettings } from './settings.ts'

/** Room for a field of 1 MB, so that it is refused by its name. */
const bodyLimit = 2 * 1024 * 1024

/** Opens the hosted pages to whoever has an invitation's secret; the dialect of pages fulfils it. */
export type OpenInvitation = (asked: Asked, secret: string) => Promise<Answer>

interface Needs {
  readonly at: Ports
  readonly tokens: Tokens
  readonly openInvitation: OpenInvitation
}

/** Client registration by an app that knows the person: two calls of its server, and the page it sends the browser to. */
export function payping(needs: Needs): Dialect {
  const call = (method: 'GET' | 'POST', path: Route['path'], run: Run): Route[] => [
    { method, path, anyCase: true, answer: async (asked) => named(asked, await run(needs, asked)) },
  ]
  return {
    name: 'payping',
    bodyLimit,
    routes: [
      ...call('GET', '/v1/client/EmailExist', tellExistence),
      ...call('POST', '/v1/client/ClientRegisterInit', takeInvitation),
      { method: 'ANY', path: '/v1/client/*', answer: refuseElsewhere },
      ...call('GET', '/Client/ClientRegister', openPage),
    ],
    spell: spellProblem,
  }
}

type Run = (needs: Needs, asked: Asked) => Promise<Answer>

/** Both spellings of a name: official clients read the one or the other (contracts/payping.md, CONFLICT). */
const twice = (upper: string, lower: string, value: unknown): Answer => json(200, { [upper]: value, [lower]: value })

async function tellExistence({ at, tokens }: Needs, asked: Asked): Promise<Answer> {
  const app = await readCaller(at, tokens, asked, 'users:exist')
  const text = readEmailQuery(parseForm(asked.query))
  const value = findEmail(text) ?? refuse('input.invalid', { field: 'Email', rule: 'email' })
  const standing = await findStanding(at, app, { kind: 'email', value })
  return twice('Exist', 'exist', standing === 'active')
}

async function takeInvitation({ at, tokens }: Needs, asked: Asked): Promise<Answer> {
  const app = await readCaller(at, tokens, asked, 'invitations:write')
  if (asked.mediaType !== 'application/json') refuse('input.not-json')
  const texts = readWishTexts(app, readJson(anyObject, asked.body))
  const { secret } = await invite(at, app, await parseWish(at, app, texts, wireNames))
  return twice('Id', 'id', secret)
}

/** The page itself is ours, and so are its refusals: of the address nothing but the link's own parameter is read. */
async function openPage({ openInvitation }: Needs, asked: Asked): Promise<Answer> {
  const ids = [...new URLSearchParams(asked.query)].filter(([name]) => name.toLowerCase() === 'registerid')
  const [[, id = ''] = []] = ids
  return openInvitation(asked, ids.length === 1 ? id.toLowerCase() : '')
}

/** @throws `apps.*` */
async function readCaller(at: Ports, tokens: Tokens, asked: Asked, permission: Permission) {
  if (!asked.secure && !(await paypingSettings.read(at)).allowPlainHttp) refuse('apps.insecure-transport')
  return readBearerApp(at, tokens, asked.header('authorization'), permission)
}

const methods: Readonly<Record<string, string>> = {
  '/v1/client/emailexist': 'GET',
  '/v1/client/clientregisterinit': 'POST',
}

/** A path that is not there, or not by this method (RFC 9110 §15.5.6). */
function refuseElsewhere(asked: Asked): Answer {
  const allow = methods[asked.path.toLowerCase()]
  const answer = spellProblem(new Refusal(allow ? 'input.unknown-verb' : 'pages.not-found', {}), asked)
  return allow ? { ...answer, headers: { ...answer.headers, allow } } : answer
}
