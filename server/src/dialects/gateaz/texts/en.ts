import type { PortalTexts } from './texts.ts'

export const en: PortalTexts = {
  registered: 'You are registered. Open the link in the e-mail we sent you to activate the account.',
  emailActive: 'This e-mail address belongs to an active account.',
  emailPending: 'This e-mail address is registered but not activated yet.',
  emailUnknown: 'No account has this e-mail address.',
  activated: 'The account is active.',
  activationResent: 'If an account with this address waits for activation, an e-mail is on its way.',
  welcome: 'You are signed in.',
  mustChange: 'You are signed in. Please change the password that was mailed to you.',
  resetSent: 'If an account has this address, an e-mail with a link is on its way.',
  passwordMailed:
    'A new password was created and is on its way by e-mail. The old one works until the new one is used.',
  passwordChanged: 'The password is changed.',
  updated: 'The information is updated.',
}
