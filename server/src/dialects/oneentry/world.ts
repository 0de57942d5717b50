import type { Ports, Tokens } from '../../kernel/index.ts'

/** What this surface works with. */
export interface World {
  readonly at: Ports
  readonly tokens: Tokens
  /** The way out to upstream OpenID providers; throws where nobody answers (attack 77). */
  readonly ask: (request: UpstreamRequest) => Promise<{ readonly status: number; readonly text: string }>
}

export interface UpstreamRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
