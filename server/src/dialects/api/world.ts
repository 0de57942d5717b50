import type { Ports, Tokens } from '../../kernel/index.ts'

/** What an operation works with. */
export interface World {
  readonly at: Ports
  readonly tokens: Tokens
}
