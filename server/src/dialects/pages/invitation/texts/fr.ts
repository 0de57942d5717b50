import type { InvitationTexts } from './texts.ts'

export const fr: InvitationTexts = {
  title: (app) => `${app} vous a préparé un compte`,
  lead: () =>
    'Il reste trois courtes étapes\u00a0: confirmer votre adresse, relire vos informations, choisir un mot de passe.',
  willSend: (email) => `Nous envoyons d’abord un code à ${email}.`,
  send: 'Envoyer le code',
  unexpected: (app) =>
    `Vous n’attendiez rien de ${app} ? Fermez la page. Aucun compte n’a été créé, et ces informations seront supprimées d’elles-mêmes en un jour.`,
  codeTitle: 'Saisissez le code reçu par e-mail',
  sent: (email) => `Le code est en route vers ${email}. Il est valable quelques minutes.`,
  code: 'Code reçu par e-mail',
  codeHelp: '6 chiffres',
  goOn: 'Continuer',
  sendAgain: 'Envoyer un nouveau code',
  enterTitle: 'Vous avez déjà un compte',
  enterHelp: (app, email) =>
    `Un compte existe désormais avec ${email}. Rien de ce que ${app} a rempli ne le modifie. Connectez-vous pour continuer.`,
  enter: (app) => `Se connecter et continuer vers ${app}`,
  reviewTitle: 'Tout est-il correct\u202f?',
  reviewHelp: (app) =>
    `${app} a rempli ceci pour vous. Corrigez ce qui est faux, effacez ce que vous ne voulez pas garder.`,
  userName: 'Nom d’utilisateur',
  maskedHelp: (end) => `Il se termine par ${end}. Laissez le champ vide pour le garder.`,
  drop: (label) => `Ne pas garder : ${label}`,
  passwordTitle: 'Choisissez votre mot de passe',
  passwordLead: (app) => `Vous vous connecterez avec cette adresse et votre mot de passe. ${app} ne le verra jamais.`,
  email: 'Votre adresse e-mail',
  password: 'Nouveau mot de passe',
  passwordHelp: (least) =>
    `Au moins ${least} caractères. Quelques mots qui ne vont ensemble que pour vous sont faciles à retenir et difficiles à deviner.`,
  agree: 'Vous acceptez ainsi les conditions dont le lien figure plus bas.',
  finish: 'Créer mon compte',
  backToReview: 'Relire mes informations',
  step: (place, all) => `Étape ${place} sur ${all}`,
  over: {
    unknown: {
      title: 'Ce lien ne fonctionne pas ici',
      help: () =>
        'Il a été mal recopié, ou ouvert dans un autre navigateur. Ouvrez-le de nouveau tel que l’application vous l’a donné, ou demandez-lui-en un autre.',
    },
    finished: {
      title: 'Cette invitation a déjà servi',
      help: (app) => `Le compte existe. Continuez avec lui, ou revenez à ${app}.`,
    },
    cancelled: {
      title: 'Cette invitation a été retirée',
      help: (app) => `${app} en a préparé une plus récente, ou l’a annulée. Revenez à ${app} et recommencez de là.`,
    },
    expired: {
      title: 'Cette invitation est trop ancienne',
      help: (app) =>
        `Elle n’est plus valable, et ses informations sont supprimées. Revenez à ${app} pour en demander une autre.`,
    },
  },
  toAccount: 'Aller à mon compte',
  toSignIn: 'Se connecter',
  backTo: (app) => `Revenir à ${app}`,
}
