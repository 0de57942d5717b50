import { Budget, Count, setting, slice } from '../settings/index.ts'

export const invitationSettings = slice('invitations', {
  hours: setting(Count(720), 24, 'Life of an invitation, hours'),
  perApp: setting(Budget, { limit: 20_000, seconds: 86_400 }, 'Invitations that one app may make'),
  keptDays: setting(
    Count(3650),
    30,
    'Days for which an app may ask what became of an invitation; what it held is erased at its end',
  ),
})
