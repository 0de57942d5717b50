import type { MessageTexts } from '../letter.ts'

const counted = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

const unasked = 'If it was not you, do nothing: without this e-mail nobody can continue.'

export const en: MessageTexts = {
  'activation-link': ({ app, website, link, hours, at }) => ({
    subject: `Confirm your e-mail address for ${app}`,
    title: 'Confirm your e-mail address',
    paragraphs: [
      `Somebody registered with this address at ${app} (${website}) on ${at}.`,
      `If it was you, confirm the address. The link works once, for ${counted(hours, 'hour')}.`,
    ],
    action: { label: 'Confirm the address', url: link },
    closing: ['If you did not register, do not open the link: the account stays closed and is deleted by itself.'],
  }),
  'reset-link': ({ app, website, link, minutes, at }) => ({
    subject: `A new password for ${app}`,
    title: 'Set a new password',
    paragraphs: [
      `A new password for your account was asked for at ${app} (${website}) on ${at}.`,
      `If it was you, open the link. It works once, for ${counted(minutes, 'minute')}. Your old password works until you use the new one.`,
    ],
    action: { label: 'Set a new password', url: link },
    closing: [unasked],
  }),
  'new-password': ({ app, website, password, hours, at }) => ({
    subject: `Your new password for ${app}`,
    title: 'Your new password',
    paragraphs: [
      `This password was created for you at ${app} (${website}) on ${at}. It works for ${counted(hours, 'hour')}; change it after you sign in.`,
    ],
    code: password,
    closing: ['Your old password works until this one is first used. If you did not ask for it, delete this e-mail.'],
  }),
  'password-changed': ({ app, website, at }) => ({
    subject: 'Your password was changed',
    title: 'Your password was changed',
    paragraphs: [`The password of your account was changed at ${app} (${website}) on ${at}.`],
    closing: [`If it was not you, ask for a new password at ${website} now: that locks the other person out.`],
  }),
  'contact-added': ({ app, website, contact, at }) => ({
    subject: 'An address was added to your account',
    title: 'An address was added to your account',
    paragraphs: [
      `${contact} was added to your account at ${app} (${website}) on ${at}. From now on you can sign in with it, too.`,
    ],
    closing: [`If it was not you, sign in at ${website} now, remove the address and change your password.`],
  }),
  'contact-removed': ({ app, website, contact, at }) => ({
    subject: 'An address was removed from your account',
    title: 'An address was removed from your account',
    paragraphs: [
      `${contact} was removed from your account at ${app} (${website}) on ${at}. You can no longer sign in with it.`,
    ],
    closing: [`If it was not you, sign in at ${website} with another of your addresses now, and change your password.`],
  }),
  'accounts-merged': ({ app, website, at }) => ({
    subject: 'Two of your accounts are one now',
    title: 'Two of your accounts are one now',
    paragraphs: [
      `Your two accounts at ${app} (${website}) were joined on ${at}. The older one stays, with the e-mail addresses and numbers of both; wherever you were signed in with the newer one, sign in again.`,
    ],
    closing: [
      `If it was not you, sign in at ${website} now, change your password, and tell whoever runs this service.`,
    ],
  }),
  'account-erased': ({ app, website, at }) => ({
    subject: 'Your account was deleted',
    title: 'Your account was deleted',
    paragraphs: [
      `Your account at ${app} (${website}) was deleted on ${at}, with all that was kept about you. This is the last e-mail from us.`,
    ],
    closing: ['If it was not you, tell whoever runs this service; what was deleted does not come back by itself.'],
  }),
  welcome: ({ app, website, at }) => ({
    subject: 'Your account is ready',
    title: 'Your account is ready',
    paragraphs: [
      `An account with this address was created at ${app} (${website}) on ${at}, after the address was confirmed by a code.`,
    ],
    closing: [
      `If it was not you, somebody can read your e-mail: ask for a new password at ${website}, and change the password of your mailbox, too.`,
    ],
  }),
  'codes-alarm': ({ app, website, at, prefix, sent, verified, minutes }) => ({
    subject: `Few codes are typed right at ${app}`,
    title: 'Few codes are typed right',
    paragraphs: [
      `At ${app} (${website}), ${counted(sent, 'code')} went to numbers that begin with ${prefix} within ${counted(minutes, 'minute')}, and ${verified} of them came back right. It is ${at}.`,
      'Somebody may be asking for codes to numbers that earn them money, or trying many numbers in turn. A gateway whose messages do not arrive looks the same.',
    ],
    closing: [
      'Look at the receipts of your gateway, at the countries that you serve, and at the day’s money for text messages.',
    ],
  }),
  'account-code': ({ app, website, code, minutes, at }) => ({
    subject: `${code} is your sign-up code for ${app}`,
    title: 'Your sign-up code',
    paragraphs: [
      `Somebody signed up with this address at ${app} (${website}) on ${at}.`,
      `If it was you, enter this code there. It works for ${counted(minutes, 'minute')}.`,
    ],
    code,
    closing: ['If you did not sign up, give the code to nobody: the account stays closed and is deleted by itself.'],
  }),
  'login-taken': ({ app, website, at }) => ({
    subject: `You have an account at ${app}`,
    title: 'You have an account already',
    paragraphs: [
      `On ${at} somebody wanted to sign up at ${app} (${website}) with your login. It belongs to your account, and nothing was changed.`,
    ],
    closing: ['If it was you, sign in instead, or ask for a new password. If it was not, there is nothing to do.'],
  }),
  code: ({ app, code, minutes }) => ({
    subject: `${code} is your code for ${app}`,
    title: 'Your code',
    paragraphs: [`Enter this code at ${app}. It works for ${counted(minutes, 'minute')}.`],
    code,
    closing: [`Do not share it with anyone. ${unasked}`],
  }),
}
