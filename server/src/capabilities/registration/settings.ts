import { Budget, Count, setting, slice } from '../settings/index.ts'

export const registrationSettings = slice('registration', {
  pendingDays: setting(Count(365), 7, 'Days until an account that was never activated is removed'),
  existenceTold: setting(
    Budget,
    { limit: 300, seconds: 3600 },
    'Answers to one app on whether an e-mail has an account, about people the app did not register itself',
  ),
})
