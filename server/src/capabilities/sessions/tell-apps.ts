import { type Ports, seconds, type Tx } from '../../kernel/index.ts'
import { enqueueNotice } from '../messages/index.ts'
import './table.ts'

/** What a session keeps of who signed in where: to each app it was used with, the name it has there. */
export interface EndedSession {
  readonly accountId?: string | undefined
  readonly authorizations?: Readonly<Record<string, { sid?: string | undefined }>> | undefined
}

/** That somebody is signed out, as an app is told of it. */
export interface LogoutNotice {
  readonly sub: string
  readonly sid: string
}

/** How long an app that cannot be reached is told again that somebody is signed out, seconds. */
const noticeLife = 3600

/**
 * Writes to the outbox, for each app that a session was used with and that wants to hear of it, that it is over
 * (OpenID Connect Back-Channel Logout 1.0 §2.5; rule 2). The apps' addresses are asked when it is sent.
 */
export async function tellAppsOfLogout(at: Ports, tx: Tx, sessions: readonly EndedSession[]): Promise<void> {
  const uses = sessions.flatMap(({ accountId, authorizations = {} }) =>
    accountId === undefined
      ? []
      : Object.entries(authorizations).map(([app, { sid = '' }]) => ({ app, accountId, sid })),
  )
  if (uses.length === 0) return
  const rows = await tx
    .selectFrom('apps')
    .select('id')
    .where('id', 'in', [...new Set(uses.map(({ app }) => app))])
    .where('backchannel_logout_url', 'is not', null)
    .execute()
  const listening = new Set(rows.map(({ id }) => id))
  for (const { app, accountId, sid } of uses) {
    if (listening.has(app)) await tellAppOfLogout(at, tx, app, { sub: accountId, sid })
  }
}

/** The same for one app. */
export const tellAppOfLogout = (at: Ports, tx: Tx, appId: string, notice: LogoutNotice): Promise<void> =>
  enqueueNotice(at, tx, { kind: 'logout', appId, facts: notice, expiresAt: at.clock.now() + seconds(noticeLife) })
