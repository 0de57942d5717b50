import type { PageTexts } from './texts.ts'

export const fr: PageTexts = {
  signInTo: (app) => `Se connecter à ${app}`,
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  signIn: 'Se connecter',
  cancel: 'Pas maintenant',
  problem: 'Cela n’a pas fonctionné',
  allowTitle: (app) => `Continuer vers ${app} ?`,
  willReceive: (app) => `${app} recevra :`,
  scopes: {
    account: 'le numéro de votre compte, qui vous distingue des autres',
    profile: 'votre profil : nom, genre, date de naissance, photo et site web',
    email: 'votre adresse e-mail',
    phone: 'votre numéro de téléphone',
    offline_access: 'tout cela aussi en votre absence, jusqu’à ce que vous le retiriez',
  },
  signedInAs: (person) => `Vous êtes connecté en tant que ${person}.`,
  allow: 'Continuer',
  over: 'Cette connexion est terminée',
  overHelp:
    'Elle est déjà achevée, a duré trop longtemps ou a commencé dans un autre navigateur. Revenez à l’application et recommencez.',
}
