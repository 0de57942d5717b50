import { Type } from 'typebox'
import { languages } from '../../kernel/index.ts'
import { setting } from './setting.ts'
import { slice } from './slice.ts'

/** What belongs to the whole house and to no capability alone. */
export const houseSettings = slice('', {
  name: setting(Type.String({ minLength: 1, maxLength: 60 }), 'Diwan', 'Name of this installation, as people read it'),
  locale: setting(Type.Enum([...languages]), 'en', 'Language where neither the request nor the person says one'),
  region: setting(
    Type.String({ pattern: '^[A-Z]{2}$' }),
    'IR',
    'Country (ISO 3166-1) of phone numbers written without a country code',
  ),
})
