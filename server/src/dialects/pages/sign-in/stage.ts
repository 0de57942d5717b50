import type { App } from '../../../capabilities/apps/index.ts'
import type { Interaction } from '../../../kernel/index.ts'
import type { Visit } from '../visit.ts'

/** What a page of an authorization is drawn and answered from. */
export interface Stage {
  readonly interaction: Interaction
  readonly app: App
  readonly visit: Visit
}
