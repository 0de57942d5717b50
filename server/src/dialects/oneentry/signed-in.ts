import { type Provider, readProvider } from '../../capabilities/forms/index.ts'
import { bearerOf } from '../../http/index.ts'
import { Refusal, refuse, type UserId } from '../../kernel/index.ts'
import type { Call } from './row.ts'

/** A person who is signed in with a device of the calling app. */
export interface SignedIn {
  readonly userId: UserId
  readonly sessionUid: string
  readonly provider: Provider
}

/**
 * Whose access token the call carries: one that this app's own sign-in gave. Its session ends it at once (rule 13).
 *
 * @throws `sessions.not-signed-in`, also for a token of another app (attack 58) and of another kind (attack 51)
 */
export async function readSignedIn({ world, asked, app }: Call): Promise<SignedIn> {
  const token = bearerOf(asked.header('authorization'))
  const access = token === undefined ? undefined : await world.tokens.findAccess(token)
  if (!access?.device || access.userId === undefined || access.appId !== app.id) return refuse('sessions.not-signed-in')
  const { sessionUid, provider } = access.device
  return { userId: access.userId, sessionUid, provider: await readProvider(world.at, provider) }
}

/** As {@link readSignedIn}; nobody where the token is absent or no longer good. */
export async function findSignedIn(call: Call): Promise<SignedIn | undefined> {
  try {
    return await readSignedIn(call)
  } catch (error) {
    if (error instanceof Refusal && error.family !== 'server') return undefined
    throw error
  }
}
