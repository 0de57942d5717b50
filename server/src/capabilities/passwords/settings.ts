import { Type } from 'typebox'
import { Budget, Count, setting, slice } from '../settings/index.ts'

export const passwordSettings = slice('passwords', {
  minimumLength: setting(Count(128), 8, 'Fewest characters of a password, where the app says nothing else'),
  refuseCommon: setting(
    Type.Boolean(),
    true,
    'Refuse passwords of the list of common ones, where the app says nothing else',
  ),
  failuresPerMemberAndApp: setting(
    Budget,
    { limit: 10, seconds: 900 },
    'Wrong passwords for one person through one app, before passwords are refused there for the rest of the window',
  ),
  failuresPerMember: setting(
    Budget,
    { limit: 50, seconds: 86_400 },
    'Wrong passwords for one person through all apps together',
  ),
  mailedHours: setting(Count(720), 24, 'Life of a password that was mailed, hours; the old one works until it is used'),
})

/** Longest password taken, in UTF-16 units: long enough for any phrase, short enough to cost nothing. */
export const maximumLength = 256
