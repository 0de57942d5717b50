import type { MessageTexts } from '../letter.ts'

/** Spans of time. */
export const inHours = (count: number) => `${count} ${count < 2 ? 'heure' : 'heures'}`
export const inMinutes = (count: number) => `${count} ${count < 2 ? 'minute' : 'minutes'}`

const unasked = 'Si ce n’était pas vous, ne faites rien : sans cet e-mail, personne ne peut aller plus loin.'

export const fr: MessageTexts = {
  'activation-link': ({ app, website, link, hours, at }) => ({
    subject: `Confirmez votre adresse e-mail pour ${app}`,
    title: 'Confirmez votre adresse e-mail',
    paragraphs: [
      `Une inscription a été faite avec cette adresse sur ${app} (${website}), le ${at}.`,
      `Si c’était vous, confirmez l’adresse. Le lien fonctionne une seule fois, pendant ${inHours(hours)}.`,
    ],
    action: { label: 'Confirmer l’adresse', url: link },
    closing: ['Si ce n’était pas vous, n’ouvrez pas le lien : le compte reste fermé et sera supprimé automatiquement.'],
  }),
  'reset-link': ({ app, website, link, minutes, at }) => ({
    subject: `Un nouveau mot de passe pour ${app}`,
    title: 'Créez un nouveau mot de passe',
    paragraphs: [
      `Un nouveau mot de passe a été demandé pour votre compte sur ${app} (${website}), le ${at}.`,
      `Si c’était vous, ouvrez le lien. Il fonctionne une seule fois, pendant ${inMinutes(minutes)}. Votre ancien mot de passe reste valable jusqu’à ce que vous utilisiez le nouveau.`,
    ],
    action: { label: 'Créer un nouveau mot de passe', url: link },
    closing: [unasked],
  }),
  'new-password': ({ app, website, password, hours, at }) => ({
    subject: `Votre nouveau mot de passe pour ${app}`,
    title: 'Votre nouveau mot de passe',
    paragraphs: [
      `Ce mot de passe a été créé pour vous sur ${app} (${website}), le ${at}. Il est valable pendant ${inHours(hours)} ; changez-le dès votre première connexion.`,
    ],
    code: password,
    closing: [
      'Votre ancien mot de passe reste valable jusqu’à la première utilisation de celui-ci. Si vous n’avez rien demandé, supprimez cet e-mail.',
    ],
  }),
  'password-changed': ({ app, website, at }) => ({
    subject: 'Votre mot de passe a été changé',
    title: 'Votre mot de passe a été changé',
    paragraphs: [`Le mot de passe de votre compte sur ${app} (${website}) a été changé le ${at}.`],
    closing: [
      `Si ce n’était pas vous, demandez tout de suite un nouveau mot de passe sur ${website} : l’autre personne n’aura plus accès à votre compte.`,
    ],
  }),
  'contact-added': ({ app, website, contact, at }) => ({
    subject: 'Une adresse a été ajoutée à votre compte',
    title: 'Une adresse a été ajoutée à votre compte',
    paragraphs: [
      `L’adresse ${contact} a été ajoutée à votre compte sur ${app} (${website}), le ${at}. Elle permet désormais, elle aussi, de vous connecter.`,
    ],
    closing: [
      `Si ce n’était pas vous, connectez-vous tout de suite sur ${website}, retirez cette adresse et changez votre mot de passe.`,
    ],
  }),
  'contact-removed': ({ app, website, contact, at }) => ({
    subject: 'Une adresse a été retirée de votre compte',
    title: 'Une adresse a été retirée de votre compte',
    paragraphs: [
      `L’adresse ${contact} a été retirée de votre compte sur ${app} (${website}), le ${at}. Elle ne permet plus de vous connecter.`,
    ],
    closing: [
      `Si ce n’était pas vous, connectez-vous tout de suite sur ${website} avec une autre de vos adresses et changez votre mot de passe.`,
    ],
  }),
  'accounts-merged': ({ app, website, at }) => ({
    subject: 'Vos deux comptes n’en font plus qu’un',
    title: 'Vos deux comptes n’en font plus qu’un',
    paragraphs: [
      `Vos deux comptes sur ${app} (${website}) ont été réunis le ${at}. Le plus ancien reste, avec les adresses et les numéros des deux\u202f; là où vous étiez connecté avec le plus récent, reconnectez-vous.`,
    ],
    closing: [
      `Si ce n’était pas vous, connectez-vous tout de suite sur ${website}, changez votre mot de passe et prévenez l’administration de ce service.`,
    ],
  }),
  'account-erased': ({ app, website, at }) => ({
    subject: 'Votre compte a été supprimé',
    title: 'Votre compte a été supprimé',
    paragraphs: [
      `Votre compte sur ${app} (${website}) a été supprimé le ${at}, avec tout ce qui était conservé à votre sujet. C’est notre dernier e-mail.`,
    ],
    closing: [
      'Si ce n’était pas vous, prévenez l’administration de ce service\u202f; ce qui a été supprimé ne revient pas tout seul.',
    ],
  }),
  welcome: ({ app, website, at }) => ({
    subject: 'Votre compte est prêt',
    title: 'Votre compte est prêt',
    paragraphs: [
      `Un compte avec cette adresse a été créé sur ${app} (${website}) le ${at}, après confirmation de l’adresse par un code.`,
    ],
    closing: [
      `Si ce n’était pas vous, quelqu’un lit vos e-mails\u00a0: demandez un nouveau mot de passe sur ${website} et protégez votre messagerie.`,
    ],
  }),
  'codes-alarm': ({ app, website, at, prefix, sent, verified, minutes }) => ({
    subject: `Peu de codes sont saisis correctement sur ${app}`,
    title: 'Peu de codes sont saisis correctement',
    paragraphs: [
      `Sur ${app} (${website}), codes envoyés en ${inMinutes(minutes)} vers les numéros en ${prefix}\u00a0: ${sent}\u202f; codes saisis correctement\u00a0: ${verified}. Alerte du ${at}.`,
      'Quelqu’un demande peut-être des codes vers des numéros qui lui rapportent de l’argent, ou essaie de nombreux numéros l’un après l’autre. Une passerelle dont les messages n’arrivent pas donne le même signe.',
    ],
    closing: [
      'Vérifiez les accusés de votre passerelle, les pays que vous desservez et le plafond des dépenses de SMS par jour.',
    ],
  }),
  'account-code': ({ app, website, code, minutes, at }) => ({
    subject: `${code} est votre code d’inscription sur ${app}`,
    title: 'Votre code d’inscription',
    paragraphs: [
      `Une inscription a été faite avec cette adresse sur ${app} (${website}), le ${at}.`,
      `Si c’était vous, saisissez-y ce code. Il est valable pendant ${inMinutes(minutes)}.`,
    ],
    code,
    closing: [
      'Si ce n’était pas vous, ne donnez ce code à personne\u00a0: le compte reste fermé et sera supprimé automatiquement.',
    ],
  }),
  'login-taken': ({ app, website, at }) => ({
    subject: `Vous avez déjà un compte sur ${app}`,
    title: 'Vous avez déjà un compte',
    paragraphs: [
      `Le ${at}, quelqu’un a voulu s’inscrire avec votre identifiant sur ${app} (${website}). Cet identifiant est celui de votre compte, et rien n’a changé.`,
    ],
    closing: [
      'Si c’était vous, connectez-vous au lieu de vous inscrire, ou demandez un nouveau mot de passe. Sinon, vous n’avez rien à faire.',
    ],
  }),
  code: ({ app, code, minutes }) => ({
    subject: `${code} est votre code pour ${app}`,
    title: 'Votre code',
    paragraphs: [`Saisissez ce code sur ${app}. Il est valable pendant ${inMinutes(minutes)}.`],
    code,
    closing: [`Ne le communiquez à personne. ${unasked}`],
  }),
}
