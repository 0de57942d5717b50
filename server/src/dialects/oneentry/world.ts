import type { Ports, Tokens } from '../../kernel/index.ts'

/** What this surface works with. */
export interface World {
  readonly at: Ports
  readonly tokens: Tokens
}
