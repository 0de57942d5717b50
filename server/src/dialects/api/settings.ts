import { Type } from 'typebox'
import { setting, slice } from '../../capabilities/settings/index.ts'

export const apiSettings = slice('api', {
  allowPlainHttp: setting(
    Type.Boolean(),
    false,
    'Accept tokens at /api/v1 over plain http from other machines (never do this on an open network)',
  ),
})
