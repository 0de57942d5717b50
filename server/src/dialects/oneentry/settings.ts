import { Type } from 'typebox'
import { setting, slice } from '../../capabilities/settings/index.ts'

export const oneentrySettings = slice('oneentry', {
  allowPlainHttp: setting(
    Type.Boolean(),
    false,
    'Accept passwords, tokens and codes of this surface over plain http from other machines (never do this on an open network)',
  ),
})
