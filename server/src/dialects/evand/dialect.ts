import type { Answer, Asked, Dialect, Route } from '../../http/index.ts'
import { Refusal, refuse } from '../../kernel/index.ts'
import { sendMobileCode } from './codes.ts'
import { spellCodes, spellToken } from './problem.ts'
import { evandSettings } from './settings.ts'
import { answerToken } from './token.ts'
import type { World } from './world.ts'

const tokenPath = '/api/oauth2/token'
const codePaths = ['/mobile/verification-codes', '/api/mobile/verification-codes'] as const

/** Room for a field of 1 MB, so that it is refused by its name. */
const bodyLimit = 2 * 1024 * 1024

/**
 * Mobile codes and tokens of the ticketing platform (contracts/evand.md). Its two hosts are one here, with one store of
 * codes. Problems of tokens are told as RFC 6749 §5.2 has it, everything else as the platform does.
 */
export function evand(world: World): Dialect {
  const serve = (path: Route['path'], run: (world: World, asked: Asked) => Promise<Answer>): Route => ({
    method: 'ANY',
    path,
    async answer(asked) {
      if (asked.method !== 'POST') return refuseMethod(asked)
      const { allowPlainHttp } = await evandSettings.read(world.at)
      if (!asked.secure && !allowPlainHttp) refuse('apps.insecure-transport')
      return run(world, asked)
    },
  })
  return {
    name: 'evand',
    bodyLimit,
    routes: [serve(tokenPath, answerToken), ...codePaths.map((path) => serve(path, sendMobileCode))],
    spell: (refusal, asked) => (asked.path === tokenPath ? spellToken(refusal, asked) : spellCodes(refusal, asked)),
  }
}

/** RFC 9110 §15.5.6. */
function refuseMethod(asked: Asked): Answer {
  const answer = (asked.path === tokenPath ? spellToken : spellCodes)(new Refusal('input.unknown-verb', {}), asked)
  return { ...answer, headers: { ...answer.headers, allow: 'POST' } }
}
