import type { Provider } from 'oidc-provider'
import { appChannel } from '../../capabilities/messages/index.ts'
import { type LogoutNotice, tellAppOfLogout } from '../../capabilities/sessions/index.ts'
import { type Channel, type Ports, transact } from '../../kernel/index.ts'

type Tell = (sub: string, sid: string) => Promise<void>
/** What the library's client does besides what its types tell. */
interface Told {
  readonly clientId: string
  readonly backchannelLogoutUri?: string
  backchannelLogout: Tell
}

/** Sends one logout token, made now. */
export type SendLogout = (appId: string, notice: LogoutNotice) => Promise<void>

/**
 * Where the library would tell an app of a logout once and forget it, a notice goes to the outbox, which tells it until
 * the app has heard (OpenID Connect Back-Channel Logout 1.0 §2.5). Answers how the outbox sends it.
 */
export function tellByOutbox(at: Ports, provider: Provider): SendLogout {
  const prototype = provider.Client.prototype as unknown as { backchannelLogout: Tell }
  const send = prototype.backchannelLogout
  prototype.backchannelLogout = function tell(this: Told, sub, sid) {
    return transact(at, (tx) => tellAppOfLogout(at, tx, this.clientId, { sub, sid }))
  }
  return async (appId, { sub, sid }) => {
    const client = (await provider.Client.find(appId)) as unknown as Told | undefined
    if (client?.backchannelLogoutUri) await send.call(client, sub, sid).catch(hideAddress)
  }
}

/** The app's address stays out of the log: its query may carry a secret. */
function hideAddress(error: unknown): never {
  const isAnswer = error instanceof Error && 'response' in error
  throw new Untold(isAnswer ? 'refused' : 'no connection')
}

class Untold extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'Untold'
    this.code = code
  }
}

/** Carries the outbox's notices to apps. */
export const noticeChannel = (load: () => Promise<{ readonly sendLogout: SendLogout }>): Channel => ({
  name: appChannel,
  async deliver({ to, text }) {
    const { sendLogout } = await load()
    await sendLogout(to, JSON.parse(text) as LogoutNotice)
    return undefined
  },
})
