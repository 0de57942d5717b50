import { type Static, Type } from 'typebox'
import { type Db, hold, keepStatement, type Ports, refuse, seconds, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import './table.ts'

/** What a login is at a provider; `oauth` has its logins from an upstream OpenID provider. */
export const providerKinds = ['email', 'phone', 'userName', 'oauth'] as const
export type ProviderKind = (typeof providerKinds)[number]

const closed = { additionalProperties: false }
const Count = (maximum: number, minimum = 1) => Type.Optional(Type.Integer({ minimum, maximum }))

/** How codes leave: each that has somewhere to go carries a code of its own, which proves that way and no other. */
export const codeWays = ['email', 'sms', 'push'] as const
export type CodeWay = (typeof codeWays)[number]

/** What an auth provider decides for its people. */
export const ProviderConfig = Type.Object(
  {
    /** Whether an account waits for a code before it is active. */
    isCheckCode: Type.Optional(Type.Boolean()),
    codeLength: Count(12, 4),
    codeDigitsOnly: Type.Optional(Type.Boolean()),
    codeSeconds: Count(86_400, 10),
    codeTries: Count(20),
    codePauseSeconds: Count(3600),
    codeWays: Type.Optional(Type.Array(Type.Enum([...codeWays]), { minItems: 1, uniqueItems: true })),
    accessTokenSeconds: Count(86_400 * 30, 60),
    refreshTokenSeconds: Count(86_400 * 366, 60),
    deleteUnactivatedDays: Count(365),
    passwordMinimumLength: Count(128),
    refuseCommonPasswords: Type.Optional(Type.Boolean()),
    /** Names of events for which codes may be asked, besides the three that every provider has. */
    events: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Za-z][\\w-]{0,99}$' }), { maxItems: 50 })),
    userGroup: Type.Optional(Type.String({ pattern: '^[A-Za-z][\\w-]{0,99}$' })),
    /** Whether a refresh token works on the device alone that it was given to (contracts/oneentry.md, Decisions). */
    bindDevice: Type.Optional(Type.Boolean()),
    title: Type.Optional(Type.Record(Type.String({ maxLength: 10 }), Type.String({ maxLength: 200 }))),
    oauth: Type.Optional(
      Type.Object(
        {
          issuer: Type.String({ pattern: '^https?://', maxLength: 500 }),
          clientId: Type.String({ minLength: 1, maxLength: 500 }),
          scopes: Type.Optional(Type.Array(Type.String({ pattern: '^[!-~]+$', maxLength: 100 }), { maxItems: 20 })),
          redirectUrls: Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 20 }),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type ProviderConfig = Static<typeof ProviderConfig>

export const providerStates = ['active', 'inactive'] as const
export type ProviderState = (typeof providerStates)[number]

/** Every part of a provider's policy, with what holds where the operator says nothing (contracts/oneentry.md, Semantics). */
export type ProviderPolicy = ProviderConfig & Required<Pick<ProviderConfig, keyof typeof initial>>

const initial = {
  isCheckCode: true,
  codeLength: 6,
  codeDigitsOnly: false,
  codeSeconds: 120,
  codeTries: 5,
  codePauseSeconds: 30,
  accessTokenSeconds: 36_000,
  refreshTokenSeconds: 604_800,
  deleteUnactivatedDays: 2,
  events: [] as string[],
  userGroup: 'guest',
  bindDevice: false,
} satisfies ProviderConfig

/** An auth provider: whom it knows, by what form, and on what terms. */
export interface Provider {
  readonly id: string
  readonly number: number
  readonly kind: ProviderKind
  readonly formId: string | undefined
  readonly state: ProviderState
  readonly policy: ProviderPolicy
  /** What the operator has said, and nothing else. */
  readonly config: ProviderConfig
  readonly version: number
}

export interface ProviderWish {
  readonly id: string
  readonly kind?: ProviderKind | undefined
  readonly formId?: string | undefined
  readonly state?: ProviderState | undefined
  /** Merged into what stands. */
  readonly config?: ProviderConfig | undefined
  /** Of the upstream OpenID provider; kept sealed (rule 3), and never shown. */
  readonly clientSecret?: string | undefined
}

const sealName = (id: string): string => `provider:${id}`

/**
 * Makes a provider so, as often as it is asked; what is absent stays.
 *
 * @throws `input.missing` for a new one without a kind; `forms.unknown`
 */
export async function saveProvider(at: Ports, wish: ProviderWish): Promise<Provider> {
  return transact(at, async (tx) => {
    await hold(tx, 'providers')
    const standing = await tx.selectFrom('providers').selectAll().where('id', '=', wish.id).executeTakeFirst()
    const kind = wish.kind ?? standing?.kind ?? refuse('input.missing', { field: `providers.${wish.id}.type` })
    const formId = wish.formId ?? standing?.form_id ?? null
    if (formId !== null && !(await tx.selectFrom('forms').select('id').where('id', '=', formId).executeTakeFirst())) {
      refuse('forms.unknown', { form: formId })
    }
    const config = JSON.stringify({ ...JSON.parse(standing?.config ?? '{}'), ...wish.config })
    const secret = wish.clientSecret
    const same =
      secret !== undefined && standing?.sealed && at.keyring.open(standing.sealed, sealName(wish.id)) === secret
    const sealed =
      secret === undefined || same ? (standing?.sealed ?? null) : at.keyring.seal(secret, sealName(wish.id))
    const said = { kind, form_id: formId, state: wish.state ?? standing?.state ?? 'active', config, sealed }
    const changed = (['kind', 'form_id', 'state', 'config', 'sealed'] as const).some(
      (key) => standing?.[key] !== said[key],
    )
    if (standing && !changed) return providerOf(standing)
    const now = at.clock.now()
    const row = {
      id: wish.id,
      number: standing?.number ?? (await nextNumber(tx)),
      ...said,
      version: standing ? standing.version + 1 : 0,
      created_at: standing?.created_at ?? now,
      changed_at: now,
    }
    const { id: _id, ...rest } = row
    await tx
      .insertInto('providers')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet(rest))
      .execute()
    await recordEvent(at, tx, { kind: 'provider.saved', facts: { provider: wish.id, version: row.version } })
    return providerOf(row)
  })
}

async function nextNumber(db: Db): Promise<number> {
  const row = await db
    .selectFrom('providers')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirst()
  return Number(row?.last ?? 0) + 1
}

interface Row {
  id: string
  number: number
  kind: string
  form_id: string | null
  state: string
  config: string
  version: number
}

function providerOf(row: Row): Provider {
  const config: ProviderConfig = JSON.parse(row.config)
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as ProviderKind,
    formId: row.form_id ?? undefined,
    state: row.state as ProviderState,
    policy: { ...initial, ...config },
    config,
    version: row.version,
  }
}

/** A provider, whether or not it is active. */
export async function findProvider(at: Pick<Ports, 'db'>, id: string): Promise<Provider | undefined> {
  const [row] = await readById(at.db, { id })
  return row && providerOf(row)
}

const readById = keepStatement((db, given: { id: string }) =>
  db.selectFrom('providers').selectAll().where('id', '=', given.id),
)

/** @throws `forms.provider-unknown`, also for one that is not active */
export async function readProvider(at: Pick<Ports, 'db'>, id: string): Promise<Provider> {
  const found = await findProvider(at, id)
  return found?.state === 'active' ? found : refuse('forms.provider-unknown', { provider: id })
}

/** Every provider in the order of their numbers. */
export async function listProviders(
  at: Pick<Ports, 'db'>,
  { offset = 0, limit = 100 }: { offset?: number; limit?: number } = {},
): Promise<Provider[]> {
  const rows = await at.db.selectFrom('providers').selectAll().orderBy('number').offset(offset).limit(limit).execute()
  return rows.map(providerOf)
}

/** The upstream provider's secret for us, for the one call that shows it. @throws `forms.provider-unknown` */
export async function readClientSecret(at: Pick<Ports, 'db' | 'keyring'>, id: string): Promise<string> {
  const row = await at.db.selectFrom('providers').select('sealed').where('id', '=', id).executeTakeFirst()
  return row?.sealed ? at.keyring.open(row.sealed, sealName(id)) : refuse('forms.provider-unknown', { provider: id })
}

const standard = ['user_registration', 'password_reset', 'auth']

/** @throws `forms.event-unknown` for an event of which neither the provider nor the house knows */
export function checkEvent(provider: Provider, event: string): void {
  if (!standard.includes(event) && !provider.policy.events.includes(event)) refuse('forms.event-unknown', { event })
}

/** By which ways codes leave where the operator has not said: that of the provider's kind, and those without a price. */
export const waysOf = ({ kind, policy }: Provider): readonly CodeWay[] =>
  policy.codeWays ?? (kind === 'phone' ? ['sms', 'push'] : ['email', 'push'])

/** How codes of a provider look and live. */
export const termsOf = ({ policy }: Provider) => ({
  digits: policy.codeLength,
  alphabet: policy.codeDigitsOnly ? ('digits' as const) : ('alphanumeric' as const),
  lifeSeconds: policy.codeSeconds,
  tries: policy.codeTries,
})

/** When an account of the provider that was never activated is removed, epoch ms. */
export const unactivatedSince = (at: Pick<Ports, 'clock'>, { policy }: Provider): number =>
  at.clock.now() - seconds(policy.deleteUnactivatedDays * 86_400)
