import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { rotateSigningKeys } from '../../capabilities/keys/index.ts'
import { listDeadLetters, resendDeadLetter } from '../../capabilities/messages/index.ts'
import { type Ports, Refusal, spellInstant } from '../../kernel/index.ts'
import { sayRefusal } from '../../views/index.ts'
import {
  approveCommand,
  createAppCommand,
  grantCommand,
  listAppsCommand,
  rotateCommand,
  sendBackCommand,
  stateCommand,
} from './app-commands.ts'
import { apply } from './apply.ts'
import type { Command, Desk, Options } from './command.ts'
import { diagnose } from './doctor.ts'
import { findObstacle } from './find-obstacle.ts'
import { gatewaysCommand } from './gateways-command.ts'
import { importGuestsCommand } from './guests-command.ts'
import { OperatorError, readAppliedFile } from './read-file.ts'
import { listSecretsCommand, revokeSecretCommand, tokenCommand } from './token-commands.ts'
import { typesCommand } from './types-command.ts'
import { unlockCommand } from './unlock.ts'

/** The operator's commands by their words. */
export const commands: Readonly<Record<string, Command>> = {
  apply: {
    usage: 'apply <file.json>',
    about: 'make settings, apps, forms, providers, events and guests so, as often as you like',
    takes: [1, 1],
    run: async (at, [path = ''], _options, { config, print }) => {
      const file = readAppliedFile(path, readText(path), config.mode)
      const obstacle = await findObstacle(at, file)
      if (obstacle) throw new OperatorError(`${path}: ${obstacle}`)
      for (const line of await apply(at, file)) print(`applied ${line}`)
    },
  },
  doctor: {
    usage: 'doctor',
    about: 'say what is unsafe for production, and the line that mends it',
    takes: [0, 0],
    run: async (at, _values, _options, { config, print }) => {
      const findings = await diagnose(at, config)
      for (const { problem, mend } of findings) print(`✗ ${problem}\n  → ${mend}`)
      if (findings.length > 0) throw new OperatorError(`${findings.length} to mend before production`)
      print('✓ nothing is unsafe for production')
    },
  },
  'app list': listAppsCommand,
  'app create': createAppCommand,
  'app grant': grantCommand('grant'),
  'app revoke': grantCommand('revoke'),
  'app approve': approveCommand,
  'app send-back': sendBackCommand,
  'app suspend': stateCommand('suspend'),
  'app resume': stateCommand('resume'),
  'app rotate': rotateCommand,
  'app token': tokenCommand,
  'app tokens': listSecretsCommand,
  'app revoke-secret': revokeSecretCommand,
  'guests import': importGuestsCommand,
  'keys rotate': {
    usage: 'keys rotate',
    about: 'sign tokens by new keys; the ones before still verify',
    takes: [0, 0],
    run: async (at, _values, _options, { print }) => {
      for (const key of await rotateSigningKeys(at)) print(`signs from now on: ${key}`)
    },
  },
  'keys web-push': {
    usage: 'keys web-push <mailto:…|https:…>',
    about:
      'print a new key for pushes to browsers, for the file that WEB_PUSH_KEY_FILE names, and whom push services write to; browsers that subscribed by another key are lost',
    takes: [1, 1],
    run: async (_at, [subject = ''], _options, { drawPushKey, print }) => {
      if (!/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(subject))
        throw new OperatorError(`${subject}: not mailto:… or https:…`)
      print(await drawPushKey(subject))
    },
  },
  gateways: gatewaysCommand,
  'messages list': {
    usage: 'messages list',
    about: 'messages that were given up',
    takes: [0, 0],
    run: async (at, _values, _options, { print }) => {
      const letters = await listDeadLetters(at)
      for (const one of letters) {
        print(`${one.id}  ${spellInstant(one.createdAt)}  ${one.kind} to ${one.recipient}: ${one.problem ?? ''}`)
      }
      if (letters.length === 0) print('no message was given up')
    },
  },
  'messages resend': {
    usage: 'messages resend <id>',
    about: 'try a message that was given up once more',
    takes: [1, 1],
    run: async (at, [id = ''], _options, { print }) => {
      if (!(await resendDeadLetter(at, id))) throw new OperatorError(`${id}: no dead letter that can still be sent`)
      print(`${id} is on its way again`)
    },
  },
  types: typesCommand,
  unlock: unlockCommand,
}

/** A command line that was understood. */
export interface Order {
  readonly command: Command
  readonly values: readonly string[]
  readonly options: Options
}

/**
 * Understands a command line, before anything is opened for it.
 *
 * @throws OperatorError with the one line to print
 */
export function readOrder(words: readonly string[]): Order {
  const name = Object.keys(commands).find((one) => one.split(' ').every((word, i) => words[i] === word))
  const command = name && commands[name]
  if (!command) throw new OperatorError(`${words.join(' ')}: unknown command; see diwan help`)
  return { command, ...readWords(command, words.slice(name.split(' ').length)) }
}

/**
 * Carries a command out.
 *
 * @throws OperatorError with the one line to print
 */
export async function runOrder(at: Ports, { command, values, options }: Order, desk: Desk): Promise<void> {
  try {
    await command.run(at, values, options, desk)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new OperatorError(sayRefusal('en', error), { cause: error.cause })
  }
}

function readWords(command: Command, words: readonly string[]): { values: string[]; options: Options } {
  const usage = `usage: diwan ${command.usage}`
  try {
    const options = command.options ?? {}
    const { positionals, values } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    const [fewest, most] = command.takes
    if (positionals.length < fewest || positionals.length > most) throw new OperatorError(usage)
    return { values: positionals, options: values }
  } catch (error) {
    if (error instanceof OperatorError) throw error
    throw new OperatorError(`${(error as Error).message.split('.')[0]}; ${usage}`)
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new OperatorError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
