import { Type } from 'typebox'
import { setting, slice } from '../../capabilities/settings/index.ts'

export const evandSettings = slice('evand', {
  allowPlainHttp: setting(
    Type.Boolean(),
    false,
    'Accept client secrets, tokens and mobile codes of this surface over plain http from other machines (never do this on an open network)',
  ),
})
