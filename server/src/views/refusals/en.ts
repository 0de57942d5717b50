import { sayProblemsIn } from './say-problem.ts'
import type { RefusalTexts } from './texts.ts'

const counted = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

export const en: RefusalTexts = {
  'input.missing': ({ field }) => `${field} is missing.`,
  'input.invalid': ({ field, rule }) => `${field} is not right: ${en.rules[rule]}.`,
  'input.duplicate': ({ field }) => `${field} is given more than once.`,
  'input.unknown': ({ field }) => `${field} is not known here.`,
  'input.malformed': ({ field }) => `${field} is not valid UTF-8 text.`,
  'input.too-large': () => 'The request is too large.',
  'input.unsupported': () => 'Send the values in the query or as an application/x-www-form-urlencoded form.',
  'input.not-json': () => 'Send the body as one JSON object, in UTF-8, with the Content-Type application/json.',
  'input.unknown-verb': () => 'This command is not known.',
  'apps.not-authenticated': () => 'The website or its key is wrong.',
  'apps.not-live': () => 'This website is not active.',
  'apps.not-permitted': ({ permission }) => `This app has no permission for “${permission}”.`,
  'apps.insecure-transport': () => 'Use https: passwords and keys are not accepted over plain http.',
  'apps.incomplete': ({ field }) => `This website has not declared its ${field} yet.`,
  'apps.unknown': ({ app }) => `There is no app “${app}”.`,
  'apps.conflict': ({ app }) => `The app “${app}”, its name or one of its secrets exists already.`,
  'users.contact-taken': () => 'This e-mail address already belongs to an account.',
  'users.suspended': () => 'This account is closed. Ask the operator.',
  'users.last-way-in': () =>
    'This is your only confirmed address; without it you could no longer sign in. Add another one first.',
  'passwords.wrong': () => 'The account or the password is wrong.',
  'passwords.too-short': ({ minimum }) => `The password needs at least ${counted(minimum, 'character')}.`,
  'passwords.too-long': ({ maximum }) => `The password may have at most ${counted(maximum, 'character')}.`,
  'passwords.common': () => 'This password is among the most common ones. Choose another.',
  'verification.failed': () => 'The code is wrong, was used already, or is too old. Ask for a new one.',
  'verification.paused': () => 'Too many wrong codes. Use another way in, or try again later.',
  'verification.country-closed': () =>
    'Codes are not sent to numbers of this country. Enter another number, or your e-mail address.',
  'server.texts-stopped': () =>
    'Text messages have reached their limit for today, and nothing was sent. Sign in by e-mail or password, or try again tomorrow.',
  'registration.already-active': () => 'This account is active already.',
  'registration.not-active': () => 'Confirm your e-mail address first: open the link we sent you.',
  'limits.exhausted': ({ retryAfterSeconds }) => `Too many tries. Try again in ${en.wait(retryAfterSeconds)}.`,
  'server.overloaded': () => 'Too busy just now. Try again in a moment.',
  'server.unavailable': () => 'This service is not available just now. Nothing was changed; try again in a moment.',
  'apps.not-in-review': ({ app }) =>
    `The app “${app}” is not waiting for that, or was changed meanwhile. Look at it again.`,
  'apps.approved': ({ field }) => `${field} was approved and stays as it is. Ask the operator to change it.`,
  'apps.domain-not-proven': ({ domain }) =>
    `Prove first that ${domain} is yours: put the file or the DNS record in place.`,
  'verification.too-soon': ({ retryAfterSeconds }) =>
    `A code was sent just now. Ask for another one in ${en.wait(retryAfterSeconds)}.`,
  'guests.event-unknown': ({ event }) => `There is no event “${event}”.`,
  'guests.event-taken': ({ event }) => `The number ${event} belongs to another event already.`,
  'forms.unknown': ({ form }) => `There is no form “${form}”.`,
  'forms.answer-refused': ({ problems }) => sayProblemsIn(en, problems),
  'forms.answer-unknown': () => 'There is no such answer.',
  'forms.provider-unknown': ({ provider }) => `There is no auth provider “${provider}”, or it is switched off.`,
  'forms.event-unknown': ({ event }) => `Codes are not sent for an event “${event}”.`,
  'forms.login-taken': () => 'This login belongs to another account. Choose another one.',
  'invitations.unknown': () => 'There is no such invitation.',
  'invitations.over': () => 'This invitation was used, cancelled or is too old. Ask the app for a new one.',
  'pages.stale-form': () =>
    'This page was open for too long, or somebody else has signed in since. Try again from here.',
  'pages.not-found': () => 'There is nothing at this address. Check it, or begin again.',
  'sessions.not-signed-in': () => 'Sign in first.',
  'sessions.not-fresh': () => 'Sign in again first, so that we know it is you.',
  rules: {
    email: 'it must be an e-mail address such as name@example.com',
    mobile: 'it must be a phone number of at least 10 digits',
    date: 'it must be a day that exists, written as 1989-05-24',
    choice: 'it must be one of the values of the list',
    text: 'it is empty, too long or has characters that are not allowed',
    number: 'it must be a number',
    language: 'it must be one of fa, ar, vi, fr, en',
    url: 'it must be a web address',
    domain: 'it must be a domain name such as example.com',
    'national-code': 'it must be a national code of 10 digits whose last one fits the others',
    iban: 'it must be an IBAN whose check digits fit, such as IR062960000000100324200001',
    'postal-code': 'it must be a postal code of 10 digits',
    phone: 'it must be a phone number with its area code',
    code: 'it must be the code that we sent',
    'return-url': 'its origin and path must be one of the addresses registered for this app',
    type: 'it must be a value of another type',
    length: 'it is shorter or longer than allowed',
    range: 'it is smaller or larger than allowed',
    pattern: 'it does not have the form that is asked for',
    unique: 'somebody else has given this value already',
    file: 'it must be a file with its name, link and size',
    'file-size': 'the file is larger than allowed',
    'file-count': 'there are more files than allowed',
  },
  wait: (seconds) => {
    if (seconds < 120) return counted(seconds, 'second')
    if (seconds < 7200) return counted(Math.ceil(seconds / 60), 'minute')
    return counted(Math.ceil(seconds / 3600), 'hour')
  },
  failed: (request) => `Something went wrong here. If it happens again, tell us this number: ${request}`,
}
