import type { InvitationTexts } from './texts.ts'

export const en: InvitationTexts = {
  title: (app) => `${app} prepared an account for you`,
  lead: () => 'Three short steps make it yours: confirm your e-mail, look through your details, set a password.',
  willSend: (email) => `First we send a code to ${email}.`,
  send: 'Send the code',
  unexpected: (app) =>
    `Did not expect this from ${app}? Close the page. No account has been made, and what was filled in is deleted by itself within a day.`,
  codeTitle: 'Enter the code from your e-mail',
  sent: (email) => `The code is on its way to ${email}. It works for a few minutes.`,
  code: 'Code from the e-mail',
  codeHelp: '6 digits',
  goOn: 'Continue',
  sendAgain: 'Send a new code',
  enterTitle: 'You already have an account',
  enterHelp: (app, email) =>
    `There is an account with ${email} by now. Nothing that ${app} filled in changes it. Sign in to it to continue.`,
  enter: (app) => `Sign in and continue to ${app}`,
  reviewTitle: 'Is all of this right?',
  reviewHelp: (app) => `${app} filled this in for you. Correct what is wrong, and clear what you do not want to keep.`,
  userName: 'User name',
  maskedHelp: (end) => `It ends in ${end}. Leave the field empty to keep it.`,
  drop: (label) => `Do not keep it: ${label}`,
  passwordTitle: 'Set your password',
  passwordLead: (app) => `You will sign in with this e-mail and your password. ${app} never gets to see it.`,
  email: 'Your e-mail',
  password: 'New password',
  passwordHelp: (least) =>
    `At least ${least} characters. A few words that belong together only for you are easy to remember and hard to guess.`,
  agree: 'By continuing you accept the terms that are linked below.',
  finish: 'Create my account',
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
      help: (app) => `The account is there. Continue with it, or go back to ${app}.`,
    },
    cancelled: {
      title: 'This invitation was withdrawn',
      help: (app) => `${app} made a newer one, or cancelled it. Go back to ${app} and begin again there.`,
    },
    expired: {
      title: 'This invitation is too old',
      help: (app) => `It no longer works, and what was filled in was deleted. Go back to ${app} and ask for a new one.`,
    },
  },
  toAccount: 'Go to my account',
  toSignIn: 'Sign in',
  backTo: (app) => `Back to ${app}`,
}
