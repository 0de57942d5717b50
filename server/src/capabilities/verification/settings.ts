import { Type } from 'typebox'
import { findEmail } from '../../kernel/index.ts'
import { Budget, Count, setting, slice } from '../settings/index.ts'

const PrefixBudget = Type.Object(
  { prefix: Type.String({ pattern: '^\\+[1-9]\\d{0,9}$' }), ...Budget.properties },
  { additionalProperties: false },
)

/** Fewer would be guessed within a few days, whatever is paused (codes.md). */
const Digits = Type.Integer({ minimum: 4, maximum: 10 })

export const verificationSettings = slice('verification', {
  activationHours: setting(Count(720), 48, 'Life of an activation link, hours'),
  resetMinutes: setting(Count(1440), 60, 'Life of a link to a new password, minutes'),
  failuresPerLink: setting(
    Budget,
    { limit: 10, seconds: 900 },
    'Wrong link codes for one account through one app, before more are refused as too many; a right one always works',
  ),
  codeDigits: setting(Digits, 6, 'Digits of a one-time code'),
  codeSeconds: setting(Count(86_400), 600, 'Life of a one-time code, seconds'),
  shortCodeDigits: setting(Digits, 5, 'Digits of a code of the policy short-mobile-code'),
  shortCodeSeconds: setting(Count(86_400), 120, 'Life of a code of the policy short-mobile-code, seconds'),
  triesPerCode: setting(Count(20), 3, 'Guesses one code allows; each is spent before it is compared'),
  codePauseSeconds: setting(Count(3600), 60, 'Pause between two codes to one contact, seconds'),
  codesPerContact: setting(Budget, { limit: 5, seconds: 86_400 }, 'Codes to one contact for one purpose'),
  codesPerLogin: setting(
    Budget,
    { limit: 20, seconds: 86_400 },
    'Codes to one login of an auth provider, and to one e-mail address for such logins',
  ),
  codesPerApp: setting(Budget, { limit: 100_000, seconds: 86_400 }, 'Codes that one app asks for'),
  codesPerPerson: setting(Budget, { limit: 20, seconds: 86_400 }, 'Codes asked for with the token of one person'),
  codesPerAddress: setting(
    Budget,
    { limit: 300, seconds: 3600 },
    'Codes asked for from one address, of IPv6 one /64, where people’s own devices ask (the guests of an event may share one)',
  ),
  codesPerCallingCode: setting(
    Budget,
    { limit: 100_000, seconds: 86_400 },
    'Codes to the numbers of one calling code (as +98)',
  ),
  codesPerPrefix: setting(
    Type.Array(PrefixBudget, { maxItems: 100 }),
    [],
    'Codes to numbers that begin so, an operator’s or a range’s (as +98912), besides those of their calling code',
  ),
  codesInAll: setting(Budget, { limit: 200_000, seconds: 86_400 }, 'Codes that the whole installation sends'),
  alarmSeconds: setting(
    Type.Integer({ minimum: 600, maximum: 86_400 }),
    3600,
    'Over how long sent codes and those typed right are weighed against each other, for each calling code, seconds; an alarm is raised once in it',
  ),
  alarmMinimum: setting(Count(), 50, 'Fewer codes than these in that time raise no alarm'),
  alarmPercent: setting(
    Type.Integer({ minimum: 0, maximum: 100 }),
    25,
    'Of a hundred sent codes so many are typed right at least, or the alarm is raised; 0: never',
  ),
  alarmMail: setting(
    Type.Refine(
      Type.String({ minLength: 0, maxLength: 254 }),
      (text) => text === '' || findEmail(String(text)) !== undefined,
      () => 'is no e-mail address',
    ),
    '',
    'E-mail address of the operator, whom an alarm is told to; none at first',
  ),
  streakLength: setting(Count(1000), 10, 'Wrong codes in a row for one contact before codes alone stop opening it'),
  longestPauseDays: setting(Count(365), 30, 'The pause after a streak is 1 day, then 2, 4 … up to this many'),
  idleDays: setting(
    Count(3650),
    180,
    'A number whose holder showed it last so many days ago opens the account with one more proof only: numbers pass to other people',
  ),
})
