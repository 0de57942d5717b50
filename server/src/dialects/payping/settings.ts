import { Type } from 'typebox'
import { setting, slice } from '../../capabilities/settings/index.ts'

export const paypingSettings = slice('payping', {
  allowPlainHttp: setting(
    Type.Boolean(),
    false,
    'Accept bearer tokens of client registration over plain http from other machines (never do this on an open network)',
  ),
})
