import type { Answer, Asked, Dialect, Route } from '../../http/index.ts'
import { Refusal, refuse } from '../../kernel/index.ts'
import { answerRows } from './answers.ts'
import { fileRows } from './files.ts'
import { formRows } from './forms.ts'
import { oauthRows } from './oauth.ts'
import { openToBrowsers, spellProblem } from './problem.ts'
import { providerRows } from './providers.ts'
import { type Row, root, serve } from './row.ts'
import { sessionRows } from './sessions.ts'
import { oneentrySettings } from './settings.ts'
import { signUpRows } from './sign-up.ts'
import { systemRows } from './system.ts'
import { userRows } from './users.ts'
import type { World } from './world.ts'

const rows: readonly Row[] = [
  ...providerRows,
  ...signUpRows,
  ...sessionRows,
  ...oauthRows,
  ...userRows,
  ...formRows,
  ...answerRows,
  ...fileRows,
  ...systemRows,
]

/** Room for a field of 1 MB, so that it is refused by its name. */
const bodyLimit = 2 * 1024 * 1024

/**
 * Auth providers and sign-up by forms, as the headless CMS has them whose published client comes here unmodified
 * (contracts/oneentry.md). What else that platform offers answers a clear 404 in its own shape.
 */
export function oneentry(world: World): Dialect {
  const routeOf = (row: Row): Route => ({
    method: row.method,
    path: `${root}${row.path}`,
    ...(row.upload && { upload: row.upload }),
    async answer(asked) {
      if (!asked.secure && !(await oneentrySettings.read(world.at)).allowPlainHttp) refuse('apps.insecure-transport')
      return serve(world, row, asked)
    },
  })
  return {
    name: 'oneentry',
    bodyLimit,
    routes: [
      ...rows.map(routeOf),
      { method: 'ANY', path: root, answer: refuseElsewhere },
      { method: 'ANY', path: `${root}/*`, answer: refuseElsewhere },
    ],
    spell: spellProblem,
  }
}

/** A path that is not there, or not by this method (RFC 9110 §15.5.6); and what browsers ask beforehand. */
function refuseElsewhere(asked: Asked): Answer {
  if (asked.method === 'OPTIONS') return allow()
  const methods = rows.filter(({ path }) => patternOf(path).test(asked.path)).map(({ method }) => method)
  if (methods.length === 0) return refuse('pages.not-found')
  const declined = spellProblem(new Refusal('input.unknown-verb', {}), asked)
  return { ...declined, headers: { ...declined.headers, allow: methods.join(', ') } }
}

const patternOf = (path: string): RegExp => new RegExp(`^${root}${path.replace(/:\w+/g, '[^/]+')}$`)

/** What a browser asks before it calls with headers of its own (Fetch §4.8, CORS preflight). */
const allow = (): Answer => ({
  status: 204,
  type: 'text/plain; charset=utf-8',
  body: '',
  headers: {
    ...openToBrowsers,
    'access-control-allow-methods': 'GET, POST, PUT, DELETE',
    'access-control-allow-headers': 'content-type, x-app-token, x-device-metadata, authorization',
    'access-control-max-age': '7200',
  },
})
