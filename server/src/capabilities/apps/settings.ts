import { Budget, setting, slice } from '../settings/index.ts'

export const appSettings = slice('apps', {
  failuresPerApp: setting(
    Budget,
    { limit: 20, seconds: 900 },
    'Wrong secrets for one app, before more are refused as too many; a right one always works',
  ),
})
