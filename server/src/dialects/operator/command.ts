import type { parseArgs } from 'node:util'
import type { Ports } from '../../kernel/index.ts'
import type { Surroundings } from './doctor.ts'

/** What a command is run with besides the ports. */
export interface Desk {
  readonly config: Surroundings
  readonly print: (line: string) => void
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
