import type { parseArgs } from 'node:util'
import type { Ports } from '../../kernel/index.ts'
import type { Surroundings } from './doctor.ts'

/** What an operator is told of a gateway; nothing of its credentials. */
export interface GatewayFacts {
  readonly name: string
  /** Its template: only the host is shown. */
  readonly url: string
  readonly voice?: boolean
  readonly receipts?: unknown
  readonly document?: string
  readonly experimental?: string
}

/** What a command is run with besides the ports. */
export interface Desk {
  readonly config: Surroundings
  readonly gateways: readonly GatewayFacts[]
  readonly print: (line: string) => void
  /** A new key for pushes to browsers, as the text of its file. */
  readonly drawPushKey: (subject: string) => Promise<string>
  /** Moves a bar, where somebody looks on. @param done the share of the work, 0 to 1 */
  readonly showProgress?: ((done: number, about: string) => void) | undefined
}

export interface Command {
  /** As typed, without `diwan`; words in brackets stand for values. */
  readonly usage: string
  readonly about: string
  readonly options?: NonNullable<Parameters<typeof parseArgs>[0]>['options']
  /** Fewest and most values after the command's own words. */
  readonly takes: readonly [fewest: number, most: number]
  readonly run: (at: Ports, values: readonly string[], options: Options, desk: Desk) => Promise<void>
}
export type Options = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
