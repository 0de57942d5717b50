import { findToken } from '../../capabilities/sessions/index.ts'
import { type Access, findUserId, type Ports } from '../../kernel/index.ts'

/** What the protocol keeps with an access token, as far as other surfaces ask. */
interface Payload {
  clientId?: string
  accountId?: string
  scope?: string
}

/** Looks an opaque access token up without the protocol's library: other surfaces ask often, and at their start. */
export async function findAccess(at: Ports, value: string): Promise<Access | undefined> {
  const found = (await findToken(at, 'AccessToken', value)) ?? (await findToken(at, 'ClientCredentials', value))
  const { clientId, accountId, scope = '' } = (found?.payload ?? {}) as Payload
  if (clientId === undefined) return undefined
  return { appId: clientId, userId: findUserId(accountId ?? ''), scopes: scope.split(' ').filter(Boolean) }
}
