import { Type } from 'typebox'
import { setting, slice } from '../../capabilities/settings/index.ts'

export const portalSettings = slice('portal', {
  allowPlainHttp: setting(
    Type.Boolean(),
    false,
    'Accept keys and passwords over plain http from other machines (never do this on an open network)',
  ),
})
