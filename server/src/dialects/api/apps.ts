import { Type } from 'typebox'
import {
  type App as AnyApp,
  type AppState,
  approveApp,
  appStates,
  findClaim,
  grantPermission,
  ordinaryPermissions,
  pageApps,
  permissions,
  readApp,
  resumeApp,
  revokePermission,
  sendBackApp,
  suspendApp,
} from '../../capabilities/apps/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { byApp } from './gates.ts'
import { operation } from './operation.ts'

const texts = Type.Array(Type.String())

const App = Type.Object(
  {
    id: Type.String({ description: 'app_id, and the client_id of OAuth' }),
    name: Type.String(),
    state: Type.Enum([...appStates]),
    revision: Type.Integer({
      description: 'Grows with every change; named in an approval, it holds what was looked at',
    }),
    description: Type.String(),
    category: Type.String(),
    logo: Type.Optional(Type.String()),
    ownerId: Type.Optional(Type.String({ description: 'The person who registered it' })),
    domains: Type.Array(Type.String(), { description: 'Proven, or given by an operator' }),
    claimedDomain: Type.Optional(Type.String({ description: 'Not proven yet' })),
    redirectUrls: texts,
    returnUrls: texts,
    permissions: Type.Array(Type.Enum([...permissions])),
    reviewNote: Type.Optional(Type.String({ description: 'Why it was sent back' })),
  },
  { $id: 'App' },
)

async function spell(at: Ports, app: AnyApp) {
  const claim = await findClaim(at, app.id)
  return {
    id: app.id,
    name: app.name,
    state: app.state,
    revision: app.revision,
    description: app.description,
    category: app.category,
    ...(app.logo !== undefined && { logo: app.logo }),
    ...(app.ownerId !== undefined && { ownerId: String(app.ownerId) }),
    domains: [...app.domains],
    ...(claim && { claimedDomain: claim.domain }),
    redirectUrls: [...app.redirectUrls],
    returnUrls: [...app.returnUrls],
    permissions: [...app.permissions],
    ...(app.reviewNote !== undefined && { reviewNote: app.reviewNote }),
  }
}

const appId = Type.String({ pattern: '^[A-Za-z0-9._-]{1,100}$', description: 'The app' })
const one = Type.Object({ id: appId })
const revision = Type.Optional(Type.Integer({ minimum: 1, description: 'As it was when it was looked at' }))

/** Operators' programs alone: the permission is granted at the command line, and never by this API (attack 60). */
const gate = byApp('apps:review')

const verdicts = [
  operation({
    method: 'POST',
    path: '/apps/{id}/approve',
    id: 'approveApp',
    summary: 'Lets an app that waits for its review be served',
    gate,
    parameters: one,
    body: Type.Object({ revision }, { additionalProperties: false }),
    status: 200,
    answer: App,
    refusals: ['apps.unknown', 'apps.not-in-review'],
    run: async ({ at }, by, { parameters: { id }, body }) => spell(at, await approveApp(at, id, { ...body, by })),
  }),
  operation({
    method: 'POST',
    path: '/apps/{id}/send-back',
    id: 'sendBackApp',
    summary: 'Gives an app that waits for its review back to its owner, who reads the reason',
    gate,
    parameters: one,
    body: Type.Object(
      { reason: Type.String({ minLength: 1, maxLength: 500 }), revision },
      { additionalProperties: false },
    ),
    status: 200,
    answer: App,
    refusals: ['apps.unknown', 'apps.not-in-review'],
    run: async ({ at }, by, { parameters: { id }, body: { reason, ...seen } }) =>
      spell(at, await sendBackApp(at, id, reason, { ...seen, by })),
  }),
  ...(
    [
      ['suspend', 'suspendApp', 'Stops serving an app at once; its tokens are dead with it', suspendApp],
      ['resume', 'resumeApp', 'Serves a suspended app again', resumeApp],
    ] as const
  ).map(([verb, name, summary, run]) =>
    operation({
      method: 'POST',
      path: `/apps/{id}/${verb}`,
      id: name,
      summary,
      gate,
      parameters: one,
      status: 200,
      answer: App,
      refusals: ['apps.unknown', 'apps.not-in-review'],
      run: async ({ at }, by, { parameters: { id } }) => spell(at, await run(at, id, { by })),
    }),
  ),
]

const permitted = Type.Object({ id: appId, permission: Type.Enum([...ordinaryPermissions]) })

/** The apps of the house, for who judges them. */
export const apps = [
  operation({
    method: 'GET',
    path: '/apps',
    id: 'listApps',
    summary: 'The apps by their ids, at most a hundred; go on after the last one',
    gate,
    query: Type.Object(
      { state: Type.Optional(Type.Enum([...appStates])), after: Type.Optional(appId) },
      { additionalProperties: false },
    ),
    status: 200,
    answer: Type.Object({ apps: Type.Array(App) }, { $id: 'Apps' }),
    refusals: [],
    async run({ at }, _by, { query }) {
      const found = await pageApps(at, query as { after?: string; state?: AppState })
      return { apps: await Promise.all(found.map((app) => spell(at, app))) }
    },
  }),
  operation({
    method: 'GET',
    path: '/apps/{id}',
    id: 'readApp',
    summary: 'One app',
    gate,
    parameters: one,
    status: 200,
    answer: App,
    refusals: ['apps.unknown'],
    run: async ({ at }, _by, { parameters: { id } }) => spell(at, await readApp(at.db, id)),
  }),
  ...verdicts,
  ...(
    [
      ['PUT', 'grantPermission', 'Lets an app do something more', grantPermission],
      ['DELETE', 'revokePermission', 'Lets an app do something no longer', revokePermission],
    ] as const
  ).map(([method, name, summary, run]) =>
    operation({
      method,
      path: '/apps/{id}/permissions/{permission}',
      id: name,
      summary,
      gate,
      parameters: permitted,
      status: 200,
      answer: App,
      refusals: ['apps.unknown'],
      run: async ({ at }, by, { parameters: { id, permission } }) => spell(at, await run(at, id, permission, { by })),
    }),
  ),
]
