import { errors, type InteractionResults, type Provider } from 'oidc-provider'
import { findUserId, type Interaction, type Interactions, type Ports, type Wire } from '../../kernel/index.ts'
import { acrOf } from './acr.ts'
import { consentOf } from './consent.ts'

type Details = Awaited<ReturnType<Provider['interactionDetails']>>

/** Fulfils the pages' port with the library's own interactions. */
export function interactionsOf(at: Ports, provider: Provider): Interactions {
  const finish = ({ request, response }: Wire, result: InteractionResults): Promise<string> =>
    provider.interactionResult(request, response, result, { mergeWithLastSubmission: !('error' in result) })
  return {
    async read(wire, uid) {
      const details = await readDetails(provider, wire)
      return details && details.uid === uid ? interactionOf(at, details) : undefined
    },
    finishLogin: (wire, userId, methods) =>
      finish(wire, { login: { accountId: String(userId), amr: [...methods], acr: acrOf(methods) } }),
    finishConsent: async (wire) => finish(wire, { consent: { grantId: await allow(at, provider, wire) } }),
    cancel: (wire) => finish(wire, { error: 'access_denied', error_description: 'the person said no' }),
  }
}

async function readDetails(provider: Provider, { request, response }: Wire): Promise<Details | undefined> {
  try {
    return await provider.interactionDetails(request, response)
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined
    throw error
  }
}

interface Missing {
  missingOIDCScope?: string[]
  missingOIDCClaims?: string[]
  missingResourceScopes?: Record<string, string[]>
}

/** The names of the claims that the `claims` parameter asks for, about the person (OpenID Connect Core §5.5). */
function claimsAsked(text: string | undefined): string[] {
  const { userinfo = {}, id_token = {} } = JSON.parse(text ?? '{}') as Record<string, object | undefined>
  const names = [...Object.keys(userinfo), ...Object.keys(id_token)]
  return [...new Set(names)].filter((name) => !aboutTheSignIn.includes(name))
}

const aboutTheSignIn = ['sub', 'sid', 'auth_time', 'acr', 'amr', 'iss']

function interactionOf(at: Ports, { uid, prompt, params, session }: Details): Interaction {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined)
  return {
    uid,
    wants: prompt.name === 'consent' ? 'consent' : 'login',
    appId: text('client_id') ?? '',
    scopes: (text('scope') ?? '').split(' '),
    userId: findUserId(session?.accountId ?? ''),
    loginHint: text('login_hint'),
    locales: text('ui_locales'),
    leadsTo: new URL(text('redirect_uri') ?? at.publicUrl).origin,
    claims: claimsAsked(text('claims')),
    resources: [params.resource ?? []].flat().map(String),
    again: prompt.name === 'login' && session?.accountId !== undefined,
  }
}

/** Adds what was asked for to what the person allowed the app before; answers the consent's name. */
async function allow(at: Ports, provider: Provider, { request, response }: Wire): Promise<string> {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  const [accountId, clientId] = [session?.accountId ?? '', String(params.client_id)]
  const name = consentOf(at, accountId, clientId)
  const fresh = () => Object.assign(new provider.Grant({ accountId, clientId }), { jti: name })
  const grant = (await provider.Grant.find(name)) ?? fresh()
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes = {} } = prompt.details as Missing
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '))
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims)
  for (const [resource, scopes] of Object.entries(missingResourceScopes)) {
    grant.addResourceScope(resource, scopes.join(' '))
  }
  return grant.save()
}
