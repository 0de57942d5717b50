import { findForm, type ProviderConfig, saveProvider } from '../../capabilities/forms/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { OperatorError } from './read-file.ts'
import type { AppliedProvider } from './schema.ts'

/** A provider as often as it is asked; what the file does not name stays. */
export async function applyProvider(at: Ports, wanted: AppliedProvider): Promise<void> {
  const { id, type, form, state, config } = wanted
  if (form !== undefined && !(await findForm(at, form))) throw new OperatorError(`providers.${id}.form: no such form`)
  await saveProvider(at, {
    id,
    kind: type,
    formId: form,
    state,
    config: configOf(wanted),
    clientSecret: config?.oauthClientSecret,
  })
}

/** The file's names are the platform's; here they become ours. */
function configOf({ id, isCheckCode, title, config = {} }: AppliedProvider): ProviderConfig {
  const { oauthIssuer, oauthClientId, oauthScopes, oauthRedirectUrls = [] } = config
  if ((oauthIssuer === undefined) !== (oauthClientId === undefined)) {
    throw new OperatorError(`providers.${id}.config: oauthIssuer and oauthClientId go together`)
  }
  const said = {
    isCheckCode,
    title,
    codeLength: config.systemCodeLength,
    codeSeconds: config.systemCodeTlsSec,
    codeDigitsOnly: config.systemCodeOnlyNumbers,
    codeTries: config.systemCodeTries,
    codePauseSeconds: config.systemCodeResendSec,
    codeWays: config.systemCodeWays,
    accessTokenSeconds: config.accessTokenTtlSec,
    refreshTokenSeconds: config.refreshTokenTtlMc,
    deleteUnactivatedDays: config.deleteNoneActiveUsersAfterDays,
    passwordMinimumLength: config.minPasswordLength,
    refuseCommonPasswords: config.refuseCommonPasswords,
    events: config.events,
    userGroup: config.userGroup,
    bindDevice: config.bindDevice,
    oauth:
      oauthIssuer === undefined || oauthClientId === undefined
        ? undefined
        : {
            issuer: oauthIssuer,
            clientId: oauthClientId,
            redirectUrls: oauthRedirectUrls,
            ...(oauthScopes && { scopes: oauthScopes }),
          },
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}
