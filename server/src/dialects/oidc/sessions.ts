import type { Provider } from 'oidc-provider'
import { type EndedSession, tellAppsOfLogout } from '../../capabilities/sessions/index.ts'
import { type BrowserSessions, findUserId, type Ports, transact, type Wire } from '../../kernel/index.ts'
import { acrOf } from './acr.ts'
import { sessionLife } from './lifetimes.ts'
import { whereabouts } from './whereabouts.ts'

type Session = InstanceType<Provider['Session']>

/** Ends a browser's session. Its apps are told first: one that was told in vain asks again, one that was not would never know. */
export async function finishSession(at: Ports, session: EndedSession & { destroy(): Promise<void> }): Promise<void> {
  await transact(at, (tx) => tellAppsOfLogout(at, tx, [session]))
  await session.destroy()
}

/** Fulfils the pages' port with the library's own session: its cookie, its row. */
export function sessionsOf(at: Ports, provider: Provider): BrowserSessions {
  const open = async ({ request, response }: Wire) => {
    const context = provider.createContext(request, response)
    return { context, session: await provider.Session.get(context) }
  }
  return {
    async read(wire) {
      const { session } = await open(wire)
      const userId = findUserId(session.accountId ?? '')
      if (userId === undefined) return undefined
      return { uid: session.uid, userId, signedInAt: (session.loginTs ?? 0) * 1000, methods: session.amr ?? [] }
    },
    async start(wire, userId, methods) {
      const { context, session: found } = await open(wire)
      const stranger = found.accountId !== undefined && found.accountId !== String(userId)
      if (stranger) await finishSession(at, found)
      const session: Session = stranger ? new provider.Session() : found
      const errand = whereabouts.getStore()
      if (errand) errand.renamed = session.jti
      session.resetIdentifier()
      session.loginAccount({ accountId: String(userId), amr: [...methods], acr: acrOf(methods) })
      await session.save(sessionLife)
      const expires = new Date((session.exp ?? 0) * 1000)
      context.cookies.set(provider.cookieName('session'), session.jti, { ...cookie, expires })
    },
    async end(wire) {
      const { context, session } = await open(wire)
      await finishSession(at, session)
      context.cookies.set(provider.cookieName('session'), null, cookie)
    },
  }
}

const cookie = { httpOnly: true, sameSite: 'lax', signed: true, path: '/' } as const
