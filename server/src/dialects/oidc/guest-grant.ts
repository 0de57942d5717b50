import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider'
import { houseSettings } from '../../capabilities/settings/index.ts'
import { findMobile, foldDigits, type GuestWish, type Ports, Refusal } from '../../kernel/index.ts'
import { guestGrants, guestParameters, issueForGuest } from './mint.ts'

type Parameters = { readonly [P in (typeof guestParameters)[number]]?: string }
type Context = TokenEndpointGrantContext<Parameters>

/**
 * Teaches the library the grant of a guest (contracts/evand.md, 3), under both its names. What it decides is decided by
 * `guests`; here stands how the standard endpoint is asked, and how it answers.
 */
export function addGuestGrant(at: Ports, provider: Provider): void {
  for (const name of guestGrants) {
    provider.registerGrantType<Parameters>(name, (context) => answer(at, context), guestParameters)
  }
}

async function answer(at: Ports, context: Context): Promise<void> {
  if (context.get('dpop')) throw new errors.InvalidRequest('tokens of this grant are not bound to a key')
  const wish = await readWish(at, context.oidc.params)
  try {
    const issued = await issueForGuest(at, context.oidc.client.clientId, wish)
    context.body = {
      access_token: issued.accessToken,
      expires_in: issued.expiresInSeconds,
      refresh_token: issued.refreshToken,
      scope: issued.scope,
      token_type: 'Bearer',
    }
  } catch (error) {
    throw error instanceof Refusal ? translate(context, error) : error
  }
}

/** @throws `invalid_request` */
async function readWish(at: Ports, parameters: Context['oidc']['params']): Promise<GuestWish> {
  const missing = guestParameters.find((name) => !parameters[name])
  if (missing) throw new errors.InvalidRequest(`missing required parameter '${missing}'`)
  const { mobile = '', mobile_verification_code: code = '', event_id: event = '' } = parameters
  const number = findMobile(mobile, (await houseSettings.read(at)).region)
  if (!number) throw new errors.InvalidRequest('mobile is no phone number')
  const folded = foldDigits(event.trim())
  if (!/^[1-9]\d{0,14}$/.test(folded)) throw new errors.InvalidRequest('event_id is no number of an event')
  return { mobile: number, code, eventId: Number(folded) }
}

/** What is refused, as RFC 6749 §5.2 has it; a pause is told with 429, since no other code would bring a token. */
function translate(context: Context, refusal: Refusal): Error {
  const wait = refusal.retryAfterSeconds
  if (wait !== undefined) context.set('retry-after', String(wait))
  if (refusal.code === 'verification.failed') return new errors.InvalidGrant('the code lets nobody in')
  if (refusal.family === 'server') return new errors.TemporarilyUnavailable('try again in a moment')
  if (wait !== undefined)
    return Object.assign(new errors.CustomOIDCProviderError('slow_down', 'too many wrong codes'), tooMany)
  return new errors.UnauthorizedClient('the client lets no guests in')
}

const tooMany = { status: 429, statusCode: 429 }
