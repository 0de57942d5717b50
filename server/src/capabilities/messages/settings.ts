import { Type } from 'typebox'
import { Budget, Count, setting, slice } from '../settings/index.ts'

/** Messages would fail to be written with a zone that the runtime does not know. */
function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const messageSettings = slice('messages', {
  from: setting(
    Type.String({ minLength: 3, maxLength: 200, pattern: '^[^\\r\\n]+$' }),
    'Diwan <no-reply@localhost.localdomain>',
    'Sender of e-mails, as in «Name <address>»',
  ),
  timeZone: setting(
    Type.Refine(
      Type.String({ minLength: 1, maxLength: 60 }),
      (name) => isTimeZone(String(name)),
      () => 'is no time zone of the IANA list',
    ),
    'UTC',
    'Time zone (IANA) in which messages tell the time',
  ),
  attempts: setting(Count(100), 12, 'Attempts to deliver a message before it becomes a dead letter'),
  firstRetrySeconds: setting(
    Count(3600),
    5,
    'Pause after the first failed attempt, seconds; doubled after each further one',
  ),
  longestRetrySeconds: setting(Count(86_400), 3600, 'Longest pause between two attempts, seconds'),
  leaseSeconds: setting(Count(3600), 40, 'How long one process holds a message it is sending, seconds'),
  parallel: setting(
    Count(64),
    1,
    'Messages one process sends at the same time; as many may be repeated when it is killed in the middle',
  ),
  parallelSms: setting(
    Count(64),
    8,
    'Text messages one process sends at the same time; gateways that know a message by its id repeat none',
  ),
  testNumbers: setting(
    Type.Array(Type.String({ pattern: '^\\+[1-9]\\d{6,14}$' }), { maxItems: 1000 }),
    [],
    'Numbers (as +989140000000) whose text messages go to the inbox and to no gateway; development alone, and production does not start with any',
  ),
  keptDays: setting(Count(3650), 30, 'Days until the row of a finished message is removed (its body goes on delivery)'),
  perContactBurst: setting(Budget, { limit: 5, seconds: 600 }, 'Asked-for messages to one contact in a short time'),
  perContactDay: setting(Budget, { limit: 20, seconds: 86_400 }, 'Asked-for messages to one contact in a day'),
  perContactFloor: setting(
    Budget,
    { limit: 1, seconds: 3600 },
    'Asked-for messages to one contact that are sent even when its day is spent',
  ),
  perApp: setting(Budget, { limit: 50_000, seconds: 86_400 }, 'Asked-for messages through one app in a day'),
})
