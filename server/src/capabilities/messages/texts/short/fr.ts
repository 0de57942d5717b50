import type { ShortTexts } from '../../letter.ts'
import { inHours, inMinutes } from '../fr.ts'

export const fr: ShortTexts = {
  'activation-link': ({ app, link, hours }) =>
    `Confirmez pour ${app} que ce numéro est le vôtre. Le lien fonctionne une seule fois, pendant ${inHours(hours)} :\n${link}`,
  'reset-link': ({ app, link, minutes }) =>
    `Nouveau mot de passe pour ${app}. Le lien fonctionne une seule fois, pendant ${inMinutes(minutes)} ; si vous n’avez rien demandé, ne faites rien :\n${link}`,
  'new-password': ({ app, password, hours }) =>
    `Votre nouveau mot de passe pour ${app} :\n${password}\nValable ${inHours(hours)} ; changez-le dès votre connexion.`,
  'password-changed': ({ app, website }) =>
    `Votre mot de passe pour ${app} a été changé. Si ce n’était pas vous, demandez-en tout de suite un nouveau sur ${website}.`,
  'contact-added': ({ app, website, contact }) =>
    `${contact} a été ajouté à votre compte sur ${app}. Si ce n’était pas vous, connectez-vous tout de suite sur ${website} et retirez-le.`,
  'contact-removed': ({ app, website, contact }) =>
    `${contact} a été retiré de votre compte sur ${app}. Si ce n’était pas vous, connectez-vous tout de suite sur ${website} et changez votre mot de passe.`,
  'accounts-merged': ({ app, website }) =>
    `Vos deux comptes sur ${app} ont été réunis\u202f; le plus ancien reste. Si ce n’était pas vous, connectez-vous tout de suite sur ${website} et changez votre mot de passe.`,
  'account-erased': ({ app }) =>
    `Votre compte sur ${app} a été supprimé, avec tout ce qui était conservé à votre sujet.`,
  welcome: ({ app, website }) =>
    `Votre compte sur ${app} est prêt. Si vous ne l’avez pas créé, quelqu’un lit vos messages : prévenez ${website}.`,
  'codes-alarm': ({ app, prefix, sent, verified, minutes }) =>
    `${app}\u00a0: ${sent} codes envoyés vers ${prefix} en ${inMinutes(minutes)}, dont saisis correctement\u00a0: ${verified}. Vérifiez la passerelle et le plafond du jour.`,
  'account-code': ({ app, code, minutes }) =>
    `Votre code d’inscription sur ${app}\u00a0:\n${code}\nValable ${inMinutes(minutes)}. Si ce n’était pas vous, ne le donnez à personne.`,
  'login-taken': ({ app }) =>
    `Quelqu’un a voulu s’inscrire avec votre identifiant sur ${app}. Si c’était vous, connectez-vous\u202f; rien n’a changé.`,
  code: ({ app, code, minutes }) =>
    `Votre code pour ${app} :\n${code}\nValable ${inMinutes(minutes)}. Ne le donnez à personne.`,
  spoken: ({ app, signs }) => `Votre code pour ${app} est : ${signs}. Je répète : ${signs}.`,
}
