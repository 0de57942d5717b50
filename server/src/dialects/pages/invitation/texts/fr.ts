import type { InvitationTexts } from './texts.ts'

export const fr: InvitationTexts = {
  title: (app) => `${app} vous a préparé un compte`,
  lead: () =>
    'Trois courtes étapes pour qu’il soit à vous : prouver votre e-mail, relire vos données, choisir un mot de passe.',
  willSend: (email) => `Nous envoyons d’abord un code à ${email}.`,
  send: 'Envoyez-moi le code',
  unexpected: (app) =>
    `Vous n’attendiez rien de ${app} ? Fermez la page. Aucun compte n’a été créé, et ce qui a été rempli s’efface de lui-même en un jour.`,
  codeTitle: 'Quel code avez-vous reçu ?',
  sent: (email) => `Le code est en route vers ${email}. Il est valable quelques minutes.`,
  code: 'Code reçu par e-mail',
  codeHelp: '6 chiffres',
  goOn: 'Continuer',
  sendAgain: 'Envoyer un autre code',
  enterTitle: 'Vous avez déjà un compte',
  enterHelp: (app, email) =>
    `Un compte existe désormais avec ${email}. Rien de ce que ${app} a rempli ne le modifie. Connectez-vous et continuez.`,
  enter: (app) => `Se connecter et continuer vers ${app}`,
  reviewTitle: 'Tout cela est-il juste ?',
  reviewHelp: (app) =>
    `${app} a rempli ceci pour vous. Corrigez ce qui est faux, videz ce que vous ne voulez pas garder.`,
  userName: 'Nom d’utilisateur',
  maskedHelp: (end) => `Il se termine par ${end}. Laissez le champ vide pour le garder.`,
  drop: (label) => `Ne pas garder : ${label}`,
  passwordTitle: 'Choisissez votre mot de passe',
  passwordLead: (app) => `Vous vous connecterez avec cet e-mail et votre mot de passe. ${app} ne le verra jamais.`,
  email: 'Votre e-mail',
  password: 'Nouveau mot de passe',
  passwordHelp: (least) =>
    `Au moins ${least} caractères. Quelques mots qui ne vont ensemble que pour vous se retiennent bien et se devinent mal.`,
  agree: 'Vous acceptez ainsi les conditions dont le lien figure plus bas.',
  finish: 'Créer mon compte',
  backToReview: 'Relire mes données',
  step: (place, all) => `Étape ${place} sur ${all}`,
  over: {
    unknown: {
      title: 'Ce lien ne fonctionne pas ici',
      help: () =>
        'Il est mal recopié, ou a été ouvert dans un autre navigateur. Ouvrez-le de nouveau tel que l’application vous l’a donné, ou demandez-lui-en un autre.',
    },
    finished: {
      title: 'Cette invitation a déjà servi',
      help: (app) => `Le compte existe. Continuez avec lui, ou retournez sur ${app}.`,
    },
    cancelled: {
      title: 'Cette invitation a été retirée',
      help: (app) => `${app} en a fait une plus récente, ou l’a annulée. Retournez sur ${app} et recommencez de là.`,
    },
    expired: {
      title: 'Cette invitation est trop ancienne',
      help: (app) =>
        `Son délai est passé et ce qui était rempli est effacé. Retournez sur ${app} pour en demander une autre.`,
    },
  },
  toAccount: 'Vers mon compte',
  toSignIn: 'Se connecter',
  backTo: (app) => `Retour à ${app}`,
}
