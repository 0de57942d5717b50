import { Type } from 'typebox'
import { enterByUpstream, readClientSecret, readProvider } from '../../capabilities/forms/index.ts'
import { findLanguage, refuse } from '../../kernel/index.ts'
import { readDevice } from './device.ts'
import { languageFor } from './problem.ts'
import { type Call, localeOf, type Row, readBody } from './row.ts'
import { enter } from './sessions.ts'
import { redeemUpstream } from './upstream.ts'

const Text = Type.String({ minLength: 1, maxLength: 2000 })

/** What the platform's client sends. The secret that it sends is a browser's, and so is none: it is not looked at. */
const OAuth = Type.Object(
  {
    client_id: Text,
    client_secret: Type.Optional(Type.String({ maxLength: 2000 })),
    code: Text,
    grant_type: Type.Literal('authorization_code'),
    redirect_uri: Text,
    langCode: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
)

/** Sign-in through an upstream OpenID provider. */
export const oauthRows: readonly Row[] = [
  { method: 'POST', path: '/users-auth-providers/marker/:marker/oauth', run: signInUpstream },
]

async function signInUpstream(call: Call): Promise<unknown> {
  const { world, app, asked, parameters } = call
  const device = readDevice(asked)
  const body = readBody(OAuth, call)
  const locale = localeOf(call, body.langCode)
  const provider = await readProvider(world.at, parameters.marker ?? '')
  const upstream = provider.policy.oauth
  if (provider.kind !== 'oauth' || !upstream) return refuse('forms.provider-unknown', { provider: provider.id })
  const { issuer, clientId, redirectUrls } = upstream
  if (body.client_id !== clientId) refuse('input.invalid', { field: 'client_id', rule: 'choice' })
  if (!redirectUrls.includes(body.redirect_uri)) refuse('input.invalid', { field: 'redirect_uri', rule: 'return-url' })
  const clientSecret = await readClientSecret(world.at, provider.id)
  const given = { code: body.code, redirectUri: body.redirect_uri }
  const person = await redeemUpstream(world, { issuer, clientId, clientSecret }, given)
  const language = findLanguage(locale) ?? languageFor(asked, app.locale)
  const userId = await enterByUpstream(world.at, app, provider, person, { locale, language })
  return enter(call, provider, userId, device)
}
