import { listProviders, type Provider, readProvider, sayLocalised } from '../../capabilities/forms/index.ts'
import { localeOf, pageOf, type Row } from './row.ts'

const base = '/users-auth-providers'

/** The auth providers that people may come by. */
export const providerRows: readonly Row[] = [
  {
    method: 'GET',
    path: base,
    async run(call) {
      const locale = localeOf(call)
      const active = (await listProviders(call.world.at, pageOf(call))).filter(({ state }) => state === 'active')
      return active.map((provider) => spellProvider(provider, locale))
    },
  },
  {
    method: 'GET',
    path: `${base}/marker/:marker`,
    async run(call) {
      const { marker = '' } = call.parameters
      return spellProvider(await readProvider(call.world.at, marker), localeOf(call))
    },
  },
]

/** As the platform describes one; its numbers are texts, and no key or upstream secret is among them. */
function spellProvider(provider: Provider, locale: string) {
  const { policy } = provider
  return {
    id: provider.number,
    localizeInfos: { [locale]: { title: sayLocalised(policy.title, locale, provider.id) } },
    version: provider.version,
    identifier: provider.id,
    type: provider.kind,
    formIdentifier: provider.formId ?? null,
    userGroupIdentifier: policy.userGroup,
    isActive: provider.state === 'active',
    isCheckCode: policy.isCheckCode,
    config: {
      accessTokenTtlSec: String(policy.accessTokenSeconds),
      refreshTokenTtlMc: String(policy.refreshTokenSeconds),
      deleteNoneActiveUsersAfterDays: String(policy.deleteUnactivatedDays),
      systemCodeTlsSec: String(policy.codeSeconds),
      systemCodeLength: String(policy.codeLength),
      systemCodeOnlyNumbers: policy.codeDigitsOnly ? 'true' : null,
      oauthAuthUrl: policy.oauth?.issuer ?? null,
    },
  }
}
