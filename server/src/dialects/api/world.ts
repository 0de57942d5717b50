import type { Ports, Tokens } from '../../kernel/index.ts'

/** What an operation works with. */
export interface World {
  readonly at: Ports
  readonly tokens: Tokens
  /** The public key that browsers subscribe by, where pushes to them have a way out. */
  readonly pushKey?: string | undefined
}
