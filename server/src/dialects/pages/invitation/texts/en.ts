import type { InvitationTexts } from './texts.ts'

export const en: InvitationTexts = {
  title: (app) => `${app} prepared an account for you`,
  lead: () => 'Three short steps make it yours: prove your e-mail, look through what was filled in, set a password.',
  willSend: (email) => `First we send a code to ${email}.`,
  send: 'Send me the code',
  unexpected: (app) =>
    `Did not expect this from ${app}? Close the page. No account has been made, and what was filled in is deleted by itself within a day.`,
  codeTitle: 'Which code did you get?',
  sent: (email) => `The code is on its way to ${email}. It works for a few minutes.`,
  code: 'Code from the e-mail',
  codeHelp: '6 digits',
  goOn: 'Continue',
  sendAgain: 'Send another code',
  enterTitle: 'You have an account already',
  enterHelp: (app, email) =>
    `There is an account with ${email} by now. Nothing that ${app} filled in changes it. Sign in to it and go on.`,
  enter: (app) => `Sign in and go on to ${app}`,
  reviewTitle: 'Is all of this right?',
  reviewHelp: (app) => `${app} filled this in for you. Correct what is wrong, and empty what you do not want to keep.`,
  userName: 'User name',
  maskedHelp: (end) => `It ends in ${end}. Leave the field empty to keep it.`,
  drop: (label) => `Do not keep it: ${label}`,
  passwordTitle: 'Set your password',
  passwordLead: (app) => `You will sign in with this e-mail and your password. ${app} never gets to see it.`,
  email: 'Your e-mail',
  password: 'New password',
  passwordHelp: (least) =>
    `At least ${least} characters. A few words that belong together only for you are easy to keep and hard to guess.`,
  agree: 'With this you accept the terms that are linked below.',
  finish: 'Make my account',
  backToReview: 'Look through my details again',
  step: (place, all) => `Step ${place} of ${all}`,
  over: {
    unknown: {
      title: 'This link does not work here',
      help: () =>
        'It is mistyped, or was opened in another browser. Open it again exactly as the app gave it to you, or ask the app for a new one.',
    },
    finished: {
      title: 'This invitation has been used',
      help: (app) => `The account is there. Go on with it, or go back to ${app}.`,
    },
    cancelled: {
      title: 'This invitation was withdrawn',
      help: (app) => `${app} made a newer one, or took it back. Go back to ${app} and begin again there.`,
    },
    expired: {
      title: 'This invitation is too old',
      help: (app) => `Its time is over, and what was filled in is deleted. Go back to ${app} and ask for a new one.`,
    },
  },
  toAccount: 'To my account',
  toSignIn: 'Sign in',
  backTo: (app) => `Back to ${app}`,
}
