import { Type } from 'typebox'
import { appStates, pageUrlPattern, permissions } from '../../capabilities/apps/index.ts'
import { codeWays, FormDefinition, providerKinds, providerStates } from '../../capabilities/forms/index.ts'
import { eventStates, largestEventId } from '../../capabilities/guests/index.ts'
import { languages } from '../../kernel/index.ts'

const closed = { additionalProperties: false }
const permission = Type.Enum([...permissions])
const secret = Type.String({ minLength: 8, maxLength: 256 })
/** Any text: what the addresses may be is said in one place, and asked for by `findFault`. */
const address = Type.String({ minLength: 1, maxLength: 2000 })
/** A page of the app's; a path alone lies on our own origin. */
const pageUrl = Type.String({ pattern: pageUrlPattern, maxLength: 2000 })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

const App = Type.Object(
  {
    id: Type.String({ pattern: '^([0-9]{1,15}|(?=.*[A-Za-z._-])[A-Za-z0-9._-]{1,100})$' }),
    name: Type.Optional(text(80)),
    state: Type.Optional(Type.Enum([...appStates])),
    description: Type.Optional(Type.String({ maxLength: 200 })),
    category: Type.Optional(Type.String({ maxLength: 80 })),
    logo: Type.Optional(address),
    owner: Type.Optional(Type.String({ maxLength: 254 })),
    locale: Type.Optional(Type.Enum([...languages])),
    domains: Type.Optional(Type.Array(text(253))),
    clientSecrets: Type.Optional(Type.Array(secret)),
    portalKeys: Type.Optional(Type.Array(secret)),
    siteKey: Type.Optional(secret),
    tokens: Type.Optional(
      Type.Array(
        Type.Object(
          { token: secret, permissions: Type.Optional(Type.Array(permission)), expiresAt: Type.Optional(text(40)) },
          closed,
        ),
      ),
    ),
    redirectUrls: Type.Optional(Type.Array(address)),
    returnUrls: Type.Optional(Type.Array(address)),
    activationUrl: Type.Optional(pageUrl),
    resetUrl: Type.Optional(pageUrl),
    backchannelLogoutUrl: Type.Optional(address),
    permissions: Type.Optional(Type.Array(permission)),
    portal: Type.Optional(Type.Boolean()),
    loginBeforeActivation: Type.Optional(Type.Boolean()),
    passwordMinimumLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 128 })),
    refuseCommonPasswords: Type.Optional(Type.Boolean()),
    publicSecret: Type.Optional(Type.Boolean()),
  },
  closed,
)

const User = Type.Object(
  {
    email: text(254),
    password: text(256),
    verified: Type.Optional(Type.Boolean()),
    name: Type.Optional(text(200)),
  },
  closed,
)

const Event = Type.Object(
  {
    id: Type.Integer({ minimum: 1, maximum: largestEventId }),
    name: Type.Optional(text(200)),
    app: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    state: Type.Optional(Type.Enum([...eventStates])),
    guests: Type.Optional(Type.Array(text(40))),
  },
  closed,
)

const whole = (minimum: number, maximum: number) => Type.Optional(Type.Integer({ minimum, maximum }))

/** A provider, its policy under the names that design.md and the platform's own administration have for it. */
const Provider = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,99}$' }),
    type: Type.Optional(Type.Enum([...providerKinds])),
    form: Type.Optional(text(100)),
    state: Type.Optional(Type.Enum([...providerStates])),
    title: Type.Optional(Type.Record(Type.String({ maxLength: 10 }), text(200))),
    isCheckCode: Type.Optional(Type.Boolean()),
    config: Type.Optional(
      Type.Object(
        {
          systemCodeLength: whole(4, 12),
          systemCodeTlsSec: whole(10, 86_400),
          systemCodeOnlyNumbers: Type.Optional(Type.Boolean()),
          systemCodeTries: whole(1, 20),
          systemCodeResendSec: whole(1, 3600),
          systemCodeWays: Type.Optional(Type.Array(Type.Enum([...codeWays]), { minItems: 1, uniqueItems: true })),
          accessTokenTtlSec: whole(60, 86_400 * 30),
          refreshTokenTtlMc: whole(60, 86_400 * 366),
          deleteNoneActiveUsersAfterDays: whole(1, 365),
          minPasswordLength: whole(1, 128),
          refuseCommonPasswords: Type.Optional(Type.Boolean()),
          events: Type.Optional(Type.Array(text(100), { maxItems: 50 })),
          userGroup: Type.Optional(text(100)),
          bindDevice: Type.Optional(Type.Boolean()),
          oauthIssuer: Type.Optional(Type.String({ pattern: '^https?://', maxLength: 500 })),
          oauthClientId: Type.Optional(text(500)),
          oauthClientSecret: Type.Optional(secret),
          oauthScopes: Type.Optional(Type.Array(text(100), { maxItems: 20 })),
          oauthRedirectUrls: Type.Optional(Type.Array(address, { maxItems: 20 })),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** The file that `diwan apply` reads (design.md, The operator's contract). It merges and never deletes. */
export const AppliedFile = Type.Object(
  {
    settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    apps: Type.Optional(Type.Array(App)),
    forms: Type.Optional(Type.Array(FormDefinition)),
    providers: Type.Optional(Type.Array(Provider)),
    events: Type.Optional(Type.Array(Event)),
    users: Type.Optional(Type.Array(User)),
  },
  closed,
)
export type AppliedFile = Type.Static<typeof AppliedFile>
export type AppliedApp = Type.Static<typeof App>
export type AppliedProvider = Type.Static<typeof Provider>
export type AppliedEvent = Type.Static<typeof Event>
export type AppliedUser = Type.Static<typeof User>
