import type { Ports } from '../../kernel/index.ts'

/** The secret name of what one person allowed one app: drawn from both, so that there is one such row and no more. */
export const consentOf = (at: Ports, sub: string, appId: string): string =>
  at.keyring.mac('index', 'consent', sub, appId)
