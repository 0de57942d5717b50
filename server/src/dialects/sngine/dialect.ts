import { houseSettings } from '../../capabilities/settings/index.ts'
import type { Answer, Asked, Dialect, Route } from '../../http/index.ts'
import { type Ports, Refusal, type Tokens } from '../../kernel/index.ts'
import { authorize } from './authorize.ts'
import { showFailure, start } from './start.ts'
import { readUserInfo } from './user-info.ts'
import { badRequest, spell, spellError } from './wire.ts'

/**
 * “Log in with” of the social network (contracts/sngine.md): a browser's way in, and two questions of an app's server,
 * which are always answered with HTTP 200.
 */
export function sngine(at: Ports, tokens: Tokens): Dialect {
  const answering =
    (answer: (asked: Asked) => Promise<Answer>): Route['answer'] =>
    async (asked) => {
      try {
        return await answer(asked)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return spell((await houseSettings.read(at)).locale, error, asked)
      }
    }
  return {
    name: 'sngine',
    bodyLimit: 64 * 1024,
    routes: [
      ...withSlash('/api/oauth', (asked) => start(at, asked)),
      ...withSlash(
        '/api/authorize',
        answering((asked) => authorize(at, tokens, asked)),
      ),
      ...withSlash(
        '/api/get_user_info',
        answering((asked) => readUserInfo(at, tokens, asked)),
      ),
      ...withSlash('/api/:name', () => spellError(badRequest('parameters'))),
    ],
    spell: (refusal, asked) =>
      asked.path.startsWith('/api/oauth') ? showFailure(at, refusal, asked) : spell('en', refusal, asked),
  }
}

/** A path with its optional slash. */
const withSlash = (path: `/${string}`, answer: Route['answer']): Route[] => [
  { method: 'ANY', path, answer },
  { method: 'ANY', path: `${path}/`, answer },
]
