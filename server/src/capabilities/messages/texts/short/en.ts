import type { ShortTexts } from '../../letter.ts'

const counted = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

export const en: ShortTexts = {
  'activation-link': ({ app, link, hours }) =>
    `Confirm for ${app} that this is yours. The link works once, for ${counted(hours, 'hour')}:\n${link}`,
  'reset-link': ({ app, link, minutes }) =>
    `A new password for ${app}. The link works once, for ${counted(minutes, 'minute')}; if you did not ask for it, do nothing:\n${link}`,
  'new-password': ({ app, password, hours }) =>
    `Your new password for ${app}:\n${password}\nIt works for ${counted(hours, 'hour')}; change it after you sign in.`,
  'password-changed': ({ app, website }) =>
    `Your password for ${app} was changed. If it was not you, ask for a new one at ${website} now.`,
  'contact-added': ({ app, website, contact }) =>
    `${contact} was added to your account at ${app}. If it was not you, sign in at ${website} now and remove it.`,
  'contact-removed': ({ app, website, contact }) =>
    `${contact} was removed from your account at ${app}. If it was not you, sign in at ${website} now and change your password.`,
  'accounts-merged': ({ app, website }) =>
    `Your two accounts at ${app} were joined; the older one stays. If it was not you, sign in at ${website} now and change your password.`,
  'account-erased': ({ app }) => `Your account at ${app} was deleted, with all that was kept about you.`,
  welcome: ({ app, website }) =>
    `Your account at ${app} is ready. If you did not create it, somebody can read your messages: tell ${website}.`,
  'codes-alarm': ({ app, prefix, sent, verified, minutes }) =>
    `${app}: ${counted(sent, 'code')} to ${prefix} in ${counted(minutes, 'minute')}, and ${verified} of them came back right. Look at your gateway and at the day’s money.`,
  'account-code': ({ app, code, minutes }) =>
    `Your sign-up code for ${app}:\n${code}\nIt works for ${counted(minutes, 'minute')}. If you did not sign up, give it to nobody.`,
  'login-taken': ({ app }) =>
    `Somebody wanted to sign up at ${app} with your login. If it was you, sign in instead; nothing was changed.`,
  code: ({ app, code, minutes }) =>
    `Your code for ${app}:\n${code}\nIt works for ${counted(minutes, 'minute')}. Do not share it.`,
  spoken: ({ app, signs }) => `Your code for ${app} is: ${signs}. Once more: ${signs}.`,
}
