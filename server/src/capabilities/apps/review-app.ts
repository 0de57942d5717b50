import { type Ports, refuse, type UserId } from '../../kernel/index.ts'
import { type App, type AppState, appOf, type Permission } from './app.ts'
import { changeApp, union } from './save-app.ts'
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

/** Who judges an app, and what they looked at. */
export interface Judge {
  /** As it stood then: what was changed since is not approved. */
  readonly revision?: number | undefined
  /** The app that an operator judges through; none for who sits at the machine. */
  readonly by?: App | undefined
}

/** An operator lets an app that waits be served. @throws `apps.unknown`, `apps.not-in-review`, `apps.not-permitted` */
export const approveApp = (at: Ports, appId: string, judge: Judge = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseUnlessWaits(app, judge)
    return { state: 'live', reviewNote: null } as const
  }
  return changeApp(at, appId, wish, { kind: 'app.approved', ...toldOf(judge) })
}

/** An operator gives an app that waits back to its owner, who reads the reason. @throws as {@link approveApp} */
export const sendBackApp = (at: Ports, appId: string, reason: string, judge: Judge = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseUnlessWaits(app, judge)
    return { state: 'draft', reviewNote: reason } as const
  }
  return changeApp(at, appId, wish, { kind: 'app.sent-back', ...toldOf(judge) })
}

/** Stops serving an app at once; its tokens are dead with it (attack 53). @throws `apps.unknown`, `apps.not-permitted` */
export const suspendApp = (at: Ports, appId: string, judge: Judge = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseOwn(app, judge)
    return { state: 'suspended' } as const
  }
  return changeApp(at, appId, wish, { kind: 'app.suspended', ...toldOf(judge) })
}

/** Serves a suspended app again. @throws `apps.unknown`, `apps.not-permitted`, `apps.not-in-review` for one that never was live */
export const resumeApp = (at: Ports, appId: string, judge: Judge = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseOwn(app, judge)
    if (app.state !== 'suspended' && app.state !== 'live') refuse('apps.not-in-review', { app: appId })
    return { state: 'live' } as const
  }
  return changeApp(at, appId, wish, { kind: 'app.resumed', ...toldOf(judge) })
}

/** Lets an app do something more. @throws `apps.unknown`, `apps.not-permitted` */
export const grantPermission = (at: Ports, appId: string, permission: Permission, judge: Judge = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseOwn(app, judge)
    return { permissions: union(app.permissions, [permission]) }
  }
  return changeApp(at, appId, wish, { kind: 'app.permission-granted', ...toldOf(judge) })
}

/** Lets it do so no longer. @throws `apps.unknown`, `apps.not-permitted` */
export const revokePermission = (at: Ports, appId: string, permission: Permission, judge: Judge = {}): Promise<App> => {
  const wish = (app: App) => {
    refuseOwn(app, judge)
    return { permissions: app.permissions.filter((one) => one !== permission) }
  }
  return changeApp(at, appId, wish, { kind: 'app.permission-revoked', ...toldOf(judge) })
}

const toldOf = ({ by }: Judge) => (by ? { facts: { by: by.id } } : {})

/** Nobody judges their own: neither the app itself, nor another of its owner's (attack 60). */
function refuseOwn(app: App, { by }: Judge): void {
  const isOwn = by !== undefined && (by.id === app.id || (by.ownerId !== undefined && by.ownerId === app.ownerId))
  if (isOwn) refuse('apps.not-permitted', { permission: 'apps:review' })
}

function refuseUnlessWaits(app: App, judge: Judge): void {
  refuseOwn(app, judge)
  const { revision = app.revision } = judge
  if (app.state !== 'in-review' || app.revision !== revision) refuse('apps.not-in-review', { app: app.id })
}

/** Apps in the order of their ids, at most a hundred. @param after the last id that was seen */
export async function pageApps(at: Pick<Ports, 'db'>, { after = '', state }: { after?: string; state?: AppState }) {
  const rows = await at.db
    .selectFrom('apps')
    .selectAll()
    .where('id', '>', after)
    .$if(state !== undefined, (query) => query.where('state', '=', state as AppState))
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map(appOf)
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
