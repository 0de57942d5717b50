import { type Ports, refuse, type UserId } from '../../kernel/index.ts'
import { type App, appOf } from './app.ts'
import { changeApp } from './save-app.ts'
import { appSettings } from './settings.ts'

/**
 * The owner hands a draft in. Where the house asks for no review, it is served at once.
 *
 * @throws `apps.unknown`; `apps.not-in-review` when it is no draft
 */
export async function submitApp(at: Ports, appId: string, userId: UserId): Promise<App> {
  const { review } = await appSettings.read(at)
  const state = review === 'none' ? 'live' : 'in-review'
  const wish = (app: App) => {
    if (app.state !== 'draft') refuse('apps.not-in-review', { app: appId })
    return { state, reviewNote: null } as const
  }
  return changeApp(at, appId, wish, { kind: 'app.submitted', userId })
}

/** What a judge looked at. */
export interface Judged {
  /** As it stood then: what was changed since is not approved. */
  readonly revision?: number | undefined
}

/** An operator lets an app that waits be served. @throws `apps.unknown`, `apps.not-in-review` */
export const approveApp = (at: Ports, appId: string, { revision }: Judged = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseUnlessWaits(app, revision)
    return { state: 'live', reviewNote: null } as const
  }
  return changeApp(at, appId, wish, { kind: 'app.approved' })
}

/** An operator gives an app that waits back to its owner, who reads the reason. @throws `apps.unknown`, `apps.not-in-review` */
export const sendBackApp = (at: Ports, appId: string, reason: string, { revision }: Judged = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseUnlessWaits(app, revision)
    return { state: 'draft', reviewNote: reason } as const
  }
  return changeApp(at, appId, wish, { kind: 'app.sent-back' })
}

function refuseUnlessWaits(app: App, revision = app.revision): void {
  if (app.state !== 'in-review' || app.revision !== revision) refuse('apps.not-in-review', { app: app.id })
}

/** The apps that wait for a review, those that wait longest first. */
export async function listInReview(at: Pick<Ports, 'db'>): Promise<App[]> {
  const rows = await at.db
    .selectFrom('apps')
    .selectAll()
    .where('state', '=', 'in-review')
    .orderBy('changed_at')
    .execute()
  return rows.map(appOf)
}
