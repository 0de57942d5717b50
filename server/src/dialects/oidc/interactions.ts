import { errors, type InteractionResults, type Provider } from 'oidc-provider'
import {
  findUserId,
  type Interaction,
  type Interactions,
  type Ports,
  refuse,
  type UserId,
  type Wire,
} from '../../kernel/index.ts'
import { acrOf } from './acr.ts'
import { consentOf } from './consent.ts'
import { finishSession } from './sessions.ts'

type Details = Awaited<ReturnType<Provider['interactionDetails']>>

/** Fulfils the pages' port with the library's own interactions. */
export function interactionsOf(at: Ports, provider: Provider): Interactions {
  const finish = ({ request, response }: Wire, result: InteractionResults): Promise<string> =>
    orStale(provider.interactionResult(request, response, result, { mergeWithLastSubmission: !('error' in result) }))
  return {
    async read(wire, uid) {
      const details = await readDetails(provider, wire)
      return details && details.uid === uid ? interactionOf(at, details) : undefined
    },
    async finishLogin(wire, userId, methods) {
      await orStale(partFromOthers(at, provider, wire, userId))
      return finish(wire, { login: { accountId: String(userId), amr: [...methods], acr: acrOf(methods) } })
    },
    finishConsent: async (wire) => finish(wire, { consent: { grantId: await allow(at, provider, wire) } }),
    cancel: (wire) => finish(wire, { error: 'access_denied', error_description: 'the person said no' }),
  }
}

/** @throws `pages.stale-form` when another request has brought the interaction to its end meanwhile (attack 15) */
async function orStale<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof errors.SessionNotFound) refuse('pages.stale-form')
    throw error
  }
}

/**
 * Whoever signs in may be another than whom the browser was signed in as, or was when the app asked: that session ends,
 * and the authorization goes on without it. The form's token has shown that our own page was used.
 */
async function partFromOthers(at: Ports, provider: Provider, { request, response }: Wire, userId: UserId) {
  const interaction = await provider.interactionDetails(request, response)
  const session = await provider.Session.get(provider.createContext(request, response))
  const isOther = session.accountId !== undefined && session.accountId !== String(userId)
  if (isOther) await finishSession(at, session)
  if (!interaction.session || (!isOther && interaction.session.uid === session.uid)) return
  delete interaction.session
  await interaction.save(interaction.exp - Math.floor(at.clock.now() / 1000))
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
    leadsTo: sourceOf(text('redirect_uri') ?? at.publicUrl),
    claims: claimsAsked(text('claims')),
    resources: [params.resource ?? []].flat().map(String),
    again: prompt.name === 'login' && session?.accountId !== undefined,
  }
}

/** As a policy names it: an address of a native app has a scheme of its own, and no origin. */
function sourceOf(address: string): string {
  const { origin, protocol } = new URL(address)
  return origin === 'null' ? protocol : origin
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
