import { type App, findApp } from '../../capabilities/apps/index.ts'
import { type Ports, refuse } from '../../kernel/index.ts'

/** What may be an app's id; anything else is not even asked for. */
const shape = /^[A-Za-z0-9._-]{1,100}$/

/**
 * The app that people log in to. The document knows one answer for an app that is not there, not live, or not allowed.
 *
 * @throws `apps.unknown`
 */
export async function readLogInApp(at: Ports, id: string): Promise<App> {
  const app = shape.test(id) ? await findApp(at.db, id) : undefined
  const isOpen = app?.state === 'live' && app.permissions.includes('log-in-with')
  return isOpen ? app : refuse('apps.unknown', { app: id.slice(0, 100) })
}
