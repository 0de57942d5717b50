import type { Ports } from '../../kernel/index.ts'
import { refuse } from '../../kernel/index.ts'
import { spend } from '../limits/index.ts'
import { isSecretOf } from './credentials.ts'
import { appSettings } from './settings.ts'

/**
 * Checks the client secret that somebody shows for an app. It is looked for by its SHA-256, so the time that takes says
 * nothing of it. Wrong ones are counted by app; a right one is never refused for the wrong ones before it: it holds 128
 * bits at least, and strangers must not shut an app's own way (attack 22).
 *
 * @throws `apps.not-authenticated`, `limits.exhausted` once there were too many
 */
export async function checkClientSecret(at: Ports, appId: string, secret: string): Promise<void> {
  if (await isSecretOf(at, appId, 'client-secret', secret)) return
  const { failuresPerApp } = await appSettings.read(at)
  await spend(at, { budget: 'apps.failuresPerApp', of: [appId] }, failuresPerApp)
  refuse('apps.not-authenticated')
}
