import type { Provider } from 'oidc-provider'
import type { Ports } from '../../kernel/index.ts'

/** What a session keeps of who signed in where. */
export interface EndedSession {
  readonly accountId?: string | undefined
  readonly authorizations?: Readonly<Record<string, { sid?: string | undefined }>> | undefined
}
/** What the library's client does besides what its types tell. */
interface Told {
  readonly clientId: string
  readonly backchannelLogoutUri?: string
  backchannelLogout(sub: string, sid: string): Promise<void>
}

/**
 * Tells the apps that a session was used with, and that want to hear of it, that it is over (OpenID Connect Back-Channel
 * Logout 1.0 §2.5). One that cannot be reached in time is not told again; its name is in the log.
 */
export async function tellLogout(at: Ports, provider: Provider, session: EndedSession): Promise<void> {
  const { accountId, authorizations = {} } = session
  if (accountId === undefined) return
  const tell = async ([clientId, { sid = '' }]: [string, { sid?: string | undefined }]) => {
    const client = (await provider.Client.find(clientId)) as unknown as Told | undefined
    if (client?.backchannelLogoutUri) await client.backchannelLogout(accountId, sid)
  }
  const told = Object.entries(authorizations).map((one) =>
    tell(one).catch((error: unknown) => logUntold(at, one[0], error)),
  )
  await Promise.all(told)
}

/** The app's address stays out of the log: its query may carry a secret. */
export const logUntold = (at: Ports, app: string, error: unknown): void =>
  at.log.warn(
    { app, cause: (error as { cause?: unknown }).cause instanceof Error ? 'no connection' : 'refused' },
    'an app was not told of a logout',
  )
