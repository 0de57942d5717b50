import { checkClientSecret, findApp, findAppByName, findAppBySecret } from '../../capabilities/apps/index.ts'
import { houseSettings } from '../../capabilities/settings/index.ts'
import { type Answer, type Asked, anyObject, json, parseForm, readJson } from '../../http/index.ts'
import { findMobile, foldDigits, type GuestWish, type IssuedTokens, type Ports, refuse } from '../../kernel/index.ts'
import type { World } from './world.ts'

/** A parameter as it came: a text, or a value of JSON. */
type Given = (name: string) => unknown

/**
 * Answers a client's wish for tokens: for itself, or for a guest of an event. The client is known before the grant is
 * looked at, so that strangers learn nothing of either.
 *
 * @throws `apps.*`, `input.*`, `limits.exhausted`; what `Tokens.issueForGuest` refuses
 */
export async function answerToken({ at, tokens }: World, asked: Asked): Promise<Answer> {
  const given = readBody(asked)
  const grant = textOf(given, 'grant_type').trim()
  const appId = await readClient(at, given, asked)
  if (grant === 'client_credentials') return spell(await tokens.issueForApp(appId))
  if (grant === 'event_mobile_verification') return spell(await tokens.issueForGuest(appId, await readWish(at, given)))
  return refuse('input.unknown-verb')
}

const spell = ({ accessToken, refreshToken, expiresInSeconds }: IssuedTokens): Answer =>
  json(200, {
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    access_token: accessToken,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
  })

/** JSON as the document has it, or the form of RFC 6749; parameters nobody knows are passed over there (§3.2). */
function readBody(asked: Asked): Given {
  if (asked.mediaType === 'application/x-www-form-urlencoded') {
    const form = parseForm(asked.body ?? '')
    return (name) => form.get(name)
  }
  if (asked.mediaType !== 'application/json') return refuse('input.not-json')
  const body = new Map(Object.entries(readJson(anyObject, asked.body)))
  return (name) => body.get(name) ?? undefined
}

/** @throws `input.missing`, also for an empty one; `input.invalid` for what is no text */
function textOf(given: Given, field: string): string {
  const value = given(field)
  if (value === undefined || value === '') return refuse('input.missing', { field })
  return typeof value === 'string' ? value : refuse('input.invalid', { field, rule: 'type' })
}

/** Digits that a client may write as a text or as a number of JSON, folded. */
function digitsOf(given: Given, field: string): string {
  const value = given(field)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return foldDigits(textOf(given, field).trim())
}

/**
 * The app that shows its secret, in the body or by HTTP Basic (RFC 6749 §2.3.1), never by both. It is called by its id
 * or its name. One answer for an app that is not there, not live, and a secret that is not its own.
 *
 * @throws `input.missing`, `input.duplicate`, `apps.not-authenticated`, `limits.exhausted`
 */
async function readClient(at: Ports, given: Given, asked: Asked): Promise<string> {
  const basic = findBasic(asked.header('authorization'))
  if (basic && given('client_secret') !== undefined) refuse('input.duplicate', { field: 'client_secret' })
  const id =
    basic?.id ?? (typeof given('client_id') === 'number' ? digitsOf(given, 'client_id') : textOf(given, 'client_id'))
  const secret = basic?.secret ?? textOf(given, 'client_secret')
  // Nearly always: the secret is of the app whose id is told, and one look-up finds both.
  const held = await findAppBySecret(at, 'client-secret', secret)
  if (held?.id === id && held.state === 'live') return held.id
  const app = (await findApp(at.db, id)) ?? (await findAppByName(at.db, id))
  await checkClientSecret(at, app?.id ?? id, secret)
  return app?.state === 'live' ? app.id : refuse('apps.not-authenticated')
}

/** @throws `apps.not-authenticated` for credentials that cannot be read */
function findBasic(header: string | undefined): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? '') ?? []
  if (encoded === undefined) return undefined
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  const [id, secret] = [pair.slice(0, Math.max(colon, 0)), pair.slice(colon + 1)].map(decodePart)
  return colon > 0 && id && secret ? { id, secret } : refuse('apps.not-authenticated')
}

/** Both parts are written as in forms (RFC 6749 appendix B). */
const decodePart = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** @throws `input.missing`, `input.invalid` */
async function readWish(at: Ports, given: Given): Promise<GuestWish> {
  const { region } = await houseSettings.read(at)
  const mobile =
    findMobile(digitsOf(given, 'mobile'), region) ?? refuse('input.invalid', { field: 'mobile', rule: 'mobile' })
  const code = digitsOf(given, 'mobile_verification_code')
  const event = digitsOf(given, 'event_id')
  if (!/^[1-9]\d{0,14}$/.test(event)) refuse('input.invalid', { field: 'event_id', rule: 'number' })
  return { mobile, code, eventId: Number(event) }
}
