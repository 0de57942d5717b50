import { Type } from 'typebox'
import { setting, slice } from '../../capabilities/settings/index.ts'

export const logInWithSettings = slice('logInWith', {
  enabled: setting(Type.Boolean(), true, 'Whether “Log in with” (/api/oauth) is there at all'),
  allowPlainHttp: setting(
    Type.Boolean(),
    false,
    'Accept app secrets and tokens of “Log in with” over plain http from other machines (never do this on an open network)',
  ),
})
