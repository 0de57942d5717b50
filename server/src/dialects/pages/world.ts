import type { BrowserSessions, Interactions, Ports } from '../../kernel/index.ts'

/** What pages are made of: the ports, and what the protocol's dialect fulfils for them. */
export interface World {
  readonly at: Ports
  readonly interactions: Interactions
  readonly sessions: BrowserSessions
  /** True where the pages for development are served beside these. */
  readonly development: boolean
}
