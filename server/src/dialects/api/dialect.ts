import { type Answer, type Asked, type Dialect, json, type Route } from '../../http/index.ts'
import { Refusal, refuse } from '../../kernel/index.ts'
import { apps } from './apps.ts'
import { events } from './events.ts'
import { files } from './files.ts'
import { forms } from './forms.ts'
import { invitations } from './invitations.ts'
import { me } from './me.ts'
import { ownMobile } from './mobile.ts'
import { describeApi } from './openapi.ts'
import { type Operation, root } from './operation.ts'
import { spellProblem } from './problem.ts'
import { push } from './push.ts'
import { apiSettings } from './settings.ts'
import type { World } from './world.ts'

/** Every operation: a resource is a file with its rows. */
const operations: readonly Operation[] = [
  ...me,
  ...ownMobile,
  ...push,
  ...invitations,
  ...events,
  ...files,
  ...forms,
  ...apps,
]

/** Our own JSON API. Its description is drawn from the same rows that serve it. */
export function api(world: World): Dialect {
  const { at } = world
  const guard = async (asked: Asked): Promise<void> => {
    if (!asked.secure && !(await apiSettings.read(at)).allowPlainHttp) refuse('apps.insecure-transport')
  }
  const routeOf = (one: Operation): Route => ({
    method: one.method,
    path: `${root}${one.path.replace(/\{(\w+)\}/g, ':$1') as `/${string}`}`,
    ...(one.upload && { upload: one.upload }),
    async answer(asked) {
      await guard(asked)
      return answerOf(one, await one.serve(world, asked))
    },
  })
  return {
    name: 'api',
    bodyLimit: 64 * 1024,
    routes: [
      ...operations.map(routeOf),
      { method: 'GET', path: `${root}/openapi.json`, answer: () => json(200, describeApi(operations, at.publicUrl)) },
      { method: 'ANY', path: root, answer: refuseElsewhere },
      { method: 'ANY', path: `${root}/*`, answer: refuseElsewhere },
    ],
    spell: spellProblem,
  }
}

const answerOf = (one: Operation, value: unknown): Answer =>
  one.status === 204 ? { status: 204, type: 'application/json', body: '' } : json(one.status, value)

/** A path that is not there, or not by this method (RFC 9110 §15.5.6). */
function refuseElsewhere(asked: Asked): Answer {
  const methods = operations.filter(({ path }) => patternOf(path).test(asked.path)).map(({ method }) => method)
  const isThere = methods.length > 0 && !methods.some((method) => method === asked.method)
  const answer = spellProblem(new Refusal(isThere ? 'input.unknown-verb' : 'pages.not-found', {}), asked)
  return isThere ? { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } } : answer
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${root}${path.replace(/\{\w+\}/g, '[^/]+').replace(/[.]/g, '\\.')}$`)
