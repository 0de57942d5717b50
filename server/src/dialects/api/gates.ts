import type { App, Permission } from '../../capabilities/apps/index.ts'
import { freshSeconds } from '../../capabilities/sessions/index.ts'
import { type Asked, bearerOf, type FormsCaller, readBearerApp, readFormsCaller } from '../../http/index.ts'
import { refuse, seconds, type UserId } from '../../kernel/index.ts'
import type { World } from './world.ts'

/** Who may call an operation, and how they show it. */
export interface Gate<Who> {
  /** The name of the way in the document; undefined where everybody may. */
  readonly scheme: 'app' | 'person' | undefined
  /** The app's permission or the token's scope that is needed. */
  readonly needs: string | undefined
  /** The scope by which a person's token opens it, too. */
  readonly orPerson?: string
  /** @throws `apps.not-authenticated`, `apps.not-live`, `apps.not-permitted`, `sessions.not-signed-in` */
  readonly enter: (world: World, asked: Asked) => Promise<Who>
}

/** An app's server, with a long-lived token or an access token that it got for itself; a person's token is no app's. */
export const byApp = (permission: Permission): Gate<App> => ({
  scheme: 'app',
  needs: permission,
  enter: ({ at, tokens }, asked) => readBearerApp(at, tokens, asked.header('authorization'), permission),
})

/** A person who called through an app. */
export interface Person {
  readonly userId: UserId
  readonly appId: string
  readonly scopes: readonly string[]
}

/** A person's access token with a scope (RFC 6750 §2.1). An app's own token is nobody's. */
export const byPerson = (scope: string): Gate<Person> => ({
  scheme: 'person',
  needs: scope,
  async enter({ tokens }, asked) {
    const token = bearerOf(asked.header('authorization'))
    const access = token === undefined ? undefined : await tokens.findAccess(token)
    if (access?.userId === undefined) return refuse('sessions.not-signed-in')
    if (!access.scopes.includes(scope)) refuse('apps.not-permitted', { permission: scope })
    return { userId: access.userId, appId: access.appId, scopes: access.scopes }
  },
})

/** The same, of a person who proved in the last ten minutes that it is them. @throws `sessions.not-fresh` besides (RFC 9470) */
export const byFreshPerson = (scope: string): Gate<Person> => ({
  ...byPerson(scope),
  async enter(world, asked) {
    const person = await byPerson(scope).enter(world, asked)
    const since = await world.tokens.signedInAt(bearerOf(asked.header('authorization')) ?? '')
    const isFresh = since !== undefined && world.at.clock.now() - since <= seconds(freshSeconds)
    return isFresh ? person : refuse('sessions.not-fresh')
  },
})

/** An app that may keep forms, or a person who signed in with one. */
export const byFormsCaller: Gate<FormsCaller> = {
  scheme: 'app',
  needs: 'forms',
  orPerson: 'openid',
  enter: ({ at, tokens }, asked) => readFormsCaller(at, tokens, asked.header('authorization')),
}
