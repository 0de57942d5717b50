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
  const paths = [...new Set(rows.map(({ path }) => path))]
  const routeOf = (path: Row['path']): Route => {
    const upload = rows.find((row) => row.path === path && row.upload)?.upload
    return {
      method: 'ANY',
      path: `${root}${path}`,
      ...(upload && { upload }),
      answer: (asked) => answer(world, path, asked),
    }
  }
  const nothing: Route['answer'] = (asked) => (asked.method === 'OPTIONS' ? allow() : refuse('pages.not-found'))
  return {
    name: 'oneentry',
    bodyLimit,
    routes: [
      ...paths.map(routeOf),
      { method: 'ANY', path: root, answer: nothing },
      { method: 'ANY', path: `${root}/*`, answer: nothing },
    ],
    spell: spellProblem,
  }
}

async function answer(world: World, path: Row['path'], asked: Asked): Promise<Answer> {
  if (asked.method === 'OPTIONS') return allow()
  const here = rows.filter((row) => row.path === path)
  const row = here.find(({ method }) => method === asked.method)
  if (!row) {
    const declined = spellProblem(new Refusal('input.unknown-verb', {}), asked)
    return { ...declined, headers: { ...declined.headers, allow: here.map(({ method }) => method).join(', ') } }
  }
  if (!asked.secure && !(await oneentrySettings.read(world.at)).allowPlainHttp) refuse('apps.insecure-transport')
  return serve(world, row, asked)
}

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
