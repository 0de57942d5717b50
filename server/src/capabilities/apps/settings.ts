import { Type } from 'typebox'
import { Budget, setting, slice } from '../settings/index.ts'
import { type Permission, permissions } from './app.ts'

/** What a new app may be given, and an app that judges may grant: never to judge others (attack 60). */
export const ordinaryPermissions = permissions.filter(
  (one): one is Exclude<Permission, 'apps:review'> => one !== 'apps:review',
)

export const appSettings = slice('apps', {
  review: setting(
    Type.Enum(['none', 'required']),
    'required',
    'Whether an operator approves an app that a developer registered before it is served',
  ),
  defaultPermissions: setting(
    Type.Array(Type.Enum([...ordinaryPermissions]), { maxItems: ordinaryPermissions.length, uniqueItems: true }),
    ['log-in-with'],
    'What an app may do that a developer registered; everything else is granted by an operator',
  ),
  proveDomains: setting(
    Type.Boolean(),
    true,
    'Whether a developer proves that a domain is theirs before the portal key works for it',
  ),
  registrations: setting(Budget, { limit: 10, seconds: 86_400 }, 'Apps that one person registers'),
  failuresPerApp: setting(
    Budget,
    { limit: 20, seconds: 900 },
    'Wrong secrets for one app, before more are refused as too many; a right one always works',
  ),
})
