import { Budget, setting, slice } from '../settings/index.ts'

export const formSettings = slice('forms', {
  loginsTold: setting(
    Budget,
    { limit: 300, seconds: 3600 },
    'Answers to one app that a login is taken, at auth providers whose accounts need no activation',
  ),
  answersPerApp: setting(Budget, { limit: 10_000, seconds: 3600 }, 'Answers to forms that one app takes in'),
})
