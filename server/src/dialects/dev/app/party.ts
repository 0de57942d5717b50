import { createHash } from 'node:crypto'

/**
 * The relying party that plays a demo app: what it was told when it was registered, and where it finds Diwan. It is a
 * client like any other, and knows nothing else of us.
 */
export interface Party {
  readonly name: string
  readonly id: string
  readonly secret: string
  /** The long-lived token with which it invites. */
  readonly token: string
  /** Where its server calls. */
  readonly serverUrl: () => string
  /** Where browsers are sent, and its own pages lie. */
  readonly publicUrl: () => string
}

/** What the app learned of a person. */
export type Learned = Readonly<Record<string, unknown>>

/** What went wrong at the other side, in its own words. */
export class Declined extends Error {}

/** What a login that began in this browser must come back with. */
export interface Attempt {
  readonly state: string
  /** RFC 7636 §4.1. */
  readonly verifier: string
}

const callback = (party: Party, name: string): string => `${party.publicUrl()}/dev/app/${name}`

/** The authorization request of OpenID Connect (Core §3.1.2.1), with PKCE (RFC 7636 §4.3). */
export function openIdUrl(party: Party, { state, verifier }: Attempt, locale: string): string {
  const query = new URLSearchParams({
    client_id: party.id,
    redirect_uri: callback(party, 'openid'),
    response_type: 'code',
    scope: 'openid profile email',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ui_locales: locale,
  })
  return `${party.publicUrl()}/oauth/authorize?${query}`
}

/** The link of “Log in with” (contracts/sngine.md, 1). */
export function logInWithUrl(party: Party, { state }: Attempt, locale: string): string {
  const query = new URLSearchParams({
    app_id: party.id,
    state,
    redirect_uri: callback(party, 'log-in-with'),
    lang: locale,
  })
  return `${party.publicUrl()}/api/oauth?${query}`
}

/**
 * Exchanges a code, and asks who it was (RFC 6749 §4.1.3; Core §5.3). The ID token is left aside: what userinfo says
 * came straight from the server.
 *
 * @throws Declined
 */
export async function learnByCode(party: Party, code: string, { verifier }: Attempt): Promise<Learned> {
  const tokens = await ask(party, '/oauth/token', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${party.id}:${party.secret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback(party, 'openid'),
      code_verifier: verifier,
    }),
  })
  return ask(party, '/oauth/userinfo', { headers: { authorization: `Bearer ${tokens.access_token}` } })
}

/**
 * Exchanges a key, and asks who it was, by POST, so that no secret stands in an address (contracts/sngine.md, 2, 3).
 *
 * @throws Declined
 */
export async function learnByKey(party: Party, key: string): Promise<Learned> {
  const post = (path: string, form: Record<string, string>) =>
    ask(party, path, { method: 'POST', body: new URLSearchParams(form) })
  const claim = { app_id: party.id, app_secret: party.secret, auth_key: key }
  const { access_token: token } = await post('/api/authorize', claim)
  const { user_info: info } = await post('/api/get_user_info', { access_token: String(token) })
  return info as Learned
}

/**
 * Says what the app knows of a person, and answers where to send the person (contracts/payping.md, 2, 3).
 *
 * @throws Declined
 */
export async function invite(party: Party, known: Readonly<Record<string, string>>): Promise<string> {
  const wish = { ...known, ReturnUrl: callback(party, 'registered') }
  const { id } = await ask(party, '/v1/client/ClientRegisterInit', {
    method: 'POST',
    headers: { authorization: `Bearer ${party.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  })
  return `${party.publicUrl()}/Client/ClientRegister?registerId=${id}`
}

async function ask(party: Party, path: string, request: RequestInit): Promise<Record<string, unknown>> {
  const response = await fetch(`${party.serverUrl()}${path}`, request)
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok || answer.error) throw new Declined(complaintOf(answer))
  return answer
}

/** Each surface complains in its own way. */
function complaintOf({ error_description, message, metaData, error }: Record<string, unknown>): string {
  const { errors: [first] = [] } = (metaData ?? {}) as { errors?: { message?: string }[] }
  return String(error_description ?? message ?? first?.message ?? error ?? '')
}
