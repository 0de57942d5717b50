import type { PageTexts } from './texts.ts'

export const en: PageTexts = {
  signInTo: (app) => `Sign in to ${app}`,
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  cancel: 'Not now',
  problem: 'That did not work',
  allowTitle: (app) => `Go on to ${app}?`,
  willReceive: (app) => `${app} will receive:`,
  scopes: {
    account: 'the number of your account, which tells you apart from others',
    profile: 'your profile: name, gender, birthday, picture and website',
    email: 'your e-mail address',
    phone: 'your phone number',
    offline_access: 'all this also while you are away, until you take it back',
  },
  signedInAs: (person) => `You are signed in as ${person}.`,
  allow: 'Go on',
  over: 'This sign-in is over',
  overHelp: 'It was finished already, took too long, or began in another browser. Go back to the app and begin again.',
}
